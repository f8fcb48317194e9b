"""What became of posts, with the times: when each was decided about, and when its copies left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core.ids import ChatId, MessageId, RuleId, TopicId
from storage.database import Database
from storage.outbox import DeliveryState
from storage.tables.forwarding import DecisionRow, DeliveryRow

MOST_KEYS = 500
"""Of one question: an album of ten for fifty destinations."""


@dataclass(frozen=True, slots=True)
class PastDecision:
    """What a rule decided about a post, and when."""

    rule: RuleId
    version: int
    outcome: str
    reason: str
    trace: tuple[tuple[Any, ...], ...]
    """The filters that were asked, in their order: number, name, outcome, value, whether a `not` turns it round."""
    decided_at: datetime
    made: str = ""
    """What the post went into, where it has no copy of its own: `digest` or `merged`."""


@dataclass(frozen=True, slots=True)
class PastSend:
    """A delivery, on its way or over."""

    key: str
    chat: ChatId
    topic: TopicId | None
    state: DeliveryState
    attempts: int
    reason: str
    due_at: datetime
    finished_at: datetime | None


class Histories:
    """Reads only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def decisions(self, source: ChatId, message: MessageId) -> list[PastDecision]:
        """Of every rule that was asked about the post, the oldest rule first."""
        query = select(DecisionRow).where(DecisionRow.source == source, DecisionRow.message == message)
        async with self._database.reading() as session:
            return [_decision(row) for row in await session.scalars(query.order_by(DecisionRow.rule))]

    async def sends(self, keys: Sequence[str]) -> list[PastSend]:
        """The deliveries with these keys that are still remembered, oldest first."""
        query = select(DeliveryRow).where(DeliveryRow.key.in_(keys[:MOST_KEYS])).order_by(DeliveryRow.id)
        async with self._database.reading() as session:
            return [_send(row) for row in await session.scalars(query)]


def _decision(row: DecisionRow) -> PastDecision:
    trace = tuple(tuple(each) for each in row.trace)
    return PastDecision(RuleId(row.rule), row.version, row.verdict, row.reason, trace, row.decided_at, row.made)


def _send(row: DeliveryRow) -> PastSend:
    return PastSend(
        key=row.key,
        chat=ChatId(row.chat),
        topic=TopicId(row.topic) if row.topic is not None else None,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        reason=row.reason,
        due_at=row.not_before,
        finished_at=row.finished_at,
    )
