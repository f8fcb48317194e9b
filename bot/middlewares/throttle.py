"""So many messages a minute and no more, counted before the database is touched."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import Message, TelegramObject, Update

from core.i18n import Translator, pick_language
from forwarding.rules import RuleBook
from handlers.addressing import Addressing, is_by_bot
from handlers.guests import refuse
from handlers.own_posts import is_own_post
from handlers.ui.presses import acknowledge
from storage.cache import Cache

WINDOW_SECONDS = 60
BOTS_WINDOW_SECONDS = 300
BOTS_LIMIT = 3
"""Two bots that answer each other must come to an end."""
SAID = frozenset(
    {
        "text", "voice", "audio", "video_note", "photo", "document", "location", "venue",
        "sticker", "video", "animation", "contact", "poll",
    }
)  # fmt: skip
"""What people send; all else tells of the chat itself: a topic was opened, a message pinned."""


class Throttle(BaseMiddleware):
    """Beyond the limit a person is told once, then their messages are passed over."""

    def __init__(
        self, cache: Cache, translator: Translator, per_minute: int, addressing: Addressing, rulebook: RuleBook
    ) -> None:
        self._cache = cache
        self._translator = translator
        self._per_minute = per_minute
        self._addressing = addressing
        self._rulebook = rulebook

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        person = data.get("event_from_user")
        if person is None or data.get("is_resumed") or not await self._counts(event, data):
            return await handler(event, data)
        if isinstance(event, Update) and event.message is not None and is_by_bot(event.message):
            return await handler(event, data) if await self._may_answer_bots(event.message) else None
        count = await self._cache.incr(f"throttle:{_speaker(event, person.id)}", WINDOW_SECONDS)
        if count <= self._per_minute:
            return await handler(event, data)
        if isinstance(event, Update):
            await self._refuse(event, pick_language(person.language_code), is_first=count == self._per_minute + 1)
        return None

    async def _refuse(self, event: Update, language: str, *, is_first: bool) -> None:
        """Told once; a press, and what was promised through inline mode, must not wait for ever."""
        sentence = self._translator.text(language, "error-too-fast", limit=self._per_minute)
        chosen = event.chosen_inline_result
        if chosen is not None and chosen.inline_message_id and event.bot is not None:
            await event.bot.edit_message_text(sentence, inline_message_id=chosen.inline_message_id)
        elif event.callback_query is not None:
            await acknowledge(event.callback_query, sentence)
        elif is_first and event.guest_message is not None and event.bot is not None:
            await refuse(event.bot, event.guest_message, sentence)
        elif is_first and event.message is not None:
            await event.message.answer(sentence)

    async def _may_answer_bots(self, message: Message) -> bool:
        return await self._cache.incr(f"bots:{message.chat.id}", BOTS_WINDOW_SECONDS) <= BOTS_LIMIT

    async def _counts(self, event: TelegramObject, data: dict[str, Any]) -> bool:
        """Presses and what is said to the bot count; posts, and what people say to each other in a group, do not."""
        if not isinstance(event, Update):
            return False
        if event.callback_query or event.chosen_inline_result or event.guest_message:
            return True
        message: Message | None = event.message or event.edited_message
        if message is None or message.content_type not in SAID:
            return False
        if await is_own_post(message, self._rulebook, data.get("raw_state")):
            return False
        return self._addressing.is_for(message, await data["bot"].me())


def _speaker(event: TelegramObject, person: int) -> int:
    """Who speaks as a chat does so through an account that all chats share."""
    message = event.message if isinstance(event, Update) else None
    return message.sender_chat.id if message is not None and message.sender_chat is not None else person
