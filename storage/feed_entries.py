"""Entries of feeds that were seen, so that each is one post for ever, and a changed one an edit of it."""

from dataclasses import dataclass

from sqlalchemy import delete, func, select, update

from core.ids import EndpointId, MessageId
from storage.database import Database
from storage.tables.endpoints import FeedEntryRow
from storage.upsert import insert_for

MOST = 5000
"""Per feed; older ones are forgotten, which no feed shows any more."""


@dataclass(frozen=True, slots=True)
class SeenEntry:
    """`digest` is what it said when it was last passed on; empty before that."""

    message: MessageId
    digest: str


class FeedEntries:
    """By feed and key."""

    def __init__(self, database: Database, most: int = MOST) -> None:
        self._database = database
        self._most = most

    async def known(self, feed: EndpointId) -> dict[str, SeenEntry]:
        query = select(FeedEntryRow).where(FeedEntryRow.feed == feed)
        async with self._database.reading() as session:
            rows = await session.scalars(query)
            return {row.key: SeenEntry(MessageId(row.message), row.digest) for row in rows}

    async def add(self, feed: EndpointId, key: str, digest: str = "") -> MessageId:
        """Its number as a message, higher than all before it; the same key keeps the one it has."""
        here = (FeedEntryRow.feed == feed, FeedEntryRow.key == key)
        async with self._database.session() as session:
            last = await session.scalar(select(func.max(FeedEntryRow.message)).where(FeedEntryRow.feed == feed))
            insert = insert_for(session, FeedEntryRow).values(
                feed=feed, key=key, message=(last or 0) + 1, digest=digest
            )
            await session.execute(insert.on_conflict_do_nothing(index_elements=["feed", "key"]))
            number = (await session.scalars(select(FeedEntryRow.message).where(*here))).one()
            await session.execute(
                delete(FeedEntryRow).where(FeedEntryRow.feed == feed, FeedEntryRow.message <= number - self._most)
            )
            return MessageId(number)

    async def passed_on(self, feed: EndpointId, key: str, digest: str) -> None:
        here = (FeedEntryRow.feed == feed, FeedEntryRow.key == key)
        async with self._database.session() as session:
            await session.execute(update(FeedEntryRow).where(*here).values(digest=digest))
