"""What a person writes when a forwarding rule is being changed: its new name, its words, a filter's settings."""

from collections.abc import Mapping
from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from core.errors import UserError
from core.i18n import Texts
from core.ids import UpdateId
from forwarding.amending import renamed, with_filter, with_words
from forwarding.forecast import Forecasts
from forwarding.history_desk import HistoryDesk
from forwarding.rule_files import read_settings
from forwarding.rules import Rule, RuleBook
from forwarding.spec import RuleSpec
from handlers import rule_option_edits
from handlers.rule_desk import CHANGED, Answer, RuleDesk, require_seen
from handlers.rule_wizard import read_answer
from handlers.ui.keyboards import markup
from handlers.ui.rule_screens import step_screen
from storage.outbox import Outbox
from storage.users import User, Users


async def _name(message: Message, rule: Rule, asked: Mapping[str, Any], desk: RuleDesk) -> RuleSpec:
    return renamed(rule.spec, message.text or "")


async def _words(message: Message, rule: Rule, asked: Mapping[str, Any], desk: RuleDesk) -> RuleSpec:
    return with_words(rule.spec, read_answer(message.text or ""))


async def _settings(message: Message, rule: Rule, asked: Mapping[str, Any], desk: RuleDesk) -> RuleSpec:
    params = read_settings(message.text or "")
    return with_filter(rule.spec, asked["filter"], params, is_unwanted=asked["side"] == "drop")


ANSWERS: Mapping[str, Answer] = {
    "name": _name,
    "words": _words,
    "settings": _settings,
    **rule_option_edits.ANSWERS,
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
    histories: HistoryDesk,
) -> None:
    """Save what was written; where it does not do, say why: the step goes on, and Cancel is at hand."""
    desk = RuleDesk(user, texts, state, update_id, rulebook, users, outbox, forecasts, histories)
    asked = await state.get_data()
    try:
        rule = await desk.rule(asked["rule"])
    except UserError:
        await desk.state.clear()
        raise
    try:
        require_seen(rule, asked["version"])
        rule = await desk.save(rule, await ANSWERS[asked["about"]](message, rule, asked, desk))
    except UserError as error:
        await _refuse(message, rule, error, asked["then"], desk)
        return
    await desk.state.clear()
    await _tell(message, rule, asked["then"], desk)


async def _refuse(message: Message, rule: Rule, error: UserError, then: str, desk: RuleDesk) -> None:
    sentence = desk.texts(error.key, **error.params)
    if error.key != CHANGED:
        text, rows = step_screen(rule, sentence, desk.texts, then)
        await message.answer(text, reply_markup=markup(rows))
        return
    await desk.state.clear()
    await message.answer(sentence)
    await _tell(message, await desk.rule(rule.id), "show", desk)


async def _tell(message: Message, rule: Rule, then: str, desk: RuleDesk) -> None:
    text, rows = await desk.view(rule, then)
    await message.answer(text, reply_markup=markup(rows))
