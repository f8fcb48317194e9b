"""`/forward backfill N`, and its button: the last posts of a rule's sources go through the rule."""

from aiogram.types import CallbackQuery, Message

from core.buttons import Button, encode
from core.errors import UserError
from core.i18n import Texts
from core.ids import ChatId, MessageId
from forwarding.history_desk import MOST, HistoryDesk, with_past
from forwarding.rules import Rule, RuleBook
from handlers.rule_desk import RuleDesk
from handlers.ui.history_text import ask_screen
from handlers.ui.keyboards import markup
from handlers.ui.pages import short
from handlers.ui.presses import pressed_message, redraw
from storage.users import User

WORD = "backfill"
NAME = 60
RULES = 30


def wants_history(arguments: str) -> bool:
    return arguments.split(maxsplit=1)[0].lower() == WORD


async def on_history(
    message: Message, arguments: str, user: User, texts: Texts, rulebook: RuleBook, *, histories: HistoryDesk
) -> None:
    """Of the only rule that has a past at once; of several, after the one is chosen."""
    count = _count(arguments)
    rules = [rule for rule in await rulebook.list() if with_past(rule) and not rule.is_paused]
    if not rules:
        raise UserError("error-backfill-no-past")
    if len(rules) > 1:
        rows = tuple((Button(short(each.name, NAME), encode("forward", "history", each.id, count)),) for each in rules)
        await message.answer(texts("forward-history-which", count=count), reply_markup=markup(rows[:RULES]))
        return
    await histories.begin(rules[0], count, user.id)
    shown = await message.answer(texts("forward-history-title", rule=rules[0].name))
    await histories.show_in(rules[0], ChatId(shown.chat.id), MessageId(shown.message_id))


async def press(query: CallbackQuery, rule: Rule, arguments: tuple[str, ...], desk: RuleDesk) -> str | None:
    """The message under which the number stood becomes the board."""
    texts, histories = desk.texts, desk.histories
    match arguments:
        case ():
            if not await histories.can_look_back():
                raise UserError("error-backfill-no-account")
            await redraw(query, *ask_screen(rule, texts))
        case ("stop",):
            return texts("forward-history-stopping" if await histories.cancel(rule) else "error-old-button")
        case (count,):
            await histories.begin(rule, int(count), desk.user.id)
            shown = pressed_message(query)
            await histories.show_in(rule, ChatId(shown.chat.id), MessageId(shown.message_id))
            await redraw(query, texts("forward-history-title", rule=rule.name))
        case _:
            raise UserError("error-old-button")
    return None


def _count(arguments: str) -> int:
    """
    Raises:
        UserError: `error-backfill-count`.
    """
    words = arguments.split()[1:]
    if len(words) != 1 or not words[0].isdecimal() or not 0 < int(words[0][:9]) <= MOST:
        raise UserError("error-backfill-count", most=MOST)
    return int(words[0])
