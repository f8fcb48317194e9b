"""What Telegram told us to wait, and how slowly we go since then: obeyed over restarts too."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, delete, select

from core.ids import ChatId
from storage.database import Database
from storage.tables.forwarding import ClosingRow
from storage.upsert import insert_for

ANYWHERE = ChatId(0)


@dataclass(frozen=True, slots=True)
class Place:
    """A chat for one that carries, or, in no matter which chat, one of its methods or all that it sends."""

    carrier: str
    chat: ChatId = ANYWHERE
    method: str = ""


@dataclass(frozen=True, slots=True)
class Closing:
    """Nothing leaves until then; after that only this share of what the known limits let pass."""

    until: datetime
    pace: float


class Limits:
    """All closings that still matter."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, closings: Iterable[tuple[Place, Closing]]) -> None:
        """The later end wins: who is told to wait again was told of the same flood by another request."""
        async with self._database.session() as session:
            for place, closing in closings:
                key = {"carrier": place.carrier, "chat": place.chat, "method": place.method}
                insert = insert_for(session, ClosingRow).values(**key, until=closing.until, pace=closing.pace)
                later = case((ClosingRow.until > insert.excluded.until, ClosingRow.until), else_=insert.excluded.until)
                changes = {"until": later, "pace": insert.excluded.pace}
                await session.execute(insert.on_conflict_do_update(index_elements=list(key), set_=changes))

    async def load(self, since: datetime) -> dict[Place, Closing]:
        """Those that ended after `since`, or have not; the others are forgotten."""
        async with self._database.session() as session:
            await session.execute(delete(ClosingRow).where(ClosingRow.until <= since))
            rows = (await session.scalars(select(ClosingRow))).all()
        return {Place(row.carrier, ChatId(row.chat), row.method): Closing(row.until, row.pace) for row in rows}
