"""Strangers and new groups wait at the door: admins are asked once, with buttons, and what they decide is told."""

from core.buttons import Button, Rows, encode
from core.i18n import Texts, Translator
from core.ids import ChatId, UserId
from forwarding.outgoing import text_delivery
from handlers.identities import Identities
from storage.chats import Access, Chat, Chats
from storage.outbox import Outbox
from storage.users import Role, User, Users


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
        names: dict[str, str | int] = {
            "name": user.name,
            "username": f"@{user.username}" if user.username else "—",
            "id": user.id,
        }
        has_admins = await self._ask("user", user.id, "access-asks-person", names)
        texts = self._translator.bound(user.language)
        key = "access-wait" if has_admins else "access-no-owner"
        return bool(await self._outbox.enqueue(text_delivery(f"{key}:{user.id}", ChatId(user.id), texts(key))))

    async def ask_about_chat(self, chat: Chat, by: User) -> None:
        """The group learns once that it waits."""
        names: dict[str, str | int] = {"title": chat.title, "name": by.name, "id": chat.id}
        await self._ask("chat", chat.id, "access-asks-group", names)
        texts = self._translator.bound(chat.settings.language or by.language)
        await self._outbox.enqueue(text_delivery(f"access-wait:{chat.id}", chat.id, texts("access-group-wait")))

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


def door_buttons(texts: Texts, kind: str, id: int) -> Rows:
    """Yes and no."""
    return (
        (
            Button(texts("button-approve"), encode("door", kind, "yes", id)),
            Button(texts("button-refuse"), encode("door", kind, "no", id)),
        ),
    )
