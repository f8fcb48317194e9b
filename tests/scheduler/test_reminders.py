"""Reminders fire once, late ones too, and come again by the wall clock."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.i18n import Translator
from core.ids import ChatId, UserId
from core.recurrence import parse_when
from forwarding.outgoing import SendText, from_payload
from scheduler.reminders import DueReminders
from scheduler.retention import Retention
from storage.blobs import Blobs
from storage.cached_answers import CachedAnswers
from storage.database import Database
from storage.inbox import Inbox
from storage.outbox import Delivery, Outbox
from storage.posts import Posts
from storage.reminders import Reminder, Reminders
from storage.reviews import Reviews
from storage.sightings import Sightings
from storage.stories import Stories
from storage.tables.schedule import ReminderRow
from storage.votes import Votes
from tests.fakes.clock import FakeClock
from tests.fakes.outbox import send_all, take_one

ANNA, BEN = UserId(1001), UserId(1002)
CHAT = ChatId(1001)


class Desk:
    """The reminders of a database, and what they put into the outbox."""

    def __init__(self, database: Database, translator: Translator, clock: FakeClock) -> None:
        self.clock = clock
        self.reminders = Reminders(database, clock)
        self.outbox = Outbox(database, clock)
        self.due = DueReminders(self.reminders, self.outbox, translator, clock)

    async def add(self, when: str, text: str = "tea", *, key: str = "update:1", zone: str = "UTC") -> Reminder:
        moment, _ = parse_when(when, self.clock.now(), zone, "en")
        return await self.reminders.add(ANNA, CHAT, text, moment, key=key, language="ru")

    async def said(self) -> list[str]:
        await self.due.run()
        texts = []
        for delivery in await send_all(self.outbox):
            texts.append(_text(delivery))
        return texts


@pytest.fixture
def desk(database: Database, translator: Translator, clock: FakeClock) -> Desk:
    return Desk(database, translator, clock)


async def test_a_reminder_is_said_at_its_moment_and_once(desk: Desk):
    await desk.add("in 10 minutes")
    desk.clock.advance(599)
    assert await desk.said() == []
    desk.clock.advance(1)
    assert await desk.said() == ["⏰ tea"]
    assert await desk.said() == []
    assert await desk.reminders.of(ANNA) == []


async def test_the_same_update_makes_one_reminder(desk: Desk):
    assert (await desk.add("in 10 minutes")).id == (await desk.add("in 10 minutes")).id
    assert len(await desk.reminders.of(ANNA)) == 1


async def test_a_reminder_that_came_due_while_nobody_ran_is_said_once(desk: Desk):
    await desk.add("every day at 15:00")
    desk.clock.advance(timedelta(days=3).total_seconds())
    assert await desk.said() == ["⏰ tea"]
    [open_one] = await desk.reminders.of(ANNA)
    assert open_one.due == desk.clock.now().replace(hour=15)


async def test_a_daily_reminder_keeps_its_time_over_a_clock_change(desk: Desk):
    # Berlin leaves summer time on 2026-10-25.
    desk.clock.set(desk.clock.now().replace(month=10, day=23, hour=12))
    await desk.add("every day at 9", zone="Europe/Berlin")
    dues = []
    for _ in range(3):
        [open_one] = await desk.reminders.of(ANNA)
        assert open_one.due is not None
        dues.append(open_one.due.hour)
        desk.clock.set(open_one.due)
        assert await desk.said() == ["⏰ tea"]
    assert dues == [7, 8, 8]


async def test_a_cancelled_reminder_says_nothing_and_only_its_owner_cancels_it(desk: Desk):
    reminder = await desk.add("in 10 minutes")
    assert not await desk.reminders.cancel(reminder.id, BEN)
    assert await desk.reminders.cancel(reminder.id, ANNA)
    assert not await desk.reminders.cancel(reminder.id, ANNA)
    desk.clock.advance(600)
    assert await desk.said() == []


async def test_reminders_that_are_over_are_forgotten_and_others_are_not(desk: Desk, database: Database):
    await desk.add("in 10 minutes")
    daily = await desk.add("every day at 18:00", key="update:2")
    desk.clock.advance(timedelta(days=40).total_seconds())
    await desk.said()
    recent = await desk.add("in 10 minutes", key="update:3")
    await desk.reminders.cancel(recent.id, ANNA)
    posts, inbox = Posts(database, desk.clock), Inbox(database, desk.clock)
    cached = CachedAnswers(database, desk.clock)
    await Retention(
        posts,
        inbox,
        desk.outbox,
        desk.reminders,
        cached,
        sightings=Sightings(database),
        stories=Stories(database, desk.clock),
        blobs=Blobs(database, desk.clock),
        reviews=Reviews(database, desk.clock),
        votes=Votes(database, desk.clock),
        days=30,
        clock=desk.clock,
    ).run()
    async with database.reading() as session:
        kept = (await session.scalars(select(ReminderRow.key).order_by(ReminderRow.key))).all()
    assert kept == ["update:2", "update:3"]
    assert [each.id for each in await desk.reminders.of(ANNA)] == [daily.id]


async def test_many_that_are_due_at_once_are_all_said(desk: Desk):
    for number in range(120):
        await desk.add("in 1 minute", f"{number}", key=f"update:{number}")
    desk.clock.advance(60)
    assert len(await desk.said()) == 120


async def test_a_reminder_that_may_come_twice_says_so(desk: Desk):
    await desk.add("in 1 minute")
    desk.clock.advance(60)
    await desk.due.run()
    delivery = await take_one(desk.outbox)
    assert delivery is not None
    outgoing = from_payload(delivery.payload)
    assert isinstance(outgoing, SendText)
    assert "дважды" in outgoing.repeat_note


def _text(delivery: Delivery) -> str:
    outgoing = from_payload(delivery.payload)
    assert isinstance(outgoing, SendText)
    return outgoing.text
