"""Who writes, where, and in which language the answer is."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import Chat as TelegramChat
from aiogram.types import Message, TelegramObject, Update
from aiogram.types import User as TelegramUser

from core.i18n import Translator, pick_language
from forwarding.thumbs import VOTE
from handlers.addressing import Addressing
from handlers.identities import Identities
from handlers.ui.presses import word_of
from storage.users import User


class Identity(BaseMiddleware):
    """Adds `user`, `chat`, `texts` and `is_for_me`."""

    def __init__(self, identities: Identities, translator: Translator, addressing: Addressing) -> None:
        self._identities = identities
        self._translator = translator
        self._addressing = addressing

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        message = (event.message or event.edited_message) if isinstance(event, Update) else None
        is_for_me = message is not None and self._addressing.is_for(message, await data["bot"].me())
        person = data.get("event_from_user")
        # Readers who vote are anybody: nothing is kept of them but the vote, and no door is in their way.
        is_vote = isinstance(event, Update) and word_of(event.callback_query) == VOTE
        user = None if is_vote else await self._speaker(person, message, is_for_me=is_for_me)
        # Where the bot is a guest it keeps nothing of the chat, and the other's private chat is not the one it has.
        is_guest = isinstance(event, Update) and event.guest_message is not None
        place: TelegramChat | None = data.get("event_chat")
        chat = await self._identities.chat(place) if place is not None and not is_guest else None
        language = chat.settings.language if chat else ""
        if not language:
            known = pick_language(person.language_code if is_vote and person else None)
            language = user.language if user else known
        data.update(user=user, chat=chat, texts=self._translator.bound(language), is_for_me=is_for_me)
        return await handler(event, data)

    async def _speaker(self, person: TelegramUser | None, message: Message | None, *, is_for_me: bool) -> User | None:
        """Who speaks as a group or a channel is known by that; other bots are nobody until they mention ours."""
        if message is not None and message.sender_chat is not None and is_for_me:
            return await self._identities.user(as_person(message.sender_chat))
        if person is None or (person.is_bot and not is_for_me) or _is_automatic(message):
            return None
        return await self._identities.user(person)


def as_person(chat: TelegramChat) -> TelegramUser:
    """A chat in whose name somebody speaks; its id is below zero, so that it is nobody else's."""
    return TelegramUser(id=chat.id, is_bot=False, first_name=chat.title or "", username=chat.username)


def _is_automatic(message: Message | None) -> bool:
    return message is not None and bool(message.is_automatic_forward)
