"""The MCP servers that admins added."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Delete, Update, delete, select, update

from core.clock import Clock, SystemClock
from core.ids import UserId
from storage.database import Database
from storage.kept import Kept
from storage.tables.governing import ToolServerRow
from storage.upsert import insert_for


@dataclass(frozen=True, slots=True)
class ToolServer:
    """A server by its short name; the address may hold a secret and is never logged."""

    name: str
    url: str
    is_on: bool
    author: UserId
    created_at: datetime


class ToolServers:
    """All of them, by name."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()
        self._kept = Kept(self._read)

    async def all(self) -> Sequence[ToolServer]:
        return await self._kept.get()

    async def add(self, name: str, url: str, author: UserId) -> None:
        """A server of this name gets the new address and is on."""
        values = {"name": name, "url": url, "is_on": True, "author": author, "created_at": self._clock.now()}
        async with self._database.session() as session:
            insert = insert_for(session, ToolServerRow).values(values)
            await session.execute(insert.on_conflict_do_update(index_elements=["name"], set_=values))
        self._kept.forget()

    async def remove(self, name: str) -> bool:
        """False when there is none of this name."""
        return await self._change(delete(ToolServerRow).where(ToolServerRow.name == name))

    async def switch(self, name: str, *, is_on: bool) -> bool:
        """False when there is none of this name."""
        return await self._change(update(ToolServerRow).where(ToolServerRow.name == name).values(is_on=is_on))

    async def _change(self, change: Delete | Update) -> bool:
        async with self._database.session() as session:
            is_there = (await session.scalars(change.returning(ToolServerRow.name))).one_or_none() is not None
        self._kept.forget()
        return is_there

    async def _read(self) -> Sequence[ToolServer]:
        async with self._database.reading() as session:
            return [_server(row) for row in await session.scalars(select(ToolServerRow).order_by(ToolServerRow.name))]


def _server(row: ToolServerRow) -> ToolServer:
    return ToolServer(row.name, row.url, row.is_on, UserId(row.author), row.created_at)
