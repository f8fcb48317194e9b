"""What rules learned, on both databases: each rule for itself, and no thumb lost when several come at once."""

import asyncio
from dataclasses import replace

import pytest

from core.ids import RuleId
from storage.database import Database
from storage.relevance import Lessons, Relevances
from tests.fakes.clock import FakeClock

RULE = RuleId(1)


@pytest.fixture
def relevances(database: Database, clock: FakeClock) -> Relevances:
    return Relevances(database, clock)


def up(lessons: Lessons) -> Lessons:
    return replace(lessons, weights=lessons.weights + b"\x00\xff", ups=lessons.ups + 1)


async def test_a_rule_without_thumbs_has_learned_nothing(relevances: Relevances):
    assert await relevances.get(RULE) == Lessons()


async def test_what_was_learned_stays_with_its_rule(relevances: Relevances):
    assert await relevances.change(RULE, up) == Lessons(b"\x00\xff", 1)
    await relevances.change(RULE, up)
    assert await relevances.get(RULE) == Lessons(b"\x00\xff\x00\xff", 2)
    assert await relevances.get(RuleId(2)) == Lessons()


async def test_thumbs_that_come_at_once_are_all_learned(relevances: Relevances):
    await asyncio.gather(*(relevances.change(RULE, up) for _ in range(12)))
    learned = await relevances.get(RULE)
    assert (learned.ups, len(learned.weights)) == (12, 24)


async def test_a_thumb_that_cannot_be_learned_changes_nothing(relevances: Relevances):
    def fail(lessons: Lessons) -> Lessons:
        raise ValueError("broken weights")

    await relevances.change(RULE, up)
    with pytest.raises(ValueError, match="broken"):
        await relevances.change(RULE, fail)
    assert await relevances.get(RULE) == Lessons(b"\x00\xff", 1)


async def test_a_rule_can_begin_anew(relevances: Relevances):
    await relevances.change(RULE, up)
    await relevances.forget(RULE)
    assert await relevances.get(RULE) == Lessons()
