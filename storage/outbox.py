"""The outbox: the only wall between deciding to send something and sending it.

    pending ──claim──> claimed ──sending──> sending ──> sent
       ^                  │                    ├──────> dead       (refused for good)
       ├──── retry ───────┴────────────────────┤
       └──── resend ───── unknown <────────────┘                   (the process died or the line broke in the middle)

A key makes a second enqueue harmless. Deliveries of one lane leave in the order in which they were enqueued: a later
one is not claimed while an earlier one waits or is on its way. Rules that wait take turns.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any

from sqlalchemy import delete, func, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import Clock, SystemClock
from core.ids import ChatId, DeliveryId, RuleId, TopicId
from storage.database import Database
from storage.deliveries import ANSWER, COLUMNS, Delivery, DeliveryState, add_deliveries, from_row, new_random_id
from storage.lanes import IS_OPEN, due_rows, next_moment
from storage.links import MessageLink, add_links
from storage.tables.forwarding import DeliveryRow

__all__ = ["ANSWER", "Delivery", "DeliveryState", "Outbox", "Outcome", "Waiting", "add_deliveries", "taking_turns"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The last word about a delivery: `notices` tell who must know, in the same transaction."""

    id: DeliveryId
    state: DeliveryState
    reason: str = ""
    links: Sequence[MessageLink] = ()
    notices: Sequence[Delivery] = ()


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
        return next(iter(await self.claim_many(1, lease)), None)

    async def claim_many(self, count: int, lease: float) -> list[Delivery]:
        """Up to `count` deliveries that are due, ours for `lease` seconds: one of each rule in turn, one of a lane."""
        now = self._clock.now()
        # A subquery could be carried out more than once, and would then lock more than it hands out.
        due = due_rows(self._database.dialect, now, count, self._last_party).cte("due")
        statement = (
            update(DeliveryRow)
            .where(DeliveryRow.id.in_(select(due.c.id)))
            .values(state=DeliveryState.CLAIMED.value, lease_until=now + timedelta(seconds=lease))
            .returning(*COLUMNS)
        )
        async with self._database.session() as session:
            claimed = list(map(from_row, await session.execute(statement)))
        in_turn = taking_turns(claimed, self._last_party)
        if in_turn:
            self._last_party = max(map(_party, in_turn), key=lambda party: (party <= self._last_party, party))
        return in_turn

    async def sending(self, id: DeliveryId, lease: float) -> bool:
        """Mark that the request is about to leave; False when the claim was lost meanwhile."""
        return id in await self.sending_many([id], lease)

    async def sending_many(self, ids: Sequence[DeliveryId], lease: float) -> set[DeliveryId]:
        """Mark that these requests are about to leave; returns those whose claim was not lost meanwhile."""
        statement = (
            update(DeliveryRow)
            .where(DeliveryRow.id.in_(ids), DeliveryRow.state == DeliveryState.CLAIMED.value)
            .values(
                state=DeliveryState.SENDING.value,
                lease_until=self._clock.now() + timedelta(seconds=lease),
                attempts=DeliveryRow.attempts + 1,
            )
            .returning(DeliveryRow.id)
        )
        async with self._database.session() as session:
            return {DeliveryId(id) for id in await session.scalars(statement)}

    async def sent(self, id: DeliveryId, links: Sequence[MessageLink] = (), *notices: Delivery) -> None:
        """It arrived; links between originals and copies and what must be said are kept in the same transaction."""
        await self.finish(Outcome(id, DeliveryState.SENT, links=links, notices=notices))

    async def retry(self, id: DeliveryId, not_before: datetime, reason: str, *, may_have_arrived: bool = False) -> None:
        """Back to the queue, at the head of its lane."""
        values: dict[str, Any] = {"not_before": not_before, "reason": reason, "lease_until": None}
        if may_have_arrived:
            values["may_have_arrived"] = True
        await self._move(id, (DeliveryState.CLAIMED, DeliveryState.SENDING), DeliveryState.PENDING, **values)

    async def dead(self, id: DeliveryId, reason: str, *notices: Delivery) -> None:
        """Refused for good; who must know is told by `notices` of the same transaction."""
        await self.finish(Outcome(id, DeliveryState.DEAD, reason, notices=notices))

    async def unknown(self, id: DeliveryId, reason: str, *notices: Delivery) -> None:
        """It may have arrived and may not; nobody can tell, so somebody is told."""
        await self.finish(Outcome(id, DeliveryState.UNKNOWN, reason, notices=notices))

    async def finish(self, *outcomes: Outcome) -> None:
        """Write down all of them in one transaction."""
        now = self._clock.now()
        notices = [notice for outcome in outcomes for notice in outcome.notices]
        async with self._database.session() as session:
            await add_links(session, [link for outcome in outcomes for link in outcome.links])
            answers = [
                id for ids, state, reason in _alike(outcomes) for id in await _end(session, ids, state, reason, now)
            ]
            if answers:
                await session.execute(update(DeliveryRow).where(DeliveryRow.id.in_(answers)).values(payload={}))
            added = await add_deliveries(session, notices, now)
        if answers:
            await self._database.empty_log()
        if added:
            self.announce()

    async def resend(self, id: DeliveryId) -> bool:
        """A person decided that an unknown or dead delivery shall go out again; True the first time only."""
        fresh = {"finished_at": None, "may_have_arrived": False, "random_id": new_random_id()}
        values = {"not_before": self._clock.now(), **fresh}
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
        left = update(DeliveryRow).where(IS_OPEN, condition)
        free = left.where(DeliveryRow.state == DeliveryState.CLAIMED.value)
        cut = left.where(DeliveryRow.state == DeliveryState.SENDING.value)
        until = now + timedelta(seconds=lease)
        async with self._database.session() as session:
            await session.execute(free.values(state=DeliveryState.PENDING.value, lease_until=None))
            found = await session.execute(cut.values(lease_until=until).returning(*COLUMNS))
            return sorted(map(from_row, found), key=lambda delivery: delivery.id)

    async def next_due(self) -> datetime | None:
        """When the next delivery may leave, as far as only its time is to come."""
        async with self._database.reading() as session:
            return await session.scalar(next_moment(self._database.dialect))

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


