"""The outbox: the only wall between deciding to send something and sending it.

    pending ──claim──> claimed ──sending──> sending ──> sent
       ^                  │                    ├──────> dead       (refused for good)
       ├──── retry ───────┴────────────────────┤
       └──── resend ───── unknown <────────────┘                   (the process died or the line broke in the middle)

A key makes a second enqueue harmless. Deliveries of one lane leave in the order in which they were enqueued: a later
one is not claimed while an earlier one waits or is on its way.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import Clock, SystemClock
from core.ids import ChatId, DeliveryId, RuleId, TopicId
from storage.database import Database
from storage.links import MessageLink, add_links
from storage.tables.forwarding import DeliveryRow
from storage.upsert import insert_for


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    UNKNOWN = "unknown"


UNSAVED = DeliveryId(0)
OPEN = (DeliveryState.PENDING, DeliveryState.CLAIMED, DeliveryState.SENDING)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A queued send. Whoever enqueues one fills what stands above `id`; the outbox fills the rest."""

    key: str
    chat: ChatId
    payload: dict[str, Any]
    """A `forwarding.outgoing.Outgoing` as JSON."""
    topic: TopicId | None = None
    lane: str = ""
    """Empty stands for the texts of the chat."""
    rule: RuleId | None = None
    not_before: datetime | None = None
    id: DeliveryId = UNSAVED
    state: DeliveryState = DeliveryState.PENDING
    attempts: int = 0
    may_have_arrived: bool = False
    """An earlier attempt was cut in the middle."""
    reason: str = field(default="", compare=False)


class Outbox:
    """Deliveries, from the decision to the last word about them."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()
        self._listeners: list[Callable[[], None]] = []

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Call it whenever something new waits."""
        self._listeners.append(listener)

    def announce(self) -> None:
        """Tell the listeners that something waits; for those who wrote deliveries in a transaction of their own."""
        for listener in self._listeners:
            listener()

    async def enqueue(self, *deliveries: Delivery) -> int:
        """Add all of them in one transaction and return how many were new; a known key changes nothing."""
        async with self._database.session() as session:
            added = await add_deliveries(session, deliveries, self._clock.now())
        if added:
            self.announce()
        return added

    async def claim(self, lease: float) -> Delivery | None:
        """The next delivery that is due, ours for `lease` seconds; None when nothing is."""
        now = self._clock.now()
        due = (
            select(DeliveryRow.id)
            .where(*_waiting(), DeliveryRow.not_before <= now)
            .order_by(DeliveryRow.not_before, DeliveryRow.id)
            .limit(1)
            .with_for_update(skip_locked=True)
            .scalar_subquery()
        )
        statement = (
            update(DeliveryRow)
            .where(DeliveryRow.id == due)
            .values(state=DeliveryState.CLAIMED.value, lease_until=now + timedelta(seconds=lease))
            .returning(DeliveryRow)
        )
        async with self._database.session() as session:
            row = (await session.scalars(statement)).one_or_none()
            return _delivery(row) if row else None

    async def sending(self, id: DeliveryId, lease: float) -> bool:
        """Mark that the request is about to leave; False when the claim was lost meanwhile."""
        until = self._clock.now() + timedelta(seconds=lease)
        values = {"lease_until": until, "attempts": DeliveryRow.attempts + 1}
        return await self._move(id, (DeliveryState.CLAIMED,), DeliveryState.SENDING, **values)

    async def sent(self, id: DeliveryId, links: Sequence[MessageLink] = (), *notices: Delivery) -> None:
        """It arrived; links between originals and copies and what must be said are kept in the same transaction."""
        await self._finish(id, DeliveryState.SENT, "", notices, links)

    async def retry(self, id: DeliveryId, not_before: datetime, reason: str, *, may_have_arrived: bool = False) -> None:
        """Back to the queue, at the head of its lane."""
        values: dict[str, Any] = {"not_before": not_before, "reason": reason, "lease_until": None}
        if may_have_arrived:
            values["may_have_arrived"] = True
        await self._move(id, (DeliveryState.CLAIMED, DeliveryState.SENDING), DeliveryState.PENDING, **values)

    async def dead(self, id: DeliveryId, reason: str, *notices: Delivery) -> None:
        """Refused for good; who must know is told by `notices` of the same transaction."""
        await self._finish(id, DeliveryState.DEAD, reason, notices, ())

    async def unknown(self, id: DeliveryId, reason: str, *notices: Delivery) -> None:
        """It may have arrived and may not; nobody can tell, so somebody is told."""
        await self._finish(id, DeliveryState.UNKNOWN, reason, notices, ())

    async def resend(self, id: DeliveryId) -> bool:
        """A person decided that an unknown or dead delivery shall go out again; True the first time only."""
        values = {"not_before": self._clock.now(), "finished_at": None, "may_have_arrived": False}
        moved = await self._move(id, (DeliveryState.UNKNOWN, DeliveryState.DEAD), DeliveryState.PENDING, **values)
        if moved:
            self.announce()
        return moved

    async def recover(self, lease: float, *, is_alone: bool = False) -> list[Delivery]:
        """Free what was only claimed, and take what was in the middle of a send, when its lease is over.

        What is returned is ours for `lease` seconds: another courier that recovers now does not get it too.
        `is_alone` asserts that no other courier lives: then every lease is one of a dead process.
        """
        now = self._clock.now()
        expired = or_(DeliveryRow.lease_until < now, DeliveryRow.lease_until.is_(None))
        condition = true() if is_alone else expired
        free = update(DeliveryRow).where(DeliveryRow.state == DeliveryState.CLAIMED.value, condition)
        cut = update(DeliveryRow).where(DeliveryRow.state == DeliveryState.SENDING.value, condition)
        until = now + timedelta(seconds=lease)
        async with self._database.session() as session:
            await session.execute(free.values(state=DeliveryState.PENDING.value, lease_until=None))
            found = await session.scalars(cut.values(lease_until=until).returning(DeliveryRow))
            return sorted(map(_delivery, found), key=lambda delivery: delivery.id)

    async def next_due(self) -> datetime | None:
        """When the next delivery may leave, as far as only its time is to come."""
        query = select(func.min(DeliveryRow.not_before)).where(*_waiting())
        async with self._database.reading() as session:
            return await session.scalar(query)

    async def counts(self) -> dict[DeliveryState, int]:
        """How many deliveries stand in each state."""
        query = select(DeliveryRow.state, func.count()).group_by(DeliveryRow.state)
        async with self._database.reading() as session:
            return {DeliveryState(state): count for state, count in await session.execute(query)}

    async def migrate(self, old: ChatId, new: ChatId) -> None:
        """A group became a supergroup: what waits for the old id goes to the new one."""
        waiting = (DeliveryRow.chat == old, DeliveryRow.state.in_([state.value for state in OPEN]))
        async with self._database.session() as session:
            await session.execute(update(DeliveryRow).where(*waiting).values(chat=new))

    async def purge(self, before: datetime) -> int:
        """Forget what is over for longer; returns how many."""
        async with self._database.session() as session:
            statement = delete(DeliveryRow).where(DeliveryRow.finished_at < before).returning(DeliveryRow.id)
            return len((await session.scalars(statement)).all())

    async def _finish(
        self,
        id: DeliveryId,
        state: DeliveryState,
        reason: str,
        notices: Sequence[Delivery],
        links: Sequence[MessageLink],
    ) -> None:
        now = self._clock.now()
        async with self._database.session() as session:
            await add_links(session, links)
            await session.execute(
                update(DeliveryRow)
                .where(DeliveryRow.id == id)
                .values(state=state.value, reason=reason, finished_at=now, lease_until=None)
            )
            added = await add_deliveries(session, notices, now)
        if added:
            self.announce()

    async def _move(
        self, id: DeliveryId, before: Iterable[DeliveryState], after: DeliveryState, **values: object
    ) -> bool:
        statement = (
            update(DeliveryRow)
            .where(DeliveryRow.id == id, DeliveryRow.state.in_([state.value for state in before]))
            .values(state=after.value, **values)
            .returning(DeliveryRow.id)
        )
        async with self._database.session() as session:
            return (await session.scalars(statement)).one_or_none() is not None


