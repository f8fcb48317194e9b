"""The chats that the bot is in: who let it in, and how each one is set."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, func, select, update

from core.clock import Clock, SystemClock
from core.ids import ChatId
from storage.database import Database
from storage.tables.people import ChatRow
from storage.upsert import insert_for


class Access(StrEnum):
    """Whether an admin let the bot work in this chat."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """What can be chosen per chat; empty means: as usual."""

    language: str = ""
    model: str = ""
    agent: str = ""
    transport: str = "auto"
    layout: str = "auto"
    """Of answers: auto, rich or plain."""
    persona: str = ""
    voice: str = ""
    """`on`: what was asked by voice is answered by voice too."""


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat as the bot knows it; `kind` is the Bot API's type."""

    id: ChatId
    kind: str
    title: str
    username: str
    access: Access
    settings: ChatSettings = field(default_factory=ChatSettings)

    @property
    def is_private(self) -> bool:
        return self.kind == "private"


class Chats:
    """Every chat that the bot has seen."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()
        self._listeners: list[Callable[[ChatId], None]] = []

    def subscribe(self, listener: Callable[[ChatId], None]) -> None:
        """Called after this process has changed a chat's row."""
        self._listeners.append(listener)

    async def get(self, id: ChatId) -> Chat | None:
        async with self._database.reading() as session:
            row = await session.get(ChatRow, id)
        return _chat(row) if row else None

    async def touch(self, id: ChatId, kind: str, title: str, username: str) -> Chat:
        """The chat as it is now. A private one needs no approval (the person's role decides), others wait for it."""
        known = await self.get(id)
        if known and (known.kind, known.title, known.username) == (kind, title, username):
            return known
        names = {"kind": kind, "title": title, "username": username}
        access = Access.APPROVED if kind == "private" else Access.PENDING
        values: dict[str, Any] = {
            **names,
            "id": id,
            "access": access.value,
            "settings": {},
            "created_at": self._clock.now(),
        }
        async with self._database.session() as session:
            insert = insert_for(session, ChatRow).values(values)
            statement = insert.on_conflict_do_update(index_elements=["id"], set_=names).returning(ChatRow)
            return _chat((await session.scalars(statement)).one())

    async def set_access(self, id: ChatId, access: Access) -> None:
        async with self._database.session() as session:
            await session.execute(update(ChatRow).where(ChatRow.id == id).values(access=access.value))
        self._tell(id)

    async def decide(self, id: ChatId, access: Access) -> bool:
        """Of a chat that waits; False when something else was decided before."""
        waits = (ChatRow.id == id, ChatRow.access == Access.PENDING.value)
        async with self._database.session() as session:
            await session.execute(update(ChatRow).where(*waits).values(access=access.value))
        self._tell(id)
        chat = await self.get(id)
        return chat is not None and chat.access is access

    async def update_settings(self, id: ChatId, **changes: str) -> ChatSettings:
        """
        Raises:
            KeyError: the chat is not known.
        """
        async with self._database.session() as session:
            row = await session.get(ChatRow, id, with_for_update=True)
            if row is None:
                raise KeyError(id)
            settings = replace(_settings(row.settings), **changes)
            row.settings = asdict(settings)
        self._tell(id)
        return settings

    async def migrate(self, old: ChatId, new: ChatId) -> None:
        """A group became a supergroup: what was set and allowed goes with it, also when the new id was seen first."""
        async with self._database.session() as session:
            row = await session.get(ChatRow, old)
            if row is None:
                return
            await session.execute(delete(ChatRow).where(ChatRow.id == new))
            await session.execute(update(ChatRow).where(ChatRow.id == old).values(id=new, kind="supergroup"))
        self._tell(old)
        self._tell(new)

    async def all(self) -> list[Chat]:
        """Newest first."""
        query = select(ChatRow).order_by(ChatRow.created_at.desc(), ChatRow.id)
        async with self._database.reading() as session:
            return [_chat(row) for row in (await session.scalars(query)).all()]

    async def find(self, reference: str | int) -> Chat | None:
        """By id, as a number or in digits, or by `@name` in any case."""
        word = str(reference).strip()
        if word.removeprefix("-").isdecimal():
            return await self.get(ChatId(int(word)))
        name = word.removeprefix("@").lower()
        if not name:
            return None
        query = select(ChatRow).where(func.lower(ChatRow.username) == name).limit(1)
        async with self._database.reading() as session:
            row = (await session.scalars(query)).first()
        return _chat(row) if row else None

    def _tell(self, id: ChatId) -> None:
        for listener in self._listeners:
            listener(id)


def _settings(stored: dict[str, Any]) -> ChatSettings:
    known = {item.name for item in fields(ChatSettings)}
    return ChatSettings(**{name: value for name, value in stored.items() if name in known})


def _chat(row: ChatRow) -> Chat:
    return Chat(ChatId(row.id), row.kind, row.title, row.username, Access(row.access), _settings(row.settings))
