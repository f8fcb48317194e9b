"""Holes in what the bot was sent of its channels: found after an absence, filled by an account, or told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update

from core.clock import Clock, SystemClock
from core.ids import ChatId, MessageId
from storage.database import Database
from storage.tables.forwarding import PostRow
from storage.tables.gaps import HoleRow
from storage.upsert import insert_for


@dataclass(frozen=True, slots=True)
class Hole:
    """What lies between two messages; `before` is None until the second one comes."""

    id: int
    source: ChatId
    after: MessageId
    before: MessageId | None
    found_at: datetime
    is_told: bool = False

    @property
    def size(self) -> int:
        """How many posts it may be at most: numbers of deleted and of service messages count too."""
        return 0 if self.before is None else self.before - self.after - 1


class Holes:
    """One row each."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def suspect(self, source: ChatId) -> bool:
        """Something may be missing behind the last post that is stored; False when none is, or that is known."""
        newest = select(func.max(PostRow.message)).where(PostRow.source == source)
        async with self._database.session() as session:
            last = await session.scalar(newest)
            if last is None:
                return False
            values = {"source": source, "after": last, "found_at": self._clock.now(), "is_told": False}
            insert = insert_for(session, HoleRow).values(values).on_conflict_do_nothing().returning(HoleRow.id)
            return (await session.scalars(insert)).one_or_none() is not None

    async def measure(self) -> None:
        """Where something came since, the hole ends there; one without room for a post was none."""
        open_ended = select(HoleRow).where(HoleRow.before.is_(None), HoleRow.filled.is_(None))
        async with self._database.session() as session:
            for row in await session.scalars(open_ended.with_for_update()):
                came = (PostRow.source == row.source, PostRow.message > row.after)
                row.before = await session.scalar(select(func.min(PostRow.message)).where(*came))
            await session.flush()
            await session.execute(delete(HoleRow).where(HoleRow.before == HoleRow.after + 1))

    async def open(self) -> list[Hole]:
        """Those that nobody has filled, oldest first."""
        return await self._listed(HoleRow.filled.is_(None))

    async def told(self, sources: Sequence[ChatId]) -> list[Hole]:
        """Those of these sources that stayed, as people were told."""
        return await self._listed(HoleRow.filled.is_(None), HoleRow.is_told, HoleRow.source.in_(sources))

    async def fill(self, hole: Hole, count: int) -> None:
        """The account has read it: so many posts were in it."""
        async with self._database.session() as session:
            await session.execute(update(HoleRow).where(HoleRow.id == hole.id).values(filled=count))

    async def tell(self, hole: Hole) -> None:
        """People know of it."""
        async with self._database.session() as session:
            await session.execute(update(HoleRow).where(HoleRow.id == hole.id).values(is_told=True))

    async def purge(self, before: datetime) -> None:
        """Forget what was found before then."""
        async with self._database.session() as session:
            await session.execute(delete(HoleRow).where(HoleRow.found_at < before))

    async def _listed(self, *conditions: object) -> list[Hole]:
        query = select(HoleRow).where(*conditions).order_by(HoleRow.id)  # type: ignore[arg-type]
        async with self._database.reading() as session:
            return [_hole(row) for row in await session.scalars(query)]


def _hole(row: HoleRow) -> Hole:
    before = None if row.before is None else MessageId(row.before)
    return Hole(row.id, ChatId(row.source), MessageId(row.after), before, row.found_at, row.is_told)
