"""Posts that a rule let go of unsent, because too many of them waited."""

from datetime import datetime

from sqlalchemy import func, select, update

from core.clock import Clock, SystemClock
from core.ids import RuleId
from storage.database import Database
from storage.deliveries import DeliveryState
from storage.lanes import IS_OPEN
from storage.tables.forwarding import DeliveryRow

REASON = "too many were waiting"


class OverflowRows:
    """Drops and counts; what is on its way, and what follows a copy that is there, stays."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def drop_oldest(self, rule: RuleId, keep: int) -> int:
        """Of the rule's waiting new posts only the newest `keep` stay; returns how many went."""
        waiting = select(DeliveryRow.id).where(
            IS_OPEN,
            DeliveryRow.state == DeliveryState.PENDING.value,
            DeliveryRow.rule == rule,
            DeliveryRow.key.endswith(":new"),
        )
        older = waiting.order_by(DeliveryRow.id.desc()).offset(keep)
        statement = (
            update(DeliveryRow)
            .where(DeliveryRow.id.in_(older), DeliveryRow.state == DeliveryState.PENDING.value)
            .values(state=DeliveryState.DISCARDED.value, reason=REASON, finished_at=self._clock.now())
            .returning(DeliveryRow.id)
        )
        async with self._database.session() as session:
            return len((await session.scalars(statement)).all())

    async def count(self, rule: RuleId, since: datetime, until: datetime) -> int:
        """How many of the rule's posts went in this time."""
        dropped = (
            DeliveryRow.rule == rule,
            DeliveryRow.state == DeliveryState.DISCARDED.value,
            DeliveryRow.reason == REASON,
            DeliveryRow.finished_at >= since,
            DeliveryRow.finished_at < until,
        )
        async with self._database.reading() as session:
            return await session.scalar(select(func.count()).select_from(DeliveryRow).where(*dropped)) or 0
