"""Who was there when: the bot that asks for updates, and each account, as every process can look it up."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core.clock import Clock, SystemClock
from storage.database import Database
from storage.tables.gaps import PresenceRow
from storage.upsert import insert_for

UPDATES = "updates"
ACCOUNT = "account:"
"""How the names of accounts begin."""


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody, and when they were last seen."""

    name: str
    title: str
    state: str
    at: datetime


class Presences:
    """One row each, written again and again."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def seen(self, name: str, *, state: str = "", title: str = "") -> None:
        """They are there now."""
        values = {"title": title, "state": state, "at": self._clock.now()}
        async with self._database.session() as session:
            insert = insert_for(session, PresenceRow).values(name=name, **values)
            await session.execute(insert.on_conflict_do_update(index_elements=["name"], set_=values))

    async def get(self, name: str) -> Presence | None:
        async with self._database.reading() as session:
            row = await session.get(PresenceRow, name)
        return _presence(row) if row else None

    async def accounts(self) -> list[Presence]:
        """All that ever were, by name."""
        query = select(PresenceRow).where(PresenceRow.name.startswith(ACCOUNT)).order_by(PresenceRow.name)
        async with self._database.reading() as session:
            return [_presence(row) for row in await session.scalars(query)]


def _presence(row: PresenceRow) -> Presence:
    return Presence(row.name, row.title, row.state, row.at)
