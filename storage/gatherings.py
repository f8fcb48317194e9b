"""Posts that passed a rule and wait for their time: gathered when they pass, taken out when something is made of them.

Who takes them out locks the posts first and looks at what they say: an edit comes either before that, and is in what
leaves, or after it, and follows like every edit.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, case, delete, func, literal, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import Clock, SystemClock
from core.ids import ChatId, MessageId, RuleId
from storage.database import Database
from storage.deliveries import Delivery, add_deliveries
from storage.posts import Decision, record_decision
from storage.tables.forwarding import DecisionRow, PostRow, RuleRow
from storage.tables.gathering import GatheredRow, GatheringRow

Made = Literal["digest", "merged"]

Seen = Mapping[tuple[ChatId, MessageId], tuple[str, bool]]
"""By post: the version that was read, and whether it was deleted; none for a post that is not kept any more."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """An album or a post that waits, and since when."""

    source: ChatId
    messages: tuple[MessageId, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Queue:
    """All that a rule gathered, in its order."""

    gathered: tuple[Gathered, ...] = ()
    changes: int = 0
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Leaving:
    """What is taken out, what is made of it, and when the rule is looked at next."""

    gathered: Sequence[Gathered]
    seen: Seen
    deliveries: Sequence[Delivery]
    decisions: Sequence[Decision] = ()
    """Of those that could not be made."""
    made: Mapping[tuple[ChatId, MessageId], Made] = field(default_factory=dict)
    """Of those that have no copy of their own."""
    due: datetime | None = None
    left_at: datetime | None = None
    version: int = 1
    """Of the rule that was asked."""


class Gatherings:
    """Of all rules."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()
        self._listeners: list[Callable[[], None]] = []

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Call it whenever this process gathered a post."""
        self._listeners.append(listener)

    def announce(self) -> None:
        for listener in self._listeners:
            listener()

    async def due(self, now: datetime) -> list[RuleId]:
        """The rules of which something may leave, and those that were changed since that was reckoned."""
        query = _at_work(GatheringRow.rule).where(
            or_(GatheringRow.due <= now, GatheringRow.version != RuleRow.version), _is_waiting()
        )
        async with self._database.reading() as session:
            return [RuleId(rule) for rule in await session.scalars(query.order_by(GatheringRow.rule))]

    async def next_due(self) -> datetime | None:
        """When a rule is to be looked at; one that was changed, now."""
        now = self._clock.now()
        moment = case(
            (GatheringRow.version != RuleRow.version, literal(now, GatheringRow.due.type)), else_=GatheringRow.due
        )
        async with self._database.reading() as session:
            due: datetime | None = await session.scalar(_at_work(func.min(moment)).where(_is_waiting()))
            return due

    async def queue(self, rule: RuleId) -> Queue:
        order = (GatheredRow.gathered_at, GatheredRow.source, GatheredRow.head, GatheredRow.message)
        query = select(GatheredRow).where(GatheredRow.rule == rule).order_by(*order)
        async with self._database.reading() as session:
            row = await session.get(GatheringRow, rule)
            posts = list(await session.scalars(query))
        return Queue(_gathered(posts), row.changes if row else 0, row.left_at if row else None)

    async def release(self, rule: RuleId, queue: Queue, leaving: Leaving) -> bool:
        """All of it in one transaction; False when the posts say something else by now, or somebody was quicker."""
        async with self._database.session() as session:
            row = await session.get(GatheringRow, rule, with_for_update=True)
            if row is None or not await _is_as_seen(session, leaving.seen):
                return False
            taken = {(each.source, message) for each in leaving.gathered for message in each.messages}
            here = GatheredRow.rule == rule, tuple_(GatheredRow.source, GatheredRow.message).in_(taken)
            if await session.scalar(select(func.count()).select_from(GatheredRow).where(*here)) != len(taken):
                return False
            await session.execute(delete(GatheredRow).where(*here))
            now = self._clock.now()
            for made in dict.fromkeys(leaving.made.values()):
                parts = [post for post, each in leaving.made.items() if each == made]
                which = DecisionRow.rule == rule, tuple_(DecisionRow.source, DecisionRow.message).in_(parts)
                await session.execute(update(DecisionRow).where(*which).values(made=made))
            for decision in leaving.decisions:
                await record_decision(session, decision, now)
            await add_deliveries(session, leaving.deliveries, now)
            # Of what came after the queue was read nothing is known: it is looked at once more.
            row.due = leaving.due if row.changes == queue.changes else now
            row.version, row.left_at = leaving.version, leaving.left_at or row.left_at
            return True


async def _is_as_seen(session: AsyncSession, seen: Seen) -> bool:
    here = tuple_(PostRow.source, PostRow.message).in_(list(seen))
    query = select(PostRow).where(here).order_by(PostRow.source, PostRow.message).with_for_update()
    rows = await session.scalars(query)
    return {(row.source, row.message): (row.version, row.is_deleted) for row in rows} == dict(seen)


def _at_work(column: Any) -> Select[Any]:
    """Of rules that are there and not paused."""
    return select(column).join(RuleRow, RuleRow.id == GatheringRow.rule).where(RuleRow.is_paused.is_(False))


def _is_waiting() -> ColumnElement[bool]:
    return select(GatheredRow.rule).where(GatheredRow.rule == GatheringRow.rule).exists()


def _gathered(rows: Iterable[GatheredRow]) -> tuple[Gathered, ...]:
    together = groupby(rows, key=lambda row: (row.gathered_at, row.source, row.head))
    return tuple(
        Gathered(ChatId(source), tuple(MessageId(row.message) for row in album), at)
        for (at, source, _), album in together
    )
