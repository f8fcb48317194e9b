"""Cached answers: of one owner each, replaced and purged."""

from datetime import timedelta

import pytest

from storage.cached_answers import CachedAnswers
from storage.database import Database
from tests.fakes.clock import FakeClock


@pytest.fixture
def cached(database: Database, clock: FakeClock) -> CachedAnswers:
    return CachedAnswers(database, clock)


async def test_an_answer_is_found_by_its_key_for_its_owner_alone(cached: CachedAnswers):
    await cached.put("key", "user:1", "A cat.")
    assert await cached.get("key", "user:1") == "A cat."
    assert await cached.get("key", "user:2") == ""
    assert await cached.get("other", "user:1") == ""


async def test_a_newer_answer_takes_the_place_of_the_older(cached: CachedAnswers):
    await cached.put("key", "user:1", "A cat.")
    await cached.put("key", "user:1", "A lynx.")
    assert await cached.get("key", "user:1") == "A lynx."


async def test_old_answers_are_purged(cached: CachedAnswers, clock: FakeClock):
    await cached.put("old", "user:1", "A cat.")
    clock.advance(3600)
    await cached.put("new", "user:1", "A dog.")
    assert await cached.purge(clock.now() - timedelta(minutes=1)) == 1
    assert await cached.get("old", "user:1") == ""
    assert await cached.get("new", "user:1") == "A dog."
