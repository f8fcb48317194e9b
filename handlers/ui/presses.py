"""A press of a button: which command it belongs to, and the message that it redraws."""

from contextlib import suppress
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from core.buttons import Rows, decode
from core.errors import UserError
from handlers.index import Key, Sign
from handlers.ui.keyboards import markup


def word_of(query: CallbackQuery | None) -> str:
    """The first word of a press; empty where nobody pressed."""
    return (query.data or "").partition(":")[0] if query is not None else ""


class Press(Sign):
    """Lets through presses whose first word is `name`, and hands on the rest as `arguments`."""

    def __init__(self, name: str) -> None:
        self.word = name

    def may_pass(self, key: Key) -> bool:
        return key.word == self.word

    async def __call__(self, query: CallbackQuery) -> dict[str, Any] | bool:
        name, arguments = decode(query.data or "")
        return {"arguments": arguments} if name == self.word else False


def pressed_message(query: CallbackQuery) -> Message:
    """The message under whose text the button stood.

    Raises:
        UserError: Telegram no longer gives it out.
    """
    if not isinstance(query.message, Message):
        raise UserError("error-old-button")
    return query.message


async def acknowledge(query: CallbackQuery, toast: str | None = None) -> None:
    """End the waiting sign on the button; a press taken up after a restart no longer waits, and that is no error."""
    with suppress(TelegramBadRequest):
        await query.answer(toast)


async def put_buttons(bot: Bot, message: Message, keyboard: InlineKeyboardMarkup | None) -> None:
    """Other buttons under the message; the same ones again are no error."""
    await put_buttons_at(bot, message.chat.id, message.message_id, keyboard)


async def put_buttons_at(bot: Bot, chat: int, message: int, keyboard: InlineKeyboardMarkup | None) -> None:
    """As `put_buttons`; a message that is gone has none, and that is no error either."""
    with suppress(TelegramBadRequest):
        await bot.edit_message_reply_markup(chat_id=chat, message_id=message, reply_markup=keyboard)


async def redraw(query: CallbackQuery, text: str, rows: Rows = ()) -> None:
    """Put a new text and new buttons where the press came from; the same ones again are no error."""
    try:
        await pressed_message(query).edit_text(text, reply_markup=markup(rows))
    except TelegramBadRequest as error:
        if "message is not modified" not in error.message:
            raise
