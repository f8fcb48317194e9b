"""Sightings on both databases: each post once in a scope, in the order of seeing, until they are too old."""

from datetime import timedelta

import pytest

from core.ids import ChatId, MessageId
from storage.database import Database
from storage.sightings import Sighting, Sightings
from tests.fakes.clock import FakeClock

SOURCE, OTHER = ChatId(-1001234567890), ChatId(-1009876543210)


@pytest.fixture
def sightings(database: Database) -> Sightings:
    return Sightings(database)


def seen(clock: FakeClock, message: int, scope: str = "rule:1", source: ChatId = SOURCE) -> Sighting:
    return Sighting(scope, source, MessageId(message), clock.now(), exact=f"{message:024x}")


def messages(found: list[Sighting]) -> list[int]:
    return [each.message for each in found]


async def test_everything_that_tells_a_post_comes_back_as_it_was(sightings: Sightings, clock: FakeClock):
    full = Sighting(
        "all",
        SOURCE,
        MessageId(7),
        clock.now(),
        "ab12",
        bytes(range(128)),
        "f0f0f0f0f0f0f0f0",
        "AgADunique",
        (OTHER, MessageId(3)),
    )
    assert await sightings.add(full)

    found = await sightings.get("all", SOURCE, MessageId(7))

    assert found is not None
    assert found.id > 0
    assert (found.exact, found.runs, found.picture) == (full.exact, full.runs, full.picture)
    assert (found.file, found.origin, found.seen_at) == (full.file, full.origin, full.seen_at)
    assert await sightings.get("rule:1", SOURCE, MessageId(7)) is None


async def test_a_post_that_is_looked_at_again_keeps_its_first_place(sightings: Sightings, clock: FakeClock):
    assert await sightings.add(seen(clock, 1))
    assert await sightings.add(seen(clock, 2))
    clock.advance(60)
    assert not await sightings.add(seen(clock, 1))

    found = await sightings.following("rule:1", 0, 10)

    assert messages(found) == [1, 2]
    assert found[0].seen_at == clock.now() - timedelta(seconds=60)


async def test_the_same_post_is_seen_once_in_each_scope(sightings: Sightings, clock: FakeClock):
    assert await sightings.add(seen(clock, 1, "rule:1"))
    assert await sightings.add(seen(clock, 1, "rule:2"))
    assert await sightings.add(seen(clock, 1, source=OTHER))
    assert len(await sightings.following("rule:1", 0, 10)) == 2
    assert len(await sightings.following("rule:2", 0, 10)) == 1


async def test_the_newest_are_read_oldest_first_and_later_only_what_was_added(sightings: Sightings, clock: FakeClock):
    for number in (1, 2, 3, 4):
        await sightings.add(seen(clock, number))

    start = await sightings.start("rule:1", 3)
    newest = await sightings.following("rule:1", start, 10)
    await sightings.add(seen(clock, 5))

    assert messages(newest) == [2, 3, 4]
    assert messages(await sightings.following("rule:1", start, 2)) == [2, 3]
    assert messages(await sightings.following("rule:1", newest[-1].id, 10)) == [5]
    assert await sightings.start("rule:1", 5) == 0


async def test_old_sightings_are_purged_and_ids_are_not_given_again(sightings: Sightings, clock: FakeClock):
    await sightings.add(seen(clock, 1))
    clock.advance(3600)
    await sightings.add(seen(clock, 2))
    last = (await sightings.following("rule:1", 0, 10))[-1].id

    assert await sightings.purge(clock.now()) == 1
    assert messages(await sightings.following("rule:1", 0, 10)) == [2]
    assert await sightings.purge(clock.now() + timedelta(seconds=1)) == 1
    await sightings.add(seen(clock, 3))
    assert messages(await sightings.following("rule:1", last, 10)) == [3]
