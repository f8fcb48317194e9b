"""A press of a button: which command it belongs to, and the message that it redraws."""

from typing import Any

from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from core.buttons import Rows, decode
from core.errors import UserError
from handlers.ui.keyboards import markup


class Press(Filter):
    """Lets through presses whose first word is `name`, and hands on the rest as `arguments`."""

    def __init__(self, name: str) -> None:
        self.name = name

    async def __call__(self, query: CallbackQuery) -> dict[str, Any] | bool:
        name, arguments = decode(query.data or "")
        return {"arguments": arguments} if name == self.name else False


def pressed_message(query: CallbackQuery) -> Message:
    """The message under whose text the button stood.

    Raises:
        UserError: Telegram no longer gives it out.
    """
    if not isinstance(query.message, Message):
        raise UserError("error-old-button")
    return query.message


async def redraw(query: CallbackQuery, text: str, rows: Rows = ()) -> None:
    """Put a new text and new buttons where the press came from; the same ones again are no error."""
    try:
        await pressed_message(query).edit_text(text, reply_markup=markup(rows))
    except TelegramBadRequest as error:
        if "message is not modified" not in error.message:
            raise
