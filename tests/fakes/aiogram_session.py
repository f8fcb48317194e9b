"""A session of aiogram without a network: every request is noted, every answer is scripted or made up.

session = FakeSession()
bot = Bot("42:TOKEN", session=session)
session.answer(CopyMessage, 429, retry_after=5)
"""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import AsyncGenerator
from typing import Any, cast

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType

ME = 42


class FakeSession(BaseSession):
    """Scripted answers are used up in order; without one a sent message or `True` comes back."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[TelegramMethod[Any]] = []
        self._answers: dict[str, deque[tuple[int, dict[str, Any]] | Exception]] = defaultdict(deque)
        self._held: dict[str, asyncio.Event] = {}
        self._next = 100

    def answer(self, method: type[TelegramMethod[Any]], result: Any) -> None:
        """The next call of the method returns this, as JSON."""
        self._answers[method.__api_method__].append((200, {"ok": True, "result": result}))

    def refuse(
        self, method: type[TelegramMethod[Any]], code: int = 400, description: str = "", **parameters: int
    ) -> None:
        """The next call of the method is refused in Telegram's words."""
        body = {"ok": False, "error_code": code, "description": description, "parameters": parameters}
        self._answers[method.__api_method__].append((code, body))

    def fail(self, method: type[TelegramMethod[Any]], error: Exception) -> None:
        """The next call of the method never gets an answer."""
        self._answers[method.__api_method__].append(error)

    def hold(self, method: type[TelegramMethod[Any]]) -> asyncio.Event:
        """The next call of the method is answered once the event is set."""
        return self._held.setdefault(method.__api_method__, asyncio.Event())

    def asked(self, method: type[TelegramMethod[Any]]) -> list[Any]:
        return [request for request in self.requests if isinstance(request, method)]

    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        self.requests.append(method)
        if held := self._held.pop(method.__api_method__, None):
            await held.wait()
        scripted = self._answers[method.__api_method__]
        answer = scripted.popleft() if scripted else (200, {"ok": True, "result": self._made_up(method)})
        if isinstance(answer, Exception):
            raise answer
        response = self.check_response(bot, method, answer[0], json.dumps(answer[1]))
        return cast(TelegramType, response.result)

    async def close(self) -> None:
        return

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        yield b""

    def _made_up(self, method: TelegramMethod[Any]) -> Any:
        name = method.__api_method__
        chat = getattr(method, "chat_id", 0)
        if name in ("copyMessages", "forwardMessages"):
            return [self._id() for _ in getattr(method, "message_ids", ())]
        if name == "copyMessage":
            return self._id()
        if name == "sendMediaGroup":
            return [message(self._id()["message_id"], chat) for _ in getattr(method, "media", ())]
        if name == "forwardMessage" or (name.startswith("send") and name not in ("sendChatAction", "sendMessageDraft")):
            return message(self._id()["message_id"], chat, text=getattr(method, "text", ""))
        if name == "getMe":
            return {"id": ME, "is_bot": True, "first_name": "Bot", "username": "platform_bot"}
        return True

    def _id(self) -> dict[str, int]:
        self._next += 1
        return {"message_id": self._next}


def message(number: int, chat: int, *, kind: str = "", **fields: Any) -> dict[str, Any]:
    """A message as the Bot API tells it."""
    kind = kind or ("channel" if chat < 0 else "private")
    return {"message_id": number, "date": 1_790_000_000, "chat": {"id": chat, "type": kind, "title": "Chat"}, **fields}
