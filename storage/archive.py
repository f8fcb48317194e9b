"""Posts of the past, read through in pages: what a rule would have done with them is asked of very many."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Text, cast, func, select

from core.ids import ChatId, MessageId
from storage.database import Database
from storage.tables.forwarding import PostRow

PAGE = 1000
"""Posts that are read at once; more would hold up the loop."""


@dataclass(frozen=True, slots=True)
class Page:
    """Posts of one source in the order of their ids, column by column. `contents` is JSON, not read yet."""

    source: ChatId
    messages: Sequence[MessageId]
    albums: Sequence[str]
    moments: Sequence[datetime]
    """When they were taken in."""
    contents: Sequence[str]


class Archive:
    """Reads only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def count(self, sources: Sequence[ChatId], since: datetime) -> int:
        query = select(func.count()).where(PostRow.source.in_(sources), PostRow.date >= since)
        async with self._database.reading() as session:
            return await session.scalar(query) or 0

    async def pages(self, source: ChatId, since: datetime) -> AsyncIterator[Page]:
        """The oldest first; no transaction is open between two."""
        last = 0
        columns = (PostRow.message, PostRow.album, PostRow.accepted_at, cast(PostRow.content, Text))
        while True:
            here = (PostRow.source == source, PostRow.message > last, PostRow.date >= since)
            query = select(*columns).where(*here).order_by(PostRow.message).limit(PAGE)
            async with self._database.reading() as session:
                rows = (await session.execute(query)).all()
            if not rows:
                return
            messages, albums, moments, contents = zip(*rows, strict=True)
            yield Page(source, messages, albums, moments, contents)
            last = messages[-1]
