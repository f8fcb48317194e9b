"""Reviews on both databases: shown, written anew, and decided about once, whoever presses and however often."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from core.ids import ChatId, MessageId, RuleId, UserId
from storage.database import Database
from storage.deliveries import Delivery
from storage.outbox import Outbox
from storage.posts import Decision, Posts
from storage.reviews import Review, Reviews, Settlement, State, add_reviews
from tests.fakes.clock import FakeClock

SOURCE, ADMIN = ChatId(-1001), UserId(7)
REVIEW = Review(RuleId(1), SOURCE, (MessageId(3), MessageId(4)), {"chat": -1005}, "bot", 2)


@pytest.fixture
async def reviews(database: Database, clock: FakeClock) -> Reviews:
    async with database.session() as session:
        await add_reviews(session, [REVIEW, replace(REVIEW, rule=RuleId(2))], clock.now())
    decisions = [Decision(REVIEW.rule, SOURCE, message, "review") for message in REVIEW.messages]
    await Posts(database, clock).route([], decisions, [])
    return Reviews(database, clock)


def settlement(state: State, key: str = "copy", review: Review = REVIEW) -> Settlement:
    return Settlement(review, state, [Delivery(key, ChatId(-1002), {})], by=ADMIN, name="Anna")


async def test_the_quicker_of_two_decides_and_nothing_follows_from_the_slower_one(
    reviews: Reviews, database: Database, clock: FakeClock
):
    published, skipped = await asyncio.gather(
        reviews.settle(settlement("published")), reviews.settle(settlement("skipped", "other"))
    )
    assert published is not skipped
    assert sum((await Outbox(database, clock).counts()).values()) == 1
    decided = await reviews.get(REVIEW.rule, SOURCE, REVIEW.message)
    assert decided is not None
    assert decided.state == ("published" if published else "skipped")
    assert (decided.decider, decided.decided_by, decided.decided_at) == ("Anna", ADMIN, clock.now())


async def test_what_was_decided_stands_with_every_part_of_the_album(
    reviews: Reviews, database: Database, clock: FakeClock
):
    await reviews.settle(settlement("published"))
    for message in REVIEW.messages:
        (decision,) = await Posts(database, clock).decisions(SOURCE, message)
        assert (decision.verdict, decision.version) == ("pass", REVIEW.version)


async def test_who_looked_at_older_words_decides_nothing(reviews: Reviews):
    fresh = replace(REVIEW, words={"text": "new"}, revision=1)
    assert await reviews.show_anew(REVIEW, fresh, [])
    assert not await reviews.show_anew(REVIEW, fresh, [])
    assert not await reviews.settle(settlement("published"))
    assert await reviews.settle(settlement("published", review=fresh))
    assert not await reviews.show_anew(fresh, replace(fresh, revision=2), [])


async def test_what_waits_is_kept_and_what_was_decided_is_forgotten_in_time(reviews: Reviews, clock: FakeClock):
    await reviews.settle(settlement("skipped"))
    clock.advance(60)
    assert await reviews.purge(clock.now()) == 1
    assert [each.rule for each in await reviews.waiting()] == [2]
    assert await reviews.waiting(clock.now() - timedelta(minutes=5)) == []
    assert await reviews.of(SOURCE, [REVIEW.message]) == await reviews.waiting(clock.now())


async def test_a_part_of_an_album_names_its_review_however_many_came_before(
    reviews: Reviews, database: Database, clock: FakeClock
):
    async with database.session() as session:
        albums = [(MessageId(number), MessageId(number + 2)) for number in range(10, 60, 4)]
        await add_reviews(session, [replace(REVIEW, messages=album) for album in albums], clock.now())
    found = await reviews.holding(REVIEW.rule, SOURCE, MessageId(60))
    assert found is not None
    assert found.messages == (58, 60)
    assert await reviews.holding(REVIEW.rule, SOURCE, MessageId(61)) is None
    assert await reviews.holding(RuleId(9), SOURCE, MessageId(60)) is None
