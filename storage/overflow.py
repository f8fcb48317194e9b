"""Posts that a rule let go of unsent, or told in a digest instead, because too many of them waited."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import Clock, SystemClock
from core.ids import ChatId, MessageId, RuleId
from storage.database import Database
from storage.deliveries import COLUMNS, Delivery, DeliveryState, add_deliveries, from_row
from storage.lanes import IS_OPEN
from storage.tables.forwarding import DecisionRow, DeliveryRow

REASON = "too many were waiting"
TOLD = "told in a digest, as too many were waiting"

_NEW = ":new"
"""How the keys of new posts end; what follows them has the same beginning."""
_WAITS = (IS_OPEN, DeliveryRow.state == DeliveryState.PENDING.value)
_AT_ONCE = 100


class OverflowRows:
    """Drops, replaces and counts; what is on its way, and what follows a copy that is there, stays."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def backlog(self, rule: RuleId) -> list[Delivery]:
        """The rule's new posts that wait, oldest first."""
        query = select(*COLUMNS).where(*_WAITS, *_new_of(rule)).order_by(DeliveryRow.id)
        async with self._database.reading() as session:
            return list(map(from_row, await session.execute(query)))

    async def drop_oldest(self, rule: RuleId, keep: int) -> int:
        """Of the rule's waiting new posts only the newest `keep` stay; returns how many went."""
        waiting = select(DeliveryRow.id).where(*_WAITS, *_new_of(rule))
        older = waiting.order_by(DeliveryRow.id.desc()).offset(keep)
        async with self._database.session() as session:
            keys = list(await session.scalars(self._gone(REASON, DeliveryRow.id.in_(older)).returning(DeliveryRow.key)))
            await self._let_followers_go(session, keys, REASON)
            return len(keys)

    async def replace(
        self,
        rule: RuleId,
        waiting: Sequence[Delivery],
        digest: Sequence[Delivery],
        told: Iterable[tuple[ChatId, MessageId]],
    ) -> bool:
        """The digest instead of the posts that wait, in one transaction; False when one of them left meanwhile.

        Those in `told` have no copy in any other place.
        """
        these = DeliveryRow.id.in_([delivery.id for delivery in waiting])
        async with self._database.session() as session:
            found = await session.scalars(select(DeliveryRow.id).where(*_WAITS, these).with_for_update())
            if len(found.all()) != len(waiting):
                return False
            await session.execute(self._gone(TOLD, these))
            await self._let_followers_go(session, [delivery.key for delivery in waiting], TOLD)
            here = tuple_(DecisionRow.source, DecisionRow.message).in_(list(told))
            await session.execute(update(DecisionRow).where(DecisionRow.rule == rule, here).values(made="digest"))
            await add_deliveries(session, digest, self._clock.now())
            return True

    async def count(self, rule: RuleId, since: datetime, until: datetime) -> int:
        """How many of the rule's posts went in this time."""
        dropped = (
            *_new_of(rule),
            DeliveryRow.state == DeliveryState.DISCARDED.value,
            DeliveryRow.reason == REASON,
            DeliveryRow.finished_at >= since,
            DeliveryRow.finished_at < until,
        )
        async with self._database.reading() as session:
            return await session.scalar(select(func.count()).select_from(DeliveryRow).where(*dropped)) or 0

    def _gone(self, reason: str, *which: ColumnElement[bool]) -> Any:
        gone = {"state": DeliveryState.DISCARDED.value, "reason": reason, "finished_at": self._clock.now()}
        return update(DeliveryRow).where(*_WAITS, *which).values(gone)

    async def _let_followers_go(self, session: AsyncSession, keys: Sequence[str], reason: str) -> None:
        """What goes on in further messages, and edits, make no sense without the post."""
        for start in range(0, len(keys), _AT_ONCE):
            beginnings = [key.removesuffix(_NEW[1:]) for key in keys[start : start + _AT_ONCE]]
            follows = or_(*(DeliveryRow.key.startswith(each, autoescape=True) for each in beginnings))
            await session.execute(self._gone(reason, follows))


def _new_of(rule: RuleId) -> tuple[Any, ...]:
    return DeliveryRow.rule == rule, DeliveryRow.key.endswith(_NEW)
