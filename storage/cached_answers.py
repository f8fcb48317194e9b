"""Answers that would come out the same again: found by a key of everything that they depend on."""

from datetime import datetime

from sqlalchemy import CursorResult, delete, select

from core.clock import Clock, SystemClock
from storage.database import Database
from storage.tables.conversation import CachedAnswerRow
from storage.upsert import insert_for


class CachedAnswers:
    """The key holds the owner too, so that nobody is ever given somebody else's answer."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def get(self, key: str, owner: str) -> str:
        """Empty when there is none."""
        query = select(CachedAnswerRow.answer).where(CachedAnswerRow.key == key, CachedAnswerRow.owner == owner)
        async with self._database.reading() as session:
            return await session.scalar(query) or ""

    async def put(self, key: str, owner: str, answer: str) -> None:
        values = {"key": key, "owner": owner, "answer": answer, "created_at": self._clock.now()}
        change = {"answer": answer, "created_at": values["created_at"]}
        async with self._database.session() as session:
            insert = insert_for(session, CachedAnswerRow).values(**values)
            await session.execute(insert.on_conflict_do_update(index_elements=["key"], set_=change))

    async def purge(self, older_than: datetime) -> int:
        """Forget what is old; how many."""
        async with self._database.session() as session:
            result = await session.execute(delete(CachedAnswerRow).where(CachedAnswerRow.created_at < older_than))
        return result.rowcount if isinstance(result, CursorResult) else 0