def taking_turns(deliveries: Iterable[Delivery], after: int) -> list[Delivery]:
    """One of each rule, the next after `after` first, then the second of each."""
    queues: dict[int, list[Delivery]] = {}
    for each in sorted(deliveries, key=lambda delivery: (delivery.not_before, delivery.id)):
        queues.setdefault(_party(each), []).append(each)
    parties = sorted(queues, key=lambda party: (party <= after, party))
    rounds = zip_longest(*(queues[party] for party in parties))
    return [delivery for each in rounds for delivery in each if delivery is not None]


def _party(delivery: Delivery) -> int:
    return delivery.chat if delivery.rule is None else delivery.rule


def _alike(outcomes: Iterable[Outcome]) -> Iterable[tuple[list[DeliveryId], DeliveryState, str]]:
    found: dict[tuple[DeliveryState, str], list[DeliveryId]] = {}
    for outcome in outcomes:
        found.setdefault((outcome.state, outcome.reason), []).append(outcome.id)
    return [(ids, *key) for key, ids in found.items()]


async def _end(
    session: AsyncSession, ids: Sequence[DeliveryId], state: DeliveryState, reason: str, now: datetime
) -> list[int]:
    """Returns the answers among them."""
    statement = (
        update(DeliveryRow)
        .where(DeliveryRow.id.in_(ids))
        .values(state=state.value, reason=reason, finished_at=now, lease_until=None)
        .returning(DeliveryRow.id, DeliveryRow.key)
    )
    return [id for id, key in await session.execute(statement) if key.startswith(ANSWER)]
