"""The outbox: the only wall between deciding to send something and sending it.

    pending ──take──> sending ──> sent
       ^                 ├──────> dead       (refused for good)
       ├───── back ──────┤
       └──── resend ── unknown              (the process died or the line broke in the middle)

A key makes a second enqueue harmless. Deliveries of one lane leave in the order in which they were enqueued: a later
one is not taken while an earlier one waits or is on its way. Rules that wait take turns.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any

from sqlalchemy import bindparam, delete, func, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import Clock, SystemClock
from core.ids import ChatId, DeliveryId, RuleId, TopicId
from storage.database import Database
from storage.deliveries import ANSWER, COLUMNS, Delivery, DeliveryState, add_deliveries, from_row, new_random_id
from storage.lanes import IS_OPEN, View, look, party_of
from storage.links import add_links
from storage.outcomes import Outcome, among, write_outcomes
from storage.tables.forwarding import DeliveryRow

_table: Any = DeliveryRow.__table__

__all__ = ["ANSWER", "Delivery", "DeliveryState", "Outbox", "Outcome", "Taken", "Waiting", "add_deliveries"]

Gate = Callable[[Delivery], float | None]
"""Seconds that a delivery is put off; 0 lets it leave now, None leaves it as it is and has it asked for again."""


def open_gate(delivery: Delivery) -> float | None:
    """For those who keep no pace."""
    return 0.0


@dataclass(frozen=True, slots=True)
class Taken:
    """Deliveries that are ours and marked as leaving, and when the next may."""

    deliveries: list[Delivery]
    next_due: datetime | None = None
    """None where only time does not help: somebody must enqueue something, or write an outcome."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What one rule has waiting for one chat; an album is one delivery of several messages."""

    rule: RuleId | None
    chat: ChatId
    count: int
    messages: int
    last_due: datetime


