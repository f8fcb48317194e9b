"""Who writes and where, kept for a few seconds so that a busy chat does not read the same two rows over and over."""

import time
from collections import OrderedDict

from aiogram.types import Chat as TelegramChat
from aiogram.types import User as TelegramUser

from core.ids import ChatId, UserId
from storage.chats import Chat, Chats
from storage.users import Role, User, Users

KEEP_SECONDS = 5.0
"""Another process may change a row: nobody sees an older one for longer than this."""
MAX_KEPT = 10_000


class Identities:
    """People and chats of the updates, with the roles that ADMIN_IDS gives."""

    def __init__(self, users: Users, chats: Chats, admin_ids: tuple[int, ...]) -> None:
        self._users = users
        self._chats = chats
        self._admin_ids = admin_ids
        self._kept: OrderedDict[tuple[str, int], tuple[float, User | Chat]] = OrderedDict()
        self._changes = 0
        users.subscribe(lambda id: self._forget("user", id))
        chats.subscribe(lambda id: self._forget("chat", id))

    async def user(self, person: TelegramUser) -> User:
        """The person, as they are now called."""
        kept = self._fresh("user", person.id)
        if isinstance(kept, User):
            return kept
        changes = self._changes
        user = await self._users.touch(UserId(person.id), person.full_name, person.username or "", person.language_code)
        least = self._given_role(person.id)
        if user.role < least:
            user = await self._users.set_role(user.id, least)
        self._keep("user", user.id, user, changes)
        return user

    async def chat(self, chat: TelegramChat) -> Chat:
        """The chat, as it is now called."""
        kept = self._fresh("chat", chat.id)
        if isinstance(kept, Chat):
            return kept
        title = chat.title or chat.full_name or ""
        changes = self._changes
        known = await self._chats.touch(ChatId(chat.id), chat.type, title, chat.username or "")
        self._keep("chat", known.id, known, changes)
        return known

    def _forget(self, kind: str, id: int) -> None:
        self._changes += 1
        self._kept.pop((kind, id), None)

    def _given_role(self, id: int) -> Role:
        if id not in self._admin_ids:
            return Role.BLOCKED
        return Role.OWNER if id == self._admin_ids[0] else Role.ADMIN

    def _fresh(self, kind: str, id: int) -> User | Chat | None:
        kept = self._kept.get((kind, id))
        return kept[1] if kept and time.monotonic() - kept[0] < KEEP_SECONDS else None

    def _keep(self, kind: str, id: int, row: User | Chat, changes: int) -> None:
        """What was read before a change may be older than it."""
        if changes != self._changes:
            return
        self._kept[kind, id] = (time.monotonic(), row)
        self._kept.move_to_end((kind, id))
        if len(self._kept) > MAX_KEPT:
            self._kept.popitem(last=False)
