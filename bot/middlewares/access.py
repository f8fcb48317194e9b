"""Who may go on: people and groups that an admin let in; the rest wait at the door."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import Message, TelegramObject, Update

from bot.owner import OwnerCode
from core.i18n import Texts
from forwarding.previews import REVIEW
from handlers.doorkeeper import Doorkeeper
from handlers.ui.presses import word_of
from storage.cache import Cache
from storage.chats import Access, Chat
from storage.users import Role, User, Users

Next = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

REMINDED_EVERY_SECONDS = 600.0


class AccessControl(BaseMiddleware):
    """Stands before every handler; posts of channels and membership changes pass, rules and admins judge them."""

    def __init__(self, users: Users, doorkeeper: Doorkeeper, code: OwnerCode, cache: Cache) -> None:
        self._users = users
        self._doorkeeper = doorkeeper
        self._code = code
        self._cache = cache

    async def __call__(self, handler: Next, event: TelegramObject, data: dict[str, Any]) -> Any:
        user: User | None = data.get("user")
        chat: Chat | None = data.get("chat")
        if user is None and _is_said(event):
            return None
        if not isinstance(event, Update) or user is None or not _is_guarded(event, data):
            return await handler(event, data)
        if user.role is Role.BLOCKED:
            await self._doorkeeper.tell_refused(user.id, user.name)
            return None
        if code := _start_code(event):
            data["user"] = user = await self._claim(user, code)
        if chat is not None and not chat.is_private:
            return await handler(event, data) if await self._may_in_group(user, chat) else None
        admitted = await self._doorkeeper.admit(user)
        if admitted is None:
            return await self._turn_away(user, data["texts"], event)
        data["user"] = admitted
        return await handler(event, data)

    async def _claim(self, user: User, code: str) -> User:
        if user.role is Role.OWNER or not self._code.take(code):
            return user
        return await self._users.set_role(user.id, Role.OWNER)

    async def _turn_away(self, user: User, texts: Texts, event: Update) -> None:
        asks = self._doorkeeper.asks_admins
        if not asks:
            await self._doorkeeper.tell_refused(user.id, user.name)
        sentence = texts("access-wait-short" if asks else "access-closed")
        if event.callback_query is not None:
            await event.callback_query.answer(sentence)
        elif not (asks and await self._doorkeeper.ask_about_person(user)) and event.message is not None:
            await self._remind(event.message, user, sentence)

    async def _remind(self, message: Message, user: User, sentence: str) -> None:
        """A short line, and not under each message."""
        if await self._cache.incr(f"door:{user.id}", REMINDED_EVERY_SECONDS) == 1:
            await message.answer(sentence)

    async def _may_in_group(self, user: User, chat: Chat) -> bool:
        """An admin who speaks to the bot in a group has thereby let it in, even after it was refused."""
        if chat.access is Access.REFUSED and user.role.is_admin:
            await self._doorkeeper.let_in_chat(chat.id)
            return True
        return await self._doorkeeper.meet_chat(chat, user)


def _is_said(event: TelegramObject) -> bool:
    """Whether somebody says something, rather than a group telling of itself."""
    return isinstance(event, Update) and event.message is not None and event.message.migrate_to_chat_id is None


def _is_guarded(event: Update, data: dict[str, Any]) -> bool:
    """What people say to each other in a group is nobody's request; a review is an admin's wherever it is shown."""
    is_press = event.callback_query is not None and word_of(event.callback_query) != REVIEW
    return bool(data["is_for_me"]) or is_press


def _start_code(event: Update) -> str:
    text = event.message.text or "" if event.message is not None else ""
    word, _, code = text.partition(" ")
    return code.strip() if word == "/start" else ""