async def add_deliveries(session: AsyncSession, deliveries: Iterable[Delivery], now: datetime) -> int:
    """Enqueue inside a transaction that decides something else too; returns how many keys were new."""
    added = 0
    for delivery in deliveries:
        values = {
            "key": delivery.key,
            "lane": delivery.lane or f"text:{delivery.chat}",
            "chat": delivery.chat,
            "topic": delivery.topic,
            "rule": delivery.rule,
            "payload": delivery.payload,
            "state": DeliveryState.PENDING.value,
            "attempts": 0,
            "may_have_arrived": False,
            "not_before": delivery.not_before or now,
            "reason": "",
            "created_at": now,
        }
        insert = insert_for(session, DeliveryRow).values(values).on_conflict_do_nothing(index_elements=["key"])
        added += (await session.scalars(insert.returning(DeliveryRow.id))).one_or_none() is not None
    return added


def _heads() -> Select[int]:
    """The first open delivery of each lane. Asking each row whether it has an open predecessor would cost PostgreSQL
    seconds once thousands wait behind one."""
    is_open = DeliveryRow.state.in_([state.value for state in OPEN])
    return select(func.min(DeliveryRow.id)).where(is_open).group_by(DeliveryRow.lane)


def _waiting() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return DeliveryRow.state == DeliveryState.PENDING.value, DeliveryRow.id.in_(_heads())


def _delivery(row: DeliveryRow) -> Delivery:
    return Delivery(
        key=row.key,
        chat=ChatId(row.chat),
        payload=row.payload,
        topic=TopicId(row.topic) if row.topic is not None else None,
        lane=row.lane,
        rule=RuleId(row.rule) if row.rule is not None else None,
        not_before=row.not_before,
        id=DeliveryId(row.id),
        state=DeliveryState(row.state),
        attempts=row.attempts,
        may_have_arrived=row.may_have_arrived,
        reason=row.reason,
    )
