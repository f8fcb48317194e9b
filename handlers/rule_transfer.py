"""Rules as files in the chat: sent out, and taken in after a look at what they would make."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from core.buttons import Button, encode
from core.errors import UserError
from core.i18n import Texts
from core.ids import UpdateId
from forwarding.rule_files import LARGEST, ReadRules, read_rules, resolved, write_rules
from forwarding.rules import Rule, RuleRefused
from forwarding.shapes import Named
from forwarding.spec import RuleSpec
from handlers.rule_desk import Arguments, RuleDesk, RuleTools, said, warnings
from handlers.rule_params import loaded
from handlers.ui.keyboards import markup
from handlers.ui.pages import short
from handlers.ui.presses import pressed_message
from handlers.ui.rule_screens import NAME, Screen
from storage.users import User

MOST_TOLD = 10
"""Rules, and what was left out of them, that are named one by one."""


class Transfer(StatesGroup):
    """A file is waited for; then a press, which nothing else can stand in for."""

    file = State()
    press = State()


@dataclass(frozen=True, slots=True)
class Beside:
    """A rule of a file beside others, for the linter."""

    spec: RuleSpec
    is_paused: bool = False

    @property
    def name(self) -> str:
        return self.spec.name or f"{self.spec.source} → {self.spec.destination}"


async def exported(rules: Sequence[Rule], desk: RuleDesk) -> bytes:
    return write_rules(rules, await desk.tools.endpoints.addresses()).encode()


async def press_export_all(query: CallbackQuery, _: Arguments, desk: RuleDesk) -> None:
    file = BufferedInputFile(await exported(await desk.rulebook.list(), desk), "rules.yaml")
    await pressed_message(query).answer_document(file)


async def press_import(query: CallbackQuery, _: Arguments, desk: RuleDesk) -> None:
    await desk.state.set_state(Transfer.file)
    await pressed_message(query).answer(desk.texts("forward-ask-file"), reply_markup=markup((_cancel(desk.texts),)))


async def on_file(
    message: Message, user: User, texts: Texts, state: FSMContext, update_id: UpdateId, rule_tools: RuleTools
) -> None:
    """What the file would make, for a press to save; what is wrong with it leaves the question open."""
    desk = RuleDesk(user, texts, state, update_id, rule_tools)
    try:
        read, specs = await _read(message, desk)
        text, rows = await _preview(read, specs, desk)
    except UserError as error:
        await message.answer(refusal(error, texts), reply_markup=markup((_cancel(texts),)))
        return
    await state.set_state(Transfer.press)
    await state.set_data({"specs": [spec.model_dump(mode="json") for spec in specs]})
    await message.answer(text, reply_markup=markup(rows))


async def press_take(query: CallbackQuery, arguments: Arguments, desk: RuleDesk) -> None:
    """Save what was looked at: all of it or nothing.

    Raises:
        UserError: the button is old, or which rule is refused and why.
    """
    kept: list[dict[str, Any]] | None = (await desk.state.get_data()).get("specs")
    if kept is None:
        raise UserError("error-old-button")
    specs = [RuleSpec.model_validate(each) for each in kept]
    try:
        saved = await desk.rulebook.create_all(
            specs, desk.user.id, f"update:{desk.update_id}", is_paused=arguments == ("paused",)
        )
    except RuleRefused as error:
        await pressed_message(query).answer(refusal(error, desk.texts))
        return
    await desk.state.clear()
    known = len(specs) - len(saved)
    desk.notes.append(desk.texts("forward-imported", count=len(saved), known=known))
    await desk.show(query, await desk.list())


def refusal(error: UserError, texts: Texts) -> str:
    """The sentence; of one rule of several also what is wrong with that one."""
    sentence = texts(error.key, **error.params)
    if isinstance(error, RuleRefused):
        return f"{sentence} {texts(error.reason.key, **error.reason.params)}"
    return sentence


async def _read(message: Message, desk: RuleDesk) -> tuple[ReadRules, list[RuleSpec]]:
    file, bot = message.document, message.bot
    if file is None or bot is None:
        raise UserError("forward-ask-file")
    data = await loaded(bot, file.file_id, file.file_size, LARGEST, "error-rules-too-large")
    read = await asyncio.to_thread(read_rules, data)
    return read, await resolved(read, desk.rulebook)


async def _preview(read: ReadRules, specs: Sequence[RuleSpec], desk: RuleDesk) -> Screen:
    """The rules with what each is warned of, and what of another program's file has no counterpart."""
    texts, rules = desk.texts, [Beside(spec) for spec in specs]
    known = [rule for rule in await desk.rulebook.list() if rule.spec not in specs]
    lines = [texts("forward-import-would", count=len(rules))]
    for place, each in enumerate(rules[:MOST_TOLD]):
        beside: list[Named] = [*rules[:place], *rules[place + 1 :], *known]
        lines += [f"• {short(each.name, NAME)}", *await warnings(each.spec, beside, texts)]
        lines += said(await desk.rulebook.rights_remarks(each.spec), texts)
    if len(rules) > MOST_TOLD:
        lines.append(texts("forward-more", count=len(rules) - MOST_TOLD))
    if read.lost:
        lines += ["", texts("forward-import-lost", origin=read.origin)]
        lines += [f"• {short(each, NAME)}" for each in read.lost[:MOST_TOLD]]
    take = Button(texts("forward-import-take"), encode("forward", "take", "working"))
    paused = Button(texts("forward-import-paused"), encode("forward", "take", "paused"))
    return "\n".join(lines), ((take,), (paused,), _cancel(texts))


def _cancel(texts: Texts) -> tuple[Button, ...]:
    return (Button(texts("button-cancel"), encode("forward", "cancel")),)
