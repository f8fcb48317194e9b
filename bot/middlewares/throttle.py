"""So many messages a minute and no more, counted before the database is touched."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware, Bot
from aiogram.types import Message, TelegramObject, Update

from core.i18n import Translator, pick_language
from handlers.addressing import is_addressed
from storage.cache import Cache

WINDOW_SECONDS = 60


class Throttle(BaseMiddleware):
    """Beyond the limit a person is told once, then their messages are passed over."""

    def __init__(self, cache: Cache, translator: Translator, per_minute: int) -> None:
        self._cache = cache
        self._translator = translator
        self._per_minute = per_minute

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        person = data.get("event_from_user")
        if person is None or data.get("is_resumed") or not await _counts(event, data["bot"]):
            return await handler(event, data)
        count = await self._cache.incr(f"throttle:{person.id}", WINDOW_SECONDS)
        if count <= self._per_minute:
            return await handler(event, data)
        if count == self._per_minute + 1 and isinstance(event, Update) and event.message is not None:
            language = pick_language(person.language_code)
            await event.message.answer(self._translator.text(language, "error-too-fast", limit=self._per_minute))
        return None


async def _counts(event: TelegramObject, bot: Bot) -> bool:
    """Presses and messages to the bot count; what people say to each other in a group does not."""
    if not isinstance(event, Update):
        return False
    if event.callback_query is not None:
        return True
    message: Message | None = event.message
    return message is not None and is_addressed(message, await bot.me())
