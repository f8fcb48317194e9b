"""Deliveries that did not arrive, or of which nobody knows: to look at, send again, or let go."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from core.clock import Clock, SystemClock
from core.ids import DeliveryId
from storage.database import Database
from storage.deliveries import COLUMNS, Delivery, DeliveryState, from_row, new_random_id
from storage.tables.forwarding import DeliveryRow

_FAILED = DeliveryRow.state.in_([DeliveryState.DEAD.value, DeliveryState.UNKNOWN.value])


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One of them, and since when."""

    delivery: Delivery
    since: datetime


class DeadLetters:
    """All of them; the outbox forgets them after a while like everything that is over."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def count(self) -> int:
        async with self._database.reading() as session:
            return await session.scalar(select(func.count()).select_from(DeliveryRow).where(_FAILED)) or 0

    async def page(self, start: int, count: int) -> list[DeadLetter]:
        """Newest first."""
        query = select(DeliveryRow.finished_at, *COLUMNS).where(_FAILED)
        newest_first = query.order_by(DeliveryRow.finished_at.desc(), DeliveryRow.id.desc())
        async with self._database.reading() as session:
            rows = await session.execute(newest_first.offset(start).limit(count))
            return [DeadLetter(from_row(row[1:]), row[0]) for row in rows]

    async def discard(self, id: DeliveryId) -> bool:
        """Let it go for good; False when it was sent again or let go before."""
        statement = (
            update(DeliveryRow)
            .where(DeliveryRow.id == id, _FAILED)
            .values(state=DeliveryState.DISCARDED.value)
            .returning(DeliveryRow.id)
        )
        async with self._database.session() as session:
            return (await session.scalars(statement)).one_or_none() is not None

    async def retry_all(self) -> int:
        """Back to the queue with all of them, in their order and under new numbers; returns how many."""
        fresh = {"not_before": self._clock.now(), "finished_at": None, "doubts": 0}
        statement = (
            update(DeliveryRow)
            .where(_FAILED)
            .values(state=DeliveryState.PENDING.value, **fresh)
            .returning(DeliveryRow.id)
        )
        async with self._database.session() as session:
            ids = (await session.scalars(statement)).all()
            if ids:
                await session.execute(update(DeliveryRow), [{"id": id, "random_id": new_random_id()} for id in ids])
            return len(ids)
