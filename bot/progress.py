"""How far the answer to an update has come, written to its inbox row before the first real send."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramAPIError, TelegramNetworkError
from aiogram.methods import EditMessageText, Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import InlineKeyboardMarkup

from core.buttons import encode
from core.ids import MessageId, UpdateId
from forwarding.transports.bot_api.refusals import never_left
from storage.inbox import Inbox

PREFIXES = ("send", "copy", "forward", "edit")
INVISIBLE = frozenset({"sendMessageDraft", "sendRichMessageDraft", "sendChatAction", "editMessageReplyMarkup"})
"""Calls that leave nothing in the chat, or only other buttons: after a crash their update is simply handled again."""


@dataclass(slots=True)
class Progress:
    """Of the update that the current task handles."""

    update: UpdateId
    leave_place: Callable[[], None] = lambda: None
    """Called at the first request to Telegram: who has shown a sign of life holds no place of the intake any more."""
    has_sent: bool = False
    placeholder: MessageId | None = None


current: ContextVar[Progress | None] = ContextVar("progress", default=None)


class MarkProgress(BaseRequestMiddleware):
    """Marks the row `sending` before the first visible call of its update, and `sent` after a placeholder."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        progress = current.get()
        if progress is not None:
            progress.leave_place()
        if progress is not None and progress.placeholder is not None and is_answer(method, progress.placeholder):
            progress.placeholder = None
            await self._inbox.stage(progress.update, "sending")
        if progress is None or progress.has_sent or not is_visible(method):
            return await make_request(bot, method)
        progress.has_sent = True
        await self._inbox.stage(progress.update, "sending")
        try:
            response = await make_request(bot, method)
        except TelegramAPIError as error:
            if isinstance(error, TelegramNetworkError) and not never_left(error):
                raise  # it may have arrived: the row stays at `sending`
            progress.has_sent = False
            await self._inbox.stage(progress.update, "new")
            raise
        if has_stop(method):
            progress.placeholder = getattr(response, "message_id", None)
            await self._inbox.stage(progress.update, "sent", progress.placeholder)
        return response


def is_visible(method: TelegramMethod[Any]) -> bool:
    """Whether the call leaves something that a person sees."""
    name = method.__api_method__
    return name.startswith(PREFIXES) and name not in INVISIBLE


def has_stop(method: TelegramMethod[Any]) -> bool:
    """Whether our Stop stands under the message: then it is a placeholder, and no answer yet."""
    keyboard = getattr(method, "reply_markup", None)
    if not isinstance(keyboard, InlineKeyboardMarkup):
        return False
    return any(button.callback_data == encode("stop") for row in keyboard.inline_keyboard for button in row)


def is_answer(method: TelegramMethod[Any], placeholder: MessageId) -> bool:
    """Whether the call puts the answer where the placeholder was."""
    return isinstance(method, EditMessageText) and method.message_id == placeholder and not has_stop(method)
