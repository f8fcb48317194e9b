"""Reminders and digests set at once: one set of limits, and an order that is read twice is one order."""

from datetime import time, timedelta

import pytest

from agents.orders import MAX_OPEN, MAX_TEXT, Order, set_digest, set_reminder
from core.errors import UserError
from core.ids import ChatId, TopicId, UserId
from core.recurrence import When
from forwarding.transports.protocol import ChatInfo
from storage.database import Database
from storage.digests import Digests
from storage.reminders import Reminders
from tests.fakes.clock import FakeClock

NEWS = ChatInfo(ChatId(-100500), "channel", "News", "news")


def order(key: str, topic: int | None = None) -> Order:
    return Order(UserId(1), ChatId(1), TopicId(topic) if topic else None, "en", "Europe/Berlin", key)


async def test_a_reminder_that_is_read_twice_is_one_reminder(database: Database, clock: FakeClock):
    reminders, soon = Reminders(database, clock), When(clock.now() + timedelta(hours=1))

    first = await set_reminder(order("update:1"), reminders, soon, "tea")
    again = await set_reminder(order("update:1"), reminders, soon, "tea")

    assert again.id == first.id
    assert [each.text for each in await reminders.of(UserId(1))] == ["tea"]


async def test_a_person_can_have_only_so_many_reminders_of_such_a_length(database: Database, clock: FakeClock):
    reminders, soon = Reminders(database, clock), When(clock.now() + timedelta(hours=1))
    with pytest.raises(UserError) as long:
        await set_reminder(order("update:0"), reminders, soon, "x" * (MAX_TEXT + 1))
    for number in range(MAX_OPEN):
        await set_reminder(order(f"update:{number}"), reminders, soon, "x" * MAX_TEXT)
    with pytest.raises(UserError) as many:
        await set_reminder(order("update:one-more"), reminders, soon, "tea")

    assert (long.value.key, many.value.key) == ("error-reminder-too-long", "error-too-many-reminders")
    assert len(await reminders.of(UserId(1))) == MAX_OPEN


async def test_a_digest_comes_at_the_persons_own_time_and_once_to_a_place(database: Database, clock: FakeClock):
    digests = Digests(database, clock)

    made = await set_digest(order("update:1"), digests, clock, NEWS, time(20))
    with pytest.raises(UserError) as known:
        await set_digest(order("update:2"), digests, clock, NEWS, time(20))
    elsewhere = await set_digest(order("update:3", topic=7), digests, clock, NEWS, time(20))

    assert f"{made.due:%d %H:%M}" == "02 19:00"
    assert (made.title, made.username, made.language) == ("News", "news", "en")
    assert known.value.key == "error-digest-known"
    assert [each.id for each in await digests.all()] == [made.id, elsewhere.id]
