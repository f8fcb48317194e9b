"""What a person sends when a forwarding rule is being changed: a name, words, settings, a chat, a sample."""

from collections.abc import Mapping
from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from core.errors import UserError
from core.i18n import Texts
from core.ids import UpdateId
from forwarding.amending import renamed
from forwarding.rules import Rule
from forwarding.spec import RuleSpec
from handlers import rule_filter_edits, rule_option_edits, rule_place_edits, rule_sample_edits, rule_transform_edits
from handlers.rule_desk import CHANGED, Answer, RuleDesk, RuleTools, Warned, require_seen
from handlers.ui.rule_screens import step_screen
from storage.users import User


async def _name(message: Message, rule: Rule, asked: Mapping[str, Any], desk: RuleDesk) -> RuleSpec:
    return renamed(rule.spec, message.text or "")


ANSWERS: Mapping[str, Answer] = {
    "name": _name,
    **rule_option_edits.ANSWERS,
    **rule_filter_edits.ANSWERS,
    **rule_transform_edits.ANSWERS,
    **rule_place_edits.ANSWERS,
    **rule_sample_edits.ANSWERS,
}


async def on_answer(
    message: Message, user: User, texts: Texts, state: FSMContext, update_id: UpdateId, rule_tools: RuleTools
) -> None:
    """Save what was sent; where it does not do, say why: the step goes on, and Cancel is at hand."""
    desk = RuleDesk(user, texts, state, update_id, rule_tools)
    asked = await state.get_data()
    try:
        rule = await desk.rule(asked["rule"])
    except UserError:
        await desk.state.clear()
        raise
    try:
        require_seen(rule, asked["version"])
        spec = await ANSWERS[asked["about"]](message, rule, asked, desk)
        if spec is None:
            return
        rule = await desk.save(rule, spec)
    except Warned as warned:
        await desk.tell(message, await desk.hold(rule, warned, asked["then"]))
        return
    except UserError as error:
        await _refuse(message, rule, error, asked["then"], desk)
        return
    await desk.state.clear()
    await desk.tell(message, await desk.view(rule, asked["then"]))


async def _refuse(message: Message, rule: Rule, error: UserError, then: str, desk: RuleDesk) -> None:
    sentence = desk.texts(error.key, **error.params)
    if error.key != CHANGED:
        await desk.tell(message, step_screen(rule, sentence, desk.texts, then))
        return
    await desk.state.clear()
    await message.answer(sentence)
    await desk.tell(message, await desk.view(await desk.rule(rule.id)))
