"""Who writes, where, and in which language the answer is."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import Chat as TelegramChat
from aiogram.types import TelegramObject, Update
from aiogram.types import User as TelegramUser

from core.i18n import Translator
from handlers.addressing import is_addressed
from handlers.identities import Identities


class Identity(BaseMiddleware):
    """Adds `user`, `chat`, `texts` and `is_for_me`."""

    def __init__(self, identities: Identities, translator: Translator) -> None:
        self._identities = identities
        self._translator = translator

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        person: TelegramUser | None = data.get("event_from_user")
        place: TelegramChat | None = data.get("event_chat")
        user = await self._identities.user(person) if person is not None and not person.is_bot else None
        chat = await self._identities.chat(place) if place is not None else None
        language = chat.settings.language if chat else ""
        if not language:
            language = user.language if user else "en"
        data.update(user=user, chat=chat, texts=self._translator.bound(language))
        message = event.message if isinstance(event, Update) else None
        data["is_for_me"] = message is not None and is_addressed(message, await data["bot"].me())
        try:
            return await handler(event, data)
        finally:
            # A command or a press may have changed either row.
            if data["is_for_me"] or (isinstance(event, Update) and event.callback_query is not None):
                self._identities.forget(*(row.id for row in (user, chat) if row is not None))
