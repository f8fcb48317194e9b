"""What people think of an answer: thumbs under it and reactions to it, stored with its turn."""

from collections.abc import Sequence

from aiogram import Bot
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, MessageReactionUpdated, ReactionTypeEmoji
from aiogram.types.reaction_type_union import ReactionTypeUnion

from agents.state import Offered
from core.buttons import Rows, decode
from core.i18n import Texts
from core.ids import ChatId, MessageId, TurnId
from handlers.ui.answer_buttons import offer_rows, rows_of, thumbs
from handlers.ui.keyboards import keyboard_button, markup
from handlers.ui.presses import acknowledge, pressed_message, put_buttons, put_buttons_at
from storage.answers import AnswerMessages
from storage.chats import Access, Chat
from storage.turns import Turns
from storage.users import Role, User

LIKED = frozenset("👍❤🔥🥰👏😁🎉🤩🙏👌😍💯🤣⚡🏆🤗🫡😎😇🆒💘😘")
DISLIKED = frozenset("👎🤬😢🤮💩🤡🥱🥴💔🤨😐🖕😴😭😨🗿😡")


async def on_rate(
    query: CallbackQuery, arguments: tuple[str, ...], bot: Bot, chat: Chat, texts: Texts, turns: Turns
) -> None:
    """A thumb; everybody who is let in may give one, the newest counts."""
    turn, rating = TurnId(int(arguments[0])), int(arguments[1])
    past = await turns.get(turn)
    if past is None or past.chat != chat.id or rating not in (-1, 0, 1):
        return await acknowledge(query, texts("error-old-button"))
    await turns.rate(turn, rating)
    await acknowledge(query, texts("rated" if rating else "rated-back"))
    message = pressed_message(query)
    return await put_buttons(bot, message, _rerated(message.reply_markup, turn, rating))


async def on_reaction(
    event: MessageReactionUpdated,
    bot: Bot,
    user: User | None,
    chat: Chat,
    texts: Texts,
    turns: Turns,
    answers: AnswerMessages,
) -> None:
    """A reaction to any of an answer's messages rates it, as a thumb does."""
    rating, before = rating_of(event.new_reaction), rating_of(event.old_reaction)
    turn = await answers.turn_of(ChatId(event.chat.id), MessageId(event.message_id))
    if turn is None or rating == before or user is None or not _may_rate(user, chat):
        return
    await turns.rate(turn, rating)
    past = await turns.get(turn)
    messages = await answers.of(turn)
    if past is not None and past.answer:
        rows = await offered_under(turn, answers, texts) + rows_of(past, texts)
        await put_buttons_at(bot, chat.id, messages[-1], markup(rows))


async def offered_under(turn: TurnId, answers: AnswerMessages, texts: Texts) -> Rows:
    """The answer's own buttons, which stay whatever else changes under it."""
    return offer_rows([Offered(each["key"], each["data"]) for each in await answers.offers(turn)], texts)


def _may_rate(user: User, chat: Chat) -> bool:
    if chat.is_private:
        return user.role >= Role.USER
    return user.role is not Role.BLOCKED and chat.access is Access.APPROVED


def rating_of(reactions: Sequence[ReactionTypeUnion]) -> int:
    """The first reaction that is a judgement; 0 for none."""
    signs = [each.emoji.removesuffix("\ufe0f") for each in reactions if isinstance(each, ReactionTypeEmoji)]
    return next((1 if sign in LIKED else -1 for sign in signs if sign in LIKED | DISLIKED), 0)


def _rerated(keyboard: InlineKeyboardMarkup | None, turn: TurnId, rating: int) -> InlineKeyboardMarkup | None:
    """The same buttons with other thumbs: whatever else was offered under the answer stays."""
    if keyboard is None:
        return None
    fresh = iter(thumbs(turn, rating))
    rows = [
        [keyboard_button(next(fresh)) if decode(each.callback_data or "-")[0] == "rate" else each for each in row]
        for row in keyboard.inline_keyboard
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows)
