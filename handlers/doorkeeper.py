"""Strangers and new groups wait at the door: admins are asked once, with buttons, and what they decide is told."""

from dataclasses import dataclass

from core.buttons import Button, Rows, encode
from core.i18n import Texts, Translator
from core.ids import ChatId, UserId
from forwarding.outgoing import text_delivery
from handlers.identities import Identities
from storage.chats import Access, Chat, Chats
from storage.outbox import Outbox
from storage.users import Role, User, Users

SHOWN = 3
"""Of those who wait, so many are shown at once; /admin has all."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who is at the door, oldest first."""

    people: tuple[User, ...]
    groups: tuple[Chat, ...]


class Doorkeeper:
    """Asks admins about people and groups, and carries out what they say."""

    def __init__(
        self, users: Users, chats: Chats, outbox: Outbox, identities: Identities, translator: Translator
    ) -> None:
        self._users = users
        self._chats = chats
        self._outbox = outbox
        self._identities = identities
        self._translator = translator

    async def ask_about_person(self, user: User) -> bool:
        """Whether the person is told that they wait: the first time only."""
        has_admins = await self._ask("user", user.id, "access-asks-person", _names(user))
        texts = self._translator.bound(user.language)
        key = "access-wait" if has_admins else "access-no-owner"
        return bool(await self._outbox.enqueue(text_delivery(f"{key}:{user.id}", ChatId(user.id), texts(key))))

    async def ask_about_chat(self, chat: Chat, by: User) -> None:
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
        """The person is told only of a yes; a no is silence."""
        user = await self._users.set_role(id, Role.USER if is_welcome else Role.BLOCKED)
        self._identities.forget(id)
        if is_welcome:
            texts = self._translator.bound(user.language)
            await self._outbox.enqueue(text_delivery(f"access-in:{id}", ChatId(id), texts("access-welcome")))
        return user

    async def decide_chat(self, id: ChatId, *, is_welcome: bool) -> None:
        await self._chats.set_access(id, Access.APPROVED if is_welcome else Access.REFUSED)
        self._identities.forget(id)
        chat = await self._chats.get(id)
        if is_welcome and chat is not None:
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
