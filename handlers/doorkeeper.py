"""Who is let in: by an admin's button, by a list, or everybody; and who was turned away is told to the owner."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from core.buttons import Button, Rows, encode
from core.errors import UserError
from core.i18n import Texts, Translator
from core.ids import ChatId, UserId, new_correlation_id
from forwarding.outgoing import text_delivery
from storage.cache import Cache
from storage.chats import Access, Chat, Chats
from storage.outbox import Outbox
from storage.users import Role, User, Users

AccessMode = Literal["open", "allowlist", "pairing"]

TOLD_EVERY_SECONDS = 3600.0
TOLD_AT_MOST = 5
"""Refused attempts that the owner is told of an hour; of each person or group one."""
SHOWN = 3
"""Of those who wait, so many are shown at once; /admin has all."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who is at the door, oldest first."""

    people: tuple[User, ...]
    groups: tuple[Chat, ...]


class Doorkeeper:
    """Asks admins about people and groups where the mode says so, and carries out what they say."""

    def __init__(
        self,
        users: Users,
        chats: Chats,
        outbox: Outbox,
        translator: Translator,
        *,
        cache: Cache,
        mode: AccessMode = "pairing",
        allowed_ids: Collection[int] = (),
    ) -> None:
        self._users = users
        self._chats = chats
        self._outbox = outbox
        self._translator = translator
        self._cache = cache
        self._mode = mode
        self._allowed_ids = frozenset(allowed_ids)

    @property
    def asks_admins(self) -> bool:
        """Else a stranger has nobody to wait for."""
        return self._mode == "pairing"

    async def admit(self, user: User) -> User | None:
        """The person with the role in which they may go on; None: not at all, or not yet."""
        if user.role is not Role.STRANGER:
            return user if user.role > Role.STRANGER else None
        if user.id in self._allowed_ids:
            return await self._users.set_role(user.id, Role.USER)
        return await self._users.set_role(user.id, Role.GUEST) if self._mode == "open" else None

    async def meet_chat(self, chat: Chat, by: User) -> bool:
        """Whether the group is let in; where an admin has to say it, they are asked."""
        if chat.access is not Access.PENDING:
            return chat.access is Access.APPROVED
        if by.role.is_admin or chat.id in self._allowed_ids or self._mode == "open":
            await self.let_in_chat(chat.id)
            return True
        if self.asks_admins:
            await self._ask_about_chat(chat, by)
        else:
            await self.tell_refused(chat.id, f"{by.name} → {chat.title}")
        return False

    async def tell_refused(self, id: int, name: str) -> None:
        """The owner learns of it, thinned: of each but once an hour, and of a crowd only that it is one."""
        if await self._cache.incr(f"refused:{id}", TOLD_EVERY_SECONDS) > 1:
            return
        told = await self._cache.incr("refused", TOLD_EVERY_SECONDS)
        owner = await self._users.owner()
        if owner is None or told > TOLD_AT_MOST + 1:
            return
        key = "access-refused-attempt" if told <= TOLD_AT_MOST else "access-refused-many"
        text = self._translator.text(owner.language, key, name=name, id=id)
        await self._outbox.enqueue(text_delivery(f"refused:{new_correlation_id()}", ChatId(owner.id), text))

    async def ask_about_person(self, user: User) -> bool:
        """Whether the person is told that they wait: the first time only."""
        has_admins = await self._ask("user", user.id, "access-asks-person", _names(user))
        texts = self._translator.bound(user.language)
        key = "access-wait" if has_admins else "access-no-owner"
        return bool(await self._outbox.enqueue(text_delivery(f"{key}:{user.id}", ChatId(user.id), texts(key))))

    async def _ask_about_chat(self, chat: Chat, by: User) -> None:
        """The group learns once that it waits."""
        names: dict[str, str | int] = {"title": chat.title, "name": by.name, "id": chat.id}
        await self._ask("chat", chat.id, "access-asks-group", names)
        texts = self._translator.bound(chat.settings.language or by.language)
        await self._outbox.enqueue(text_delivery(f"access-wait:{chat.id}", chat.id, texts("access-group-wait")))

    async def waiting(self) -> Waiting:
        """Those who wrote to the bot, not those who were merely seen in a group; and the groups that are pending."""
        chats = await self._chats.all()
        writers = {chat.id for chat in chats if chat.is_private}
        people = [user for user in await self._users.all(limit=1000) if user.role is Role.STRANGER]
        groups = [chat for chat in chats if chat.access is Access.PENDING and chat.kind in ("group", "supergroup")]
        return Waiting(tuple(user for user in reversed(people) if ChatId(user.id) in writers), tuple(reversed(groups)))

    async def decide_person(self, id: UserId, *, is_welcome: bool) -> User:
        """The person is told only of a yes; a no is silence.

        Raises:
            UserError: another admin was faster: their button is old, and takes nobody's role away.
        """
        user = await self._users.decide(id, Role.USER if is_welcome else Role.BLOCKED)
        if user is None:
            raise UserError("access-decided")
        if is_welcome:
            texts = self._translator.bound(user.language)
            await self._outbox.enqueue(text_delivery(f"access-in:{id}", ChatId(id), texts("access-welcome")))
        return user

    async def decide_chat(self, id: ChatId, *, is_welcome: bool) -> None:
        """
        Raises:
            UserError: another admin was faster.
        """
        if not await self._chats.decide(id, Access.APPROVED if is_welcome else Access.REFUSED):
            raise UserError("access-decided")
        if is_welcome:
            await self._greet_chat(id)

    async def let_in_chat(self, id: ChatId) -> None:
        """Whatever was decided before."""
        await self._chats.set_access(id, Access.APPROVED)
        await self._greet_chat(id)

    async def forget_chat(self, id: ChatId) -> None:
        """The bot was thrown out: who adds it again makes it ask again."""
        await self._chats.set_access(id, Access.PENDING)
        for beginning in (f"access:chat:{id}:", f"access-wait:{id}", f"access-in:{id}"):
            await self._outbox.forget(beginning)

    async def _greet_chat(self, id: ChatId) -> None:
        chat = await self._chats.get(id)
        if chat is not None:
            texts = self._translator.bound(chat.settings.language or await self._language_of_owner())
            await self._outbox.enqueue(text_delivery(f"access-in:{id}", id, texts("access-group-welcome")))

    async def _ask(self, kind: str, id: int, key: str, names: dict[str, str | int]) -> bool:
        admins = await self._users.by_role(Role.ADMIN)
        notices = [
            text_delivery(
                f"access:{kind}:{id}:{admin.id}",
                ChatId(admin.id),
                (texts := self._translator.bound(admin.language))(key, **names),
                buttons=door_buttons(texts, kind, id),
            )
            for admin in admins
        ]
        await self._outbox.enqueue(*notices)
        return bool(admins)

    async def _language_of_owner(self) -> str:
        owner = await self._users.owner()
        return owner.language if owner else "en"


def door_notices(waiting: Waiting, texts: Texts) -> list[tuple[str, Rows]]:
    """What an admin who could not be asked sees at last: a line, and the oldest few with their buttons."""
    if not waiting.people and not waiting.groups:
        return []
    people = [
        (texts("access-asks-person", **_names(user)), door_buttons(texts, "user", user.id)) for user in waiting.people
    ]
    groups = [
        (texts("access-waits-group", title=chat.title, id=chat.id), door_buttons(texts, "chat", chat.id))
        for chat in waiting.groups
    ]
    line = texts("access-waiting", people=len(people), groups=len(groups))
    return [(line, ()), *people[:SHOWN], *groups[:SHOWN]]


def _names(user: User) -> dict[str, str | int]:
    return {"name": user.name, "username": f"@{user.username}" if user.username else "—", "id": user.id}


def door_buttons(texts: Texts, kind: str, id: int) -> Rows:
    """Yes and no."""
    return (
        (
            Button(texts("button-approve"), encode("door", kind, "yes", id)),
            Button(texts("button-refuse"), encode("door", kind, "no", id)),
        ),
    )
