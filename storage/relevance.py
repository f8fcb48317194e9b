"""What each rule learned from thumbs, as numbers that only the learner reads."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import Clock, SystemClock
from core.ids import RuleId
from storage.database import Database
from storage.tables.forwarding import RelevanceRow
from storage.upsert import insert_for


@dataclass(frozen=True, slots=True)
class Lessons:
    """The state of one rule's learner; empty before the first thumb."""

    weights: bytes = b""
    ups: int = 0
    downs: int = 0


class Relevances:
    """One state of each rule."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def get(self, rule: RuleId) -> Lessons:
        async with self._database.reading() as session:
            row = await session.get(RelevanceRow, rule)
        return _lessons(row) if row else Lessons()

    async def change(self, rule: RuleId, learn: Callable[[Lessons], Lessons]) -> Lessons:
        """What `learn` makes of the state. Thumbs that come at once are learned one after the other: none is lost."""
        async with self._database.session() as session:
            return await change_lessons(session, rule, learn, self._clock.now())

    async def forget(self, rule: RuleId) -> None:
        """Begin anew, or make an end with the rule."""
        async with self._database.session() as session:
            await session.execute(delete(RelevanceRow).where(RelevanceRow.rule == rule))


async def change_lessons(
    session: AsyncSession, rule: RuleId, learn: Callable[[Lessons], Lessons], now: datetime
) -> Lessons:
    """Inside the transaction that records the thumb."""
    empty = {"weights": b"", "ups": 0, "downs": 0, "changed_at": now}
    insert = insert_for(session, RelevanceRow).values(rule=rule, **empty)
    await session.execute(insert.on_conflict_do_nothing(index_elements=["rule"]))
    query = select(RelevanceRow).where(RelevanceRow.rule == rule).with_for_update()
    row = (await session.scalars(query)).one()
    learned = learn(_lessons(row))
    row.weights, row.ups, row.downs = learned.weights, learned.ups, learned.downs
    row.changed_at = now
    return learned


def _lessons(row: RelevanceRow) -> Lessons:
    return Lessons(row.weights, row.ups, row.downs)
