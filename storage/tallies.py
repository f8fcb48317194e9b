"""What one rule has done lately, counted: decisions by quarter of an hour, what decided, what became of its copies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Integer, cast, extract, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from core.ids import RuleId
from storage.database import Database
from storage.outbox import DeliveryState
from storage.tables.forwarding import DecisionRow, DeliveryRow

SPAN = timedelta(minutes=15)
"""Every time zone's midnight is at the border of one."""
NEWEST_SENDS = 1000


@dataclass(frozen=True, slots=True)
class Decided:
    """So many posts were decided about alike in the span that begins then."""

    since: datetime
    verdict: str
    count: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Of one rule since a moment."""

    decided: tuple[Decided, ...]
    dropped_by: tuple[tuple[str, int], ...]
    """Filters and how many posts each kept back, most first."""
    sends: dict[DeliveryState, int]
    seconds: tuple[float, ...]
    """From the decision to the arrival of the newest copies, shortest first."""


class Tallies:
    """Reads only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, rule: RuleId, since: datetime) -> Tally:
        async with self._database.reading() as session:
            return Tally(
                decided=await self._decided(session, rule, since),
                dropped_by=await self._dropped_by(session, rule, since),
                sends=await _sends(session, rule, since),
                seconds=await _seconds(session, rule, since),
            )

    async def _decided(self, session: AsyncSession, rule: RuleId, since: datetime) -> tuple[Decided, ...]:
        span = self._span(DecisionRow.decided_at).label("span")
        query = select(span, DecisionRow.verdict, func.count()).where(*_of(rule, since))
        rows = await session.execute(query.group_by(span, DecisionRow.verdict).order_by(span))
        return tuple(Decided(datetime.fromtimestamp(at * SPAN.seconds, UTC), what, count) for at, what, count in rows)

    async def _dropped_by(self, session: AsyncSession, rule: RuleId, since: datetime) -> tuple[tuple[str, int], ...]:
        name = self._before_colon(DecisionRow.reason).label("name")
        query = select(name, func.count()).where(
            *_of(rule, since), DecisionRow.verdict == "drop", DecisionRow.reason != ""
        )
        rows = await session.execute(query.group_by(name).order_by(func.count().desc(), name))
        return tuple((named, count) for named, count in rows)

    def _span(self, moment: InstrumentedAttribute[datetime]) -> ColumnElement[int]:
        if self._database.dialect == "sqlite":
            return cast(func.strftime("%s", moment), Integer) // SPAN.seconds
        return cast(func.floor(extract("epoch", moment) / SPAN.seconds), Integer)

    def _before_colon(self, text: InstrumentedAttribute[str]) -> ColumnElement[str]:
        """A reason is the name of what decided, a colon, and by which value."""
        if self._database.dialect == "sqlite":
            return func.substr(text, 1, func.instr(text + ":", ":") - 1)
        return func.split_part(text, ":", 1)


def _of(rule: RuleId, since: datetime) -> Sequence[ColumnElement[bool]]:
    return DecisionRow.rule == rule, DecisionRow.decided_at >= since


async def _sends(session: AsyncSession, rule: RuleId, since: datetime) -> dict[DeliveryState, int]:
    query = select(DeliveryRow.state, func.count()).where(DeliveryRow.rule == rule, DeliveryRow.created_at >= since)
    return {DeliveryState(state): count for state, count in await session.execute(query.group_by(DeliveryRow.state))}


async def _seconds(session: AsyncSession, rule: RuleId, since: datetime) -> tuple[float, ...]:
    is_sent = (DeliveryRow.rule == rule, DeliveryRow.state == DeliveryState.SENT.value, DeliveryRow.created_at >= since)
    query = select(DeliveryRow.created_at, DeliveryRow.finished_at).where(*is_sent)
    rows = await session.execute(query.order_by(DeliveryRow.id.desc()).limit(NEWEST_SENDS))
    return tuple(sorted((finished - created).total_seconds() for created, finished in rows if finished))
