"""What a person writes when a forwarding rule is being changed: its new name, its words, a filter's settings."""

from collections.abc import Callable, Mapping
from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import Message

from core.errors import UserError
from core.i18n import Texts
from core.ids import UpdateId
from forwarding.amending import renamed, with_filter, with_words
from forwarding.forecast import Forecasts
from forwarding.rule_files import read_settings
from forwarding.rules import Rule, RuleBook
from forwarding.spec import RuleSpec
from handlers.rule_desk import CHANGED, RuleDesk, require_seen
from handlers.rule_wizard import read_answer
from handlers.ui.keyboards import markup
from handlers.ui.rule_screens import step_screen
from storage.outbox import Outbox
from storage.users import User, Users

Amend = Callable[[RuleSpec, Mapping[str, Any], str], RuleSpec]
"""Of what stands, what the step remembers and what was written."""


class Editing(StatesGroup):
    """What is waited for."""

    name = State()
    words = State()
    settings = State()


def _name(spec: RuleSpec, asked: Mapping[str, Any], text: str) -> RuleSpec:
    return renamed(spec, text)


def _words(spec: RuleSpec, asked: Mapping[str, Any], text: str) -> RuleSpec:
    return with_words(spec, read_answer(text))


def _settings(spec: RuleSpec, asked: Mapping[str, Any], text: str) -> RuleSpec:
    return with_filter(spec, asked["filter"], read_settings(text), is_unwanted=asked["side"] == "drop")


_AMENDS: Mapping[str | None, Amend] = {
    Editing.name.state: _name,
    Editing.words.state: _words,
    Editing.settings.state: _settings,
}


async def on_answer(
    message: Message,
    user: User,
    texts: Texts,
    state: FSMContext,
    update_id: UpdateId,
    rulebook: RuleBook,
    users: Users,
    outbox: Outbox,
    forecasts: Forecasts,
) -> None:
    """Save what was written; where it does not do, say why: the step goes on, and Cancel is at hand."""
    desk = RuleDesk(user, texts, state, update_id, rulebook, users, outbox, forecasts)
    amend, asked = _AMENDS[await state.get_state()], await state.get_data()
    try:
        rule = await desk.rule(asked["rule"])
    except UserError:
        await desk.state.clear()
        raise
    try:
        require_seen(rule, asked["version"])
        rule = await desk.save(rule, amend(rule.spec, asked, message.text or ""))
    except UserError as error:
        await _refuse(message, rule, error, desk)
        return
    await desk.state.clear()
    await _tell(message, rule, desk)


async def _refuse(message: Message, rule: Rule, error: UserError, desk: RuleDesk) -> None:
    sentence = desk.texts(error.key, **error.params)
    if error.key != CHANGED:
        text, rows = step_screen(rule, sentence, desk.texts)
        await message.answer(text, reply_markup=markup(rows))
        return
    await desk.state.clear()
    await message.answer(sentence)
    await _tell(message, await desk.rule(rule.id), desk)


async def _tell(message: Message, rule: Rule, desk: RuleDesk) -> None:
    text, rows = await desk.card(rule)
    await message.answer(text, reply_markup=markup(rows))
