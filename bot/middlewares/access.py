"""Who may go on: people and groups that an admin let in; the rest wait at the door."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import Message, TelegramObject, Update

from bot.owner import OwnerCode
from core.i18n import Texts
from handlers.doorkeeper import Doorkeeper
from handlers.identities import Identities
from storage.cache import Cache
from storage.chats import Access, Chat
from storage.users import Role, User, Users

Next = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

REMINDED_EVERY_SECONDS = 600.0


class AccessControl(BaseMiddleware):
    """Stands before every handler; posts of channels and membership changes pass, rules and admins judge them."""

    def __init__(
        self, users: Users, doorkeeper: Doorkeeper, identities: Identities, code: OwnerCode, cache: Cache
    ) -> None:
        self._users = users
        self._doorkeeper = doorkeeper
        self._identities = identities
        self._code = code
        self._cache = cache

    async def __call__(self, handler: Next, event: TelegramObject, data: dict[str, Any]) -> Any:
        user: User | None = data.get("user")
        chat: Chat | None = data.get("chat")
        if not isinstance(event, Update) or user is None or not _is_guarded(event, data):
            return await handler(event, data)
        if user.role is Role.BLOCKED:
            return None
        if code := _start_code(event):
            data["user"] = user = await self._claim(user, code)
        if chat is not None and not chat.is_private:
            may = await self._may_in_group(user, chat)
        else:
            may = await self._may_in_private(user, data["texts"], event)
        return await handler(event, data) if may else None

    async def _claim(self, user: User, code: str) -> User:
        if user.role is Role.OWNER or not self._code.take(code):
            return user
        self._identities.forget(user.id)
        return await self._users.set_role(user.id, Role.OWNER)

    async def _may_in_private(self, user: User, texts: Texts, event: Update) -> bool:
        if user.role >= Role.USER:
            return True
        if event.callback_query is not None:
            await event.callback_query.answer(texts("access-wait-short"))
        elif not await self._doorkeeper.ask_about_person(user) and event.message is not None:
            await self._remind_to_wait(event.message, user, texts)
        return False

    async def _remind_to_wait(self, message: Message, user: User, texts: Texts) -> None:
        """Who was greeted before gets a short line, and not under each message."""
        if await self._cache.incr(f"door:{user.id}", REMINDED_EVERY_SECONDS) == 1:
            await message.answer(texts("access-wait-short"))

    async def _may_in_group(self, user: User, chat: Chat) -> bool:
        """An admin who speaks to the bot in a group has thereby let it in."""
        if chat.access is Access.APPROVED:
            return True
        if user.role.is_admin:
            await self._doorkeeper.decide_chat(chat.id, is_welcome=True)
            return True
        if chat.access is Access.PENDING:
            await self._doorkeeper.ask_about_chat(chat, user)
        return False


def _is_guarded(event: Update, data: dict[str, Any]) -> bool:
    """What people say to each other in a group is nobody's request."""
    return bool(data["is_for_me"]) or event.callback_query is not None


def _start_code(event: Update) -> str:
    text = event.message.text or "" if event.message is not None else ""
    word, _, code = text.partition(" ")
    return code.strip() if word == "/start" else ""
