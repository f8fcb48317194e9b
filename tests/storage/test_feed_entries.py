"""Entries of feeds on both databases: each has a number of its own, and only the newest stay."""

import pytest

from core.ids import EndpointId, MessageId
from storage.database import Database
from storage.feed_entries import FeedEntries, SeenEntry

FEED, OTHER = EndpointId(1), EndpointId(2)


@pytest.fixture
def entries(database: Database) -> FeedEntries:
    return FeedEntries(database)


async def test_numbers_rise_in_each_feed_and_the_same_key_keeps_its_own(entries: FeedEntries):
    assert [await entries.add(FEED, key) for key in ("a", "b", "a", "c")] == [1, 2, 1, 3]
    assert await entries.add(OTHER, "a") == 1


async def test_what_was_passed_on_is_known_by_its_digest(entries: FeedEntries):
    await entries.add(FEED, "a")
    await entries.add(FEED, "b", "old")
    await entries.passed_on(FEED, "a", "new")
    assert await entries.known(FEED) == {"a": SeenEntry(MessageId(1), "new"), "b": SeenEntry(MessageId(2), "old")}
    assert await entries.known(OTHER) == {}


async def test_only_the_newest_are_kept_and_numbers_are_not_given_again(database: Database):
    entries = FeedEntries(database, most=3)
    for number in range(6):
        await entries.add(FEED, f"key {number}")
    assert sorted(await entries.known(FEED)) == ["key 3", "key 4", "key 5"]
    assert await entries.add(FEED, "one more") == 7
