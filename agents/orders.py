"""Reminders and digests set at once, within the same limits wherever a person asks for them."""

from dataclasses import dataclass
from datetime import time

from agents.state import Turn
from core.clock import Clock
from core.errors import UserError
from core.ids import ChatId, TopicId, UserId, topic_of
from core.recurrence import When, parse_when
from forwarding.transports.protocol import ChatInfo
from storage.digests import Digest, Digests
from storage.reminders import Reminder, Reminders

MAX_OPEN = 100
MAX_TEXT = 1000


@dataclass(frozen=True, slots=True)
class Order:
    """Who wants to be told something later, and where."""

    user: UserId
    chat: ChatId
    topic: TopicId | None
    language: str
    time_zone: str
    key: str
    """The same key is the same order, however often it is read."""


def order_of(turn: Turn, call: int = 1) -> Order:
    """`call` counts what a turn asks for."""
    return Order(turn.user, turn.chat, topic_of(turn.thread), turn.language, turn.time_zone, f"turn:{turn.id}:{call}")


async def set_reminder(order: Order, reminders: Reminders, when: When, what: str) -> Reminder:
    """
    Raises:
        UserError: it is too long, or there are too many.
    """
    if len(what) > MAX_TEXT:
        raise UserError("error-reminder-too-long", limit=MAX_TEXT)
    if len(await reminders.of(order.user)) >= MAX_OPEN:
        raise UserError("error-too-many-reminders", limit=MAX_OPEN)
    return await reminders.add(
        order.user, order.chat, what, when, key=order.key, language=order.language, topic=order.topic
    )


async def set_digest(order: Order, digests: Digests, clock: Clock, source: ChatInfo, at: time) -> Digest:
    """
    Raises:
        UserError: the person has this one already.
    """
    first, _ = parse_when(f"every day at {at:%H:%M}", clock.now(), order.time_zone, "en")
    for known in await digests.of(order.user):
        if (known.source, known.at, known.chat, known.topic) == (source.id, at, order.chat, order.topic):
            raise UserError("error-digest-known", channel=source.title, time=f"{at:%H:%M}")
    return await digests.add(
        order.user,
        source.id,
        order.chat,
        at,
        first.at,
        key=order.key,
        title=source.title,
        username=source.username,
        time_zone=order.time_zone,
        language=order.language,
        topic=order.topic,
    )