class Outbox:
    """Deliveries, from the decision to the last word about them."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()
        self._listeners: list[Callable[[], None]] = []
        self._last_party = 0
        """Where the next look begins."""
        self._last_lane = ""
        self._next: datetime | None = None
        """When the first of the lanes is due that were seen since the first of them."""
        self._turn = 0
        self._turns: dict[int, int] = {}

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

    async def take(self, count: int, lease: float, gate: Gate = open_gate) -> Taken:
        """Up to `count` deliveries that are due, one of a lane, marked as leaving: ours for `lease` seconds.

        Whoever has waited longest for a turn comes first. All that the gate lets pass must be sent without delay: what
        is cut from here on nobody can tell of.
        """
        now = self._clock.now()
        async with self._database.session() as session:
            view = await look(session, now, count, self._last_party, self._last_lane)
            leaving, put_off = self._asked(view.due, count, gate, now)
            await _mark(session, leaving, now + timedelta(seconds=lease))
            await _put_off(session, put_off)
        if view.due:
            self._last_party = party_of(view.due[-1])
        for delivery in leaving:
            self._turns[party_of(delivery)] = self._turn = self._turn + 1
        return Taken(
            leaving, self._next_due(view, [*put_off.values()], has_more=view.has_more or len(leaving) == count, now=now)
        )

    def _asked(
        self, due: Iterable[Delivery], count: int, gate: Gate, now: datetime
    ) -> tuple[list[Delivery], dict[DeliveryId, datetime]]:
        leaving: list[Delivery] = []
        put_off: dict[DeliveryId, datetime] = {}
        for delivery in taking_turns(due, self._turns):
            if len(leaving) == count:
                break
            match gate(delivery):
                case None:
                    continue
                case 0.0:
                    leaving.append(delivery)
                case seconds:
                    put_off[delivery.id] = now + timedelta(seconds=seconds)
        return leaving, put_off

    def _next_due(self, view: View, put_off: list[datetime], *, has_more: bool, now: datetime) -> datetime | None:
        """A look that was cut off says nothing of the lanes behind: the next one does."""
        moments = [*put_off, *([view.next_due] if view.next_due else []), *([now] if has_more else [])]
        known = min([*moments, *([self._next] if self._next else [])], default=None)
        self._last_lane = view.goes_on_after
        self._next = known if view.goes_on_after else None
        return now if view.goes_on_after else known

    async def finish(self, *outcomes: Outcome) -> None:
        """Write down all of them in one transaction."""
        notices = [notice for outcome in outcomes for notice in outcome.notices]
        now = self._clock.now()
        async with self._database.session() as session:
            await write_outcomes(session, outcomes, now)
            await add_links(session, [link for outcome in outcomes for link in outcome.links])
            added = await add_deliveries(session, notices, now)
        if any(outcome.is_answer for outcome in outcomes):
            await self._database.empty_log()
        if added:
            self.announce()

    async def resend(self, id: DeliveryId) -> bool:
        """A person decided that an unknown or dead delivery shall go out again; True the first time only."""
        over = DeliveryRow.state.in_([DeliveryState.UNKNOWN.value, DeliveryState.DEAD.value])
        fresh = {"finished_at": None, "doubts": 0, "random_id": new_random_id()}
        statement = (
            update(DeliveryRow)
            .where(DeliveryRow.id == id, over)
            .values(state=DeliveryState.PENDING.value, not_before=self._clock.now(), **fresh)
            .returning(DeliveryRow.id)
        )
        async with self._database.session() as session:
            moved = (await session.scalars(statement)).one_or_none() is not None
        if moved:
            self.announce()
        return moved

    async def recover(self, lease: float, *, is_alone: bool = False) -> list[Delivery]:
        """Take what was in the middle of a send, when its lease is over.

        What is returned is ours for `lease` seconds: another courier that recovers now does not get it too.
        `is_alone` asserts that no other courier lives: then every lease is one of a dead process.
        """
        now = self._clock.now()
        expired = or_(DeliveryRow.lease_until < now, DeliveryRow.lease_until.is_(None))
        cut = (
            update(DeliveryRow)
            .where(IS_OPEN, DeliveryRow.state == DeliveryState.SENDING.value, true() if is_alone else expired)
            .values(lease_until=now + timedelta(seconds=lease))
            .returning(*COLUMNS)
        )
        async with self._database.session() as session:
            found = await session.execute(cut)
            return sorted(map(from_row, found), key=lambda delivery: delivery.id)

    async def waiting(self) -> list[Waiting]:
        """All that is still to be sent, by rule and chat."""
        listed = func.json_array_length(DeliveryRow.payload["messages"])  # of a text: NULL, or 0 on SQLite
        parts = func.coalesce(func.nullif(listed, 0), 1)
        query = (
            select(DeliveryRow.rule, DeliveryRow.chat, func.count(), func.sum(parts), func.max(DeliveryRow.not_before))
            .where(IS_OPEN)
            .group_by(DeliveryRow.rule, DeliveryRow.chat)
        )
        async with self._database.reading() as session:
            rows = (await session.execute(query)).all()
        return [
            Waiting(None if rule is None else RuleId(rule), ChatId(chat), count, int(messages), last_due)
            for rule, chat, count, messages, last_due in rows
        ]

    async def counts(self) -> dict[DeliveryState, int]:
        """How many deliveries stand in each state."""
        query = select(DeliveryRow.state, func.count()).group_by(DeliveryRow.state)
        async with self._database.reading() as session:
            return {DeliveryState(state): count for state, count in await session.execute(query)}

    async def migrate(self, old: ChatId, new: ChatId) -> None:
        """A group became a supergroup: what waits for the old id goes to the new one."""
        async with self._database.session() as session:
            await session.execute(update(DeliveryRow).where(DeliveryRow.chat == old, IS_OPEN).values(chat=new))

    async def bury(self, chat: ChatId, topic: TopicId | None, reason: str) -> int:
        """All that rules have waiting for the place is dead; returns how many."""
        place = (DeliveryRow.chat == chat, DeliveryRow.topic.is_not_distinct_from(topic), DeliveryRow.rule.is_not(None))
        statement = (
            update(DeliveryRow)
            .where(IS_OPEN, DeliveryRow.state == DeliveryState.PENDING.value, *place)
            .values(state=DeliveryState.DEAD.value, reason=reason, finished_at=self._clock.now())
            .returning(DeliveryRow.id)
        )
        async with self._database.session() as session:
            return len((await session.scalars(statement)).all())

    async def forget(self, beginning: str) -> None:
        """What was said under keys that begin so may be said again; what is still on its way goes on."""
        is_over = DeliveryRow.key.startswith(beginning), DeliveryRow.finished_at.is_not(None)
        async with self._database.session() as session:
            await session.execute(delete(DeliveryRow).where(*is_over))

    async def purge(self, before: datetime) -> int:
        """Forget what is over for longer; returns how many."""
        async with self._database.session() as session:
            statement = delete(DeliveryRow).where(DeliveryRow.finished_at < before).returning(DeliveryRow.id)
            return len((await session.scalars(statement)).all())


def taking_turns(deliveries: Iterable[Delivery], turns: Mapping[int, int]) -> list[Delivery]:
    """One of each party, whose last turn is longest ago first, then the second of each."""
    queues: dict[int, list[Delivery]] = {}
    for each in sorted(deliveries, key=lambda delivery: (delivery.not_before, delivery.id)):
        queues.setdefault(party_of(each), []).append(each)
    parties = sorted(queues, key=lambda party: (turns.get(party, 0), party))
    rounds = zip_longest(*(queues[party] for party in parties))
    return [delivery for each in rounds for delivery in each if delivery is not None]


async def _mark(session: AsyncSession, leaving: Sequence[Delivery], until: datetime) -> None:
    if leaving:
        statement = update(_table).where(among(session, [delivery.id for delivery in leaving]))
        values = {"state": DeliveryState.SENDING.value, "lease_until": until, "attempts": _table.c.attempts + 1}
        await session.execute(statement.values(values))


async def _put_off(session: AsyncSession, moments: Mapping[DeliveryId, datetime]) -> None:
    if moments:
        statement = update(_table).where(_table.c.id == bindparam("delivery")).values(not_before=bindparam("moment"))
        await session.execute(statement, [{"delivery": id, "moment": moment} for id, moment in moments.items()])
