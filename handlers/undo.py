"""The button that takes back what was done at once: a reminder."""

from contextlib import suppress

from aiogram import Bot, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from core.clock import Clock
from core.errors import UserError
from core.i18n import Texts
from core.ids import ReminderId
from handlers.ui.pages import short
from handlers.ui.presses import Press, acknowledge, pressed_message, put_buttons
from storage.reminders import Reminder, Reminders
from storage.users import User

SHOWN = 80


def build_router() -> Router:
    router = Router(name="undo")
    router.callback_query.register(on_undo, Press("undo"))
    return router


async def on_undo(
    query: CallbackQuery,
    arguments: tuple[str, ...],
    bot: Bot,
    user: User,
    texts: Texts,
    reminders: Reminders,
    clock: Clock,
) -> None:
    """Once, and only by the person whose reminder it is; the answer keeps its other buttons."""
    if len(arguments) != 2 or arguments[0] != "reminder":
        raise UserError("error-old-button")
    reminder = await reminders.get(ReminderId(int(arguments[1])))
    if reminder is None or reminder.user != user.id:
        raise UserError("error-not-yours")
    is_cancelled = await reminders.cancel(reminder.id, user.id)
    said = texts("undo-reminder", text=short(reminder.text, SHOWN)) if is_cancelled else _late(reminder, clock, texts)
    if query.inline_message_id is not None:
        await _tell_inline(query, query.inline_message_id, said, bot)
        return
    await acknowledge(query, None)
    message = pressed_message(query)
    await put_buttons(bot, message, _without(message, query.data or ""))
    await message.reply(said)


async def _tell_inline(query: CallbackQuery, inline: str, said: str, bot: Bot) -> None:
    """In a chat that the bot is not in: to the person alone."""
    await acknowledge(query, said)
    with suppress(TelegramBadRequest):
        await bot.edit_message_reply_markup(inline_message_id=inline, reply_markup=None)


def _late(reminder: Reminder, clock: Clock, texts: Texts) -> str:
    is_said = reminder.when.at <= clock.now()
    return texts("undo-reminder-late" if is_said else "undo-reminder-gone")


def _without(message: Message, data: str) -> InlineKeyboardMarkup | None:
    """The buttons under the message but the pressed one."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else []
    left = [[button for button in row if button.callback_data != data] for row in rows]
    kept = [row for row in left if row]
    return InlineKeyboardMarkup(inline_keyboard=kept) if kept else None
