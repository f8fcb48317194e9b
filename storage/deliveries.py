"""Deliveries: queued sends, as rows and as what the rooms above know of them."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.ids import ChatId, DeliveryId, RuleId, TopicId
from storage.tables.forwarding import DeliveryRow
from storage.upsert import insert_for


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    UNKNOWN = "unknown"
    DISCARDED = "discarded"
    """A person let go of one that was dead or unknown."""


UNSAVED = DeliveryId(0)
ANSWER = "answer:"
"""How the keys of answers begin. Their words are kept where people can take them back, and once over not here."""
NO_NUMBER = 0
"""It left, or is about to leave, on a way that takes no number: nothing would refuse it a second time."""


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
    doubts: int = 0
    """Attempts that were cut in the middle."""
    random_id: int = field(default=NO_NUMBER, compare=False)
    """What Telegram takes once over MTProto, see `new_random_id`; part n of an album has `random_id + n`."""
    created_at: datetime | None = field(default=None, compare=False)
    reason: str = field(default="", compare=False)

    @property
    def may_have_arrived(self) -> bool:
        return self.doubts > 0


def new_random_id() -> int:
    """A positive number of 63 bits, with room for the parts of an album above it.

    It is drawn and stored before the send, not derived from the key: when a person has looked and sends something
    again, the same key must go out under another number, or Telegram would refuse it as what it has already; a rule
    that is made anew, or a delivery whose key comes back after its row was purged, must not meet a number of its past
    life; and how long Telegram remembers a number is its own affair, so that what a number stands for has to be ours.
    """
    return 1 + secrets.randbelow(2**63 - 2**10)


async def add_deliveries(session: AsyncSession, deliveries: Iterable[Delivery], now: datetime) -> int:
    """Enqueue inside a transaction that decides something else too; returns how many keys were new."""
    rows = [_values(delivery, now) for delivery in deliveries]
    if not rows:
        return 0
    # Given beside the statement, not in it, rows are many parameters of one statement that is compiled once.
    insert = insert_for(session, DeliveryRow.__table__).on_conflict_do_nothing(index_elements=["key"])
    return len((await session.scalars(insert.returning(DeliveryRow.id), rows)).all())


def _values(delivery: Delivery, now: datetime) -> dict[str, Any]:
    return {
        "key": delivery.key,
        "lane": delivery.lane or f"text:{delivery.chat}",
        "chat": delivery.chat,
        "topic": delivery.topic,
        "rule": delivery.rule,
        "payload": delivery.payload,
        "state": DeliveryState.PENDING.value,
        "attempts": 0,
        "doubts": 0,
        "random_id": new_random_id(),
        "not_before": delivery.not_before or now,
        "reason": "",
        "created_at": now,
    }


COLUMNS = (
    DeliveryRow.key,
    DeliveryRow.chat,
    DeliveryRow.payload,
    DeliveryRow.topic,
    DeliveryRow.lane,
    DeliveryRow.rule,
    DeliveryRow.not_before,
    DeliveryRow.id,
    DeliveryRow.state,
    DeliveryRow.attempts,
    DeliveryRow.doubts,
    DeliveryRow.random_id,
    DeliveryRow.created_at,
    DeliveryRow.reason,
)
"""In the order of `Delivery`."""


def from_row(row: Any) -> Delivery:
    key, chat, payload, topic, lane, rule, not_before, id, state, attempts, *rest = row
    doubts, random_id, created_at, reason = rest
    return Delivery(
        key=key,
        chat=ChatId(chat),
        payload=payload,
        topic=None if topic is None else TopicId(topic),
        lane=lane,
        rule=None if rule is None else RuleId(rule),
        not_before=not_before,
        id=DeliveryId(id),
        state=DeliveryState(state),
        attempts=attempts,
        doubts=doubts,
        random_id=random_id,
        created_at=created_at,
        reason=reason,
    )
