"""The governor as aiogram's session middleware."""

import math
from contextvars import ContextVar
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from core.ids import ChatId
from forwarding.limits import Governor, TooFast, allowance, by_bot

_FREE = ("sendChatAction", "sendMessageDraft", "sendRichMessageDraft")
"""Not messages: they have limits of their own."""

is_courier: ContextVar[bool] = ContextVar("is_courier", default=False)
longest_wait: ContextVar[float] = ContextVar("longest_wait", default=math.inf)
"""Seconds that a reply waits here at most; told to wait longer, it is given the 429 back."""


class Pacing(BaseRequestMiddleware):
    """The governor before every request that leaves a message: `bot.session.middleware(Pacing(governor))`.

    A reply waits as long as it must, and goes out again after a 429, which certainly sent nothing. The courier does
    not wait here: what it sends was counted before, and for what it sends besides it puts the delivery back.
    """

    def __init__(self, governor: Governor) -> None:
        self._governor = governor

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        chat, cost = _cost(method)
        if chat is None:
            return await make_request(bot, method)
        if is_courier.get() and self._is_counted(chat, cost):
            return await make_request(bot, method)
        while True:
            if (delay := self._governor.delay(by_bot(chat), cost)) > longest_wait.get():
                raise TelegramRetryAfter(method, "the chat is closed", math.ceil(delay))
            await self._governor.acquire(chat, cost)
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as error:
                if is_courier.get():
                    raise
                await self._governor.close(by_bot(chat), error.retry_after)

    def _is_counted(self, chat: ChatId, cost: int) -> bool:
        """
        Raises:
            TooFast: nothing was sent.
        """
        if (granted := allowance.get()) is not None and granted.use(cost):
            return True
        if (delay := self._governor.delay(by_bot(chat), cost)) > 0:
            raise TooFast(delay)
        return False


def _cost(method: TelegramMethod[Any]) -> tuple[ChatId | None, int]:
    """The chat that a message goes to, and how many; no chat for all other requests."""
    chat = getattr(method, "chat_id", None)
    name = method.__api_method__
    if not isinstance(chat, int) or name in _FREE or not name.startswith(("send", "copy", "forward", "edit")):
        return None, 0
    parts = getattr(method, "message_ids", None) or (getattr(method, "media", None) if "Group" in name else None)
    return ChatId(chat), len(parts) if parts else 1
