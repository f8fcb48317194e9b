"""How far the answer to an update has come, written to its inbox row around the first real send."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramAPIError, TelegramNetworkError
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from core.ids import UpdateId
from forwarding.transports.bot_api.refusals import never_left
from storage.inbox import Inbox

PREFIXES = ("send", "copy", "forward", "edit")
INVISIBLE = frozenset({"sendMessageDraft", "sendRichMessageDraft", "sendChatAction"})
"""Calls that leave nothing in the chat: after a crash their update is simply handled again."""


@dataclass(slots=True)
class Progress:
    """Of the update that the current task handles."""

    update: UpdateId
    has_sent: bool = False


current: ContextVar[Progress | None] = ContextVar("progress", default=None)


class MarkProgress(BaseRequestMiddleware):
    """Marks the row `sending` before the first visible call of its update and `sent` after it."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        progress = current.get()
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
        await self._inbox.stage(progress.update, "sent")
        return response


def is_visible(method: TelegramMethod[Any]) -> bool:
    """Whether the call leaves something that a person sees."""
    name = method.__api_method__
    return name.startswith(PREFIXES) and name not in INVISIBLE
