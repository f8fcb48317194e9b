"""A new forwarding rule: from one line, or asked for step by step."""

import asyncio

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from core.buttons import Button, Rows, encode
from core.errors import UserError
from core.i18n import Texts
from core.ids import UpdateId
from forwarding.amending import Words, with_fields
from forwarding.linting import remarks
from forwarding.rules import Rule, RuleBook
from forwarding.spec import Destination, RuleSpec, Source, simple_rule
from handlers.rule_desk import Arguments, RuleDesk, RuleTools, others, warnings
from handlers.rule_places import as_source, named, read_place
from handlers.ui.keyboards import marked, markup
from handlers.ui.presses import pressed_message
from handlers.ui.rule_screens import rule_screen
from storage.users import User

ALL = ("-", "all", "все", "всё")
"""What people write for every post."""


class Wizard(StatesGroup):
    """What is asked, one after the other."""

    source = State()
    destination = State()
    words = State()


def read_arguments(arguments: str) -> tuple[str, str, Words]:
    """Source, destination, keywords.

    Raises:
        UserError: the usage.
    """
    source, _, rest = arguments.strip().partition(" ")
    destination, _, words = rest.strip().partition(" ")
    if not destination or (destination[0] in "+-" and not destination[1:].isdigit()):
        raise UserError("usage-forward")
    return source, destination, read_words(words)


def read_words(text: str) -> Words:
    """`+word` is kept, `-word` dropped; a word without a sign goes on with the one before it.

    Raises:
        UserError: the text begins without a sign.
    """
    keep: list[str] = []
    drop: list[str] = []
    current: list[str] | None = None
    for part in text.replace(",", " ").split():
        if part[0] in "+-" and len(part) > 1:
            current = keep if part[0] == "+" else drop
            current.append(part[1:])
        elif current:
            current[-1] = f"{current[-1]} {part}"
        else:
            raise UserError("usage-forward")
    return Words(tuple(keep), tuple(drop))


def read_answer(text: str) -> Words:
    """What is said when asked for words.

    Raises:
        UserError: the question once more.
    """
    if text.strip().lower() in ALL:
        return Words()
    try:
        words = read_words(text)
    except UserError as error:
        raise UserError("forward-ask-words") from error
    if words == Words():
        raise UserError("forward-ask-words")
    return words


async def create_rule(
    source: str, destination: str, words: Words, user: User, update_id: UpdateId, rulebook: RuleBook
) -> Rule:
    read, written = [await rulebook.resolve(named(place, user.id)) for place in (source, destination)]
    spec = simple_rule(read.id, written.id, keep=words.keep, drop=words.drop)
    return await save_new(spec, user, f"update:{update_id}", rulebook)


async def save_new(spec: RuleSpec, user: User, key: str, rulebook: RuleBook, *, is_paused: bool = False) -> Rule:
    """What is warned of something does not begin by itself."""
    is_odd = bool(await asyncio.to_thread(remarks, spec, await rulebook.list()))
    return await rulebook.create(spec, user.id, key, is_paused=is_paused or is_odd)


async def tell_saved(message: Message, rule: Rule, texts: Texts, rulebook: RuleBook) -> None:
    """With what it is warned of."""
    text, rows = rule_screen(rule, texts)
    warned = await warnings(rule.spec, await others(rule, rulebook), texts)
    if warned:
        warned = ["", *warned, *([texts("forward-not-started")] if rule.is_paused else [])]
    said = "\n".join((texts("forward-saved", rule=text), *warned))
    await message.answer(said, reply_markup=markup(rows))


async def press_new(query: CallbackQuery, _: Arguments, desk: RuleDesk) -> None:
    await desk.state.clear()
    await desk.state.set_state(Wizard.source)
    await pressed_message(query).answer(desk.texts("forward-ask-source"), reply_markup=markup(cancel(desk.texts)))


async def press_later(query: CallbackQuery, _: Arguments, desk: RuleDesk) -> None:
    """The rule is not to start yet; pressed again, it is."""
    if await desk.state.get_state() != Wizard.words.state:
        raise UserError("error-old-button")
    is_paused = not (await desk.state.get_data()).get("is_paused", False)
    await desk.state.update_data(is_paused=is_paused)
    await desk.show(query, (desk.texts("forward-ask-words"), words_buttons(desk.texts, is_paused=is_paused)))


async def on_source(message: Message, texts: Texts, state: FSMContext, rule_tools: RuleTools) -> None:
    place = await _place(message, texts, rule_tools.rulebook, is_source=True)
    if place is None:
        return
    title = (await rule_tools.rulebook.resolve(str(place.chat))).title
    await state.update_data(source=as_source(place).model_dump(mode="json"))
    await state.set_state(Wizard.destination)
    await message.answer(texts("forward-ask-destination", source=title), reply_markup=markup(cancel(texts)))


async def on_destination(message: Message, texts: Texts, state: FSMContext, rule_tools: RuleTools) -> None:
    place = await _place(message, texts, rule_tools.rulebook)
    if place is None:
        return
    await state.update_data(destination=place.model_dump(mode="json"))
    await state.set_state(Wizard.words)
    await message.answer(texts("forward-ask-words"), reply_markup=markup(words_buttons(texts)))


async def on_words(
    message: Message, user: User, texts: Texts, state: FSMContext, update_id: UpdateId, rule_tools: RuleTools
) -> None:
    data, rulebook = await state.get_data(), rule_tools.rulebook
    is_paused = data.get("is_paused", False)
    try:
        words = read_answer(message.text or "")
    except UserError as error:
        await message.answer(texts(error.key), reply_markup=markup(words_buttons(texts, is_paused=is_paused)))
        return
    await state.clear()
    source, destination = Source.model_validate(data["source"]), Destination.model_validate(data["destination"])
    spec = simple_rule(source.chat, destination.chat, keep=words.keep, drop=words.drop)
    spec = with_fields(spec, {"sources": (source,), "destinations": (destination,)})
    rule = await save_new(spec, user, f"update:{update_id}", rulebook, is_paused=is_paused)
    await tell_saved(message, rule, texts, rulebook)


def cancel(texts: Texts) -> Rows:
    return ((Button(texts("button-cancel"), encode("forward", "cancel")),),)


def words_buttons(texts: Texts, *, is_paused: bool = False) -> Rows:
    later = Button(marked(texts("forward-later"), is_paused), encode("forward", "later"))
    return ((later,), *cancel(texts))


async def _place(message: Message, texts: Texts, rulebook: RuleBook, *, is_source: bool = False) -> Destination | None:
    """The chat that is meant; None when the person was told why not: the step goes on, and Cancel is at hand."""
    try:
        place = await read_place(message, rulebook)
        if is_source:
            as_source(place)
    except UserError as error:
        await message.answer(texts(error.key, **error.params), reply_markup=markup(cancel(texts)))
        return None
    return place
