"""What posts were told by when they were seen, so that a copy is known as one after a restart too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CursorResult, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.ids import ChatId, MessageId
from storage.database import Database
from storage.tables.forwarding import SightingRow
from storage.upsert import insert_for


@dataclass(frozen=True, slots=True)
class Sighting:
    """A post in a scope: one rule's own, or one that several sources share. Empty is what the post does not have."""

    scope: str
    source: ChatId
    message: MessageId
    seen_at: datetime
    exact: str = ""
    """Hash of the text."""
    runs: bytes = b""
    """Hashes of a part of its runs of words."""
    picture: str = ""
    """Hash of how the picture looks."""
    file: str = ""
    """The file's unique id."""
    origin: tuple[ChatId, MessageId] | None = None
    """The message that the post was forwarded from."""
    id: int = 0
    """Rises in the order of seeing; 0 before it is kept."""


class Sightings:
    """A post that is looked at again keeps its first place."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, sighting: Sighting) -> bool:
        """False when the post was seen in this scope before; nothing changes then."""
        async with self._database.session() as session:
            return await add_sightings(session, [sighting]) > 0

    async def get(self, scope: str, source: ChatId, message: MessageId) -> Sighting | None:
        here = (SightingRow.scope == scope, SightingRow.source == source, SightingRow.message == message)
        async with self._database.reading() as session:
            row = await session.scalar(select(SightingRow).where(*here))
        return _sighting(row) if row else None

    async def start(self, scope: str, limit: int) -> int:
        """The id after which the newest `limit` of a scope stand; 0 where there are no more than that."""
        ids = select(SightingRow.id).where(SightingRow.scope == scope).order_by(SightingRow.id.desc())
        async with self._database.reading() as session:
            return await session.scalar(ids.offset(limit).limit(1)) or 0

    async def following(self, scope: str, after: int, limit: int) -> list[Sighting]:
        """The first `limit` with an id above `after`, oldest first.

        Another process may still be writing a row with a lower id than one that is here already.
        """
        here = (SightingRow.scope == scope, SightingRow.id > after)
        query = select(SightingRow).where(*here).order_by(SightingRow.id).limit(limit)
        async with self._database.reading() as session:
            return [_sighting(row) for row in await session.scalars(query)]

    async def purge(self, older_than: datetime) -> int:
        """Forget what was seen before; how many."""
        async with self._database.session() as session:
            result = await session.execute(delete(SightingRow).where(SightingRow.seen_at < older_than))
        return result.rowcount if isinstance(result, CursorResult) else 0


async def add_sightings(session: AsyncSession, sightings: Sequence[Sighting]) -> int:
    """Inside the transaction that records what was decided; how many are new."""
    new = 0
    for each in sightings:
        chat, message = each.origin or (None, None)
        insert = insert_for(session, SightingRow).values(
            scope=each.scope,
            source=each.source,
            message=each.message,
            seen_at=each.seen_at,
            exact=each.exact,
            runs=each.runs,
            picture=each.picture,
            file=each.file,
            origin_chat=chat,
            origin_message=message,
        )
        first = insert.on_conflict_do_nothing(index_elements=["scope", "source", "message"])
        new += await session.scalar(first.returning(SightingRow.id)) is not None
    return new


def _sighting(row: SightingRow) -> Sighting:
    origin = None
    if row.origin_chat is not None and row.origin_message is not None:
        origin = ChatId(row.origin_chat), MessageId(row.origin_message)
    return Sighting(
        row.scope,
        ChatId(row.source),
        MessageId(row.message),
        row.seen_at,
        row.exact,
        row.runs,
        row.picture,
        row.file,
        origin,
        row.id,
    )
