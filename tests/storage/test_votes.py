"""Thumbs under copies, on both databases: each person's once, numbers shown at a bounded pace, learned from once."""

import asyncio
from dataclasses import replace
from datetime import datetime

import pytest

from core.ids import ChatId, MessageId, RuleId, UpdateId, UserId
from storage.database import Database
from storage.deliveries import Delivery, DeliveryState
from storage.links import MessageLink
from storage.outbox import Outbox
from storage.outcomes import Outcome
from storage.relevance import Lessons, Relevances
from storage.votes import PAUSE, SOON, Press, Votes
from tests.fakes.clock import FakeClock
from tests.fakes.outbox import send_all, take_one

RULE, CHAT, COPY = RuleId(1), ChatId(-1002), MessageId(7)


@pytest.fixture
def votes(database: Database, clock: FakeClock) -> Votes:
    return Votes(database, clock)


def press(update: int, thumb: int = 1, person: int = 5) -> Press:
    return Press(RULE, CHAT, COPY, UserId(person), UpdateId(update), lambda before: 0 if before == thumb else thumb)


def learn(lessons: Lessons, is_up: bool) -> Lessons:
    return replace(lessons, ups=lessons.ups + is_up, downs=lessons.downs + (not is_up))


def show(moment: datetime) -> Delivery:
    return Delivery(f"votes:{moment:%H%M%S}", CHAT, {}, not_before=moment)


async def test_a_thumb_counts_once_is_taken_back_by_the_same_and_exchanged_by_the_other(votes: Votes):
    assert await votes.cast(press(1), None, None) == 1
    assert await votes.counts(CHAT, COPY) == (1, 0)
    assert await votes.cast(press(2), None, None) == 0
    assert await votes.counts(CHAT, COPY) == (0, 0)
    await votes.cast(press(3), None, None)
    assert await votes.cast(press(4, -1), None, None) == -1
    assert await votes.counts(CHAT, COPY) == (0, 1)


async def test_a_press_that_is_handled_again_after_a_crash_takes_nothing_back(votes: Votes):
    assert await votes.cast(press(1), None, None) == 1
    assert await votes.cast(press(1), None, None) == 1
    assert await votes.counts(CHAT, COPY) == (1, 0)


async def test_people_at_once_are_all_counted_and_one_edit_shows_them(
    votes: Votes, database: Database, clock: FakeClock
):
    await asyncio.gather(*(votes.cast(press(each, -1 if each % 3 else 1, each), learn, show) for each in range(1, 31)))
    assert await votes.counts(CHAT, COPY) == (10, 20)
    lessons = await Relevances(database, clock).get(RULE)
    assert (lessons.ups, lessons.downs) == (10, 20)
    assert sum((await Outbox(database, clock).counts()).values()) == 1


async def test_the_numbers_are_shown_soon_and_then_at_a_bounded_pace(
    votes: Votes, database: Database, clock: FakeClock
):
    outbox, start = Outbox(database, clock), clock.now()
    await votes.cast(press(1, person=1), None, show)
    clock.advance(SOON.total_seconds())
    assert [each.not_before for each in await send_all(outbox)] == [start + SOON]
    for number in range(2, 8):
        await votes.cast(press(number, person=number), None, show)
    clock.advance(PAUSE.total_seconds())
    assert [each.not_before for each in await send_all(outbox)] == [start + SOON + PAUSE]


async def test_a_rule_learns_from_one_persons_thumb_under_one_copy_once_in_each_direction(
    votes: Votes, database: Database, clock: FakeClock
):
    for number, thumb in enumerate((1, 1, 1, -1, 1, -1), 1):
        await votes.cast(press(number, thumb), learn, None)
    lessons = await Relevances(database, clock).get(RULE)
    assert (lessons.ups, lessons.downs) == (1, 1)


async def test_votes_are_forgotten_with_the_copy_that_they_were_about(
    votes: Votes, database: Database, clock: FakeClock
):
    await votes.cast(press(1), None, None)
    outbox = Outbox(database, clock)
    await outbox.enqueue(Delivery("copy", ChatId(-1002), {}))
    delivery = await take_one(outbox)
    assert delivery is not None
    link = MessageLink(RULE, ChatId(-1001), MessageId(3), CHAT, MessageId(8))
    await outbox.finish(Outcome(delivery, DeliveryState.SENT, links=[link]))
    await votes.cast(replace(press(2), copy=MessageId(8)), None, None)
    assert await votes.purge() == 1
    assert await votes.counts(CHAT, COPY) == (0, 0)
    assert await votes.counts(CHAT, MessageId(8)) == (1, 0)
