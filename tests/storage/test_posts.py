"""Posts, their decisions, and how long they stay."""

from dataclasses import replace
from datetime import timedelta

from core.ids import ChatId, MessageId, RuleId, TopicId
from storage.database import Database
from storage.links import Links, MessageLink
from storage.outbox import Delivery, DeliveryState, Outbox, Outcome
from storage.posts import BEHIND, Decision, Posts, StoredPost
from storage.topics import OpenedTopics
from storage.watermarks import Watermarks
from tests.fakes.clock import FakeClock
from tests.fakes.outbox import take_one

SOURCE = ChatId(-1001234567890)


def stored(clock: FakeClock, message: int, album: str = "") -> StoredPost:
    return StoredPost(SOURCE, MessageId(message), clock.now(), {"text": "x"}, album, version="0.a")


async def test_a_post_waits_until_it_is_routed(database: Database, clock: FakeClock):
    posts = Posts(database, clock)
    post = stored(clock, 1)
    assert await posts.add(post)
    assert not await posts.add(post)
    assert await posts.waiting_sources() == [SOURCE]
    decision = Decision(RuleId(1), SOURCE, post.message, "pass")
    assert await posts.route([post], [decision], [Delivery("k", SOURCE, {})]) == 1
    assert await posts.route([post], [decision], [Delivery("k", SOURCE, {})]) == 0
    assert await posts.waiting(SOURCE) == []
    assert await posts.decisions(SOURCE, post.message) == [decision]
    assert await take_one(Outbox(database, clock)) is not None


async def test_the_posts_of_a_time_span_are_found(database: Database, clock: FakeClock):
    posts = Posts(database, clock)
    start = clock.now()
    for number in (1, 2, 3):
        await posts.add(stored(clock, number))
        clock.advance(60)
    found = await posts.between(SOURCE, start + timedelta(seconds=60), start + timedelta(seconds=120))
    assert [post.message for post in found] == [2]


async def test_an_edit_replaces_content_and_version(database: Database, clock: FakeClock):
    posts = Posts(database, clock)
    post = stored(clock, 1)
    await posts.add(post)
    await posts.edit(replace(post, content={"text": "y"}, version="1.b"), [])
    known = await posts.get(SOURCE, post.message)
    assert known is not None
    assert (known.content, known.version) == ({"text": "y"}, "1.b")


async def test_what_a_post_said_before_its_edits_stays_as_long_as_the_post(database: Database, clock: FakeClock):
    posts = Posts(database, clock)
    post = stored(clock, 1)
    await posts.add(post)
    for text, version in (("y", "1.b"), ("z", "1.a")):
        await posts.edit(replace(post, content={"text": text}, version=version), [])
    assert await posts.versions(SOURCE, post.message) == [{"text": "x"}, {"text": "y"}]
    await posts.route([post], [], [])
    await posts.purge(clock.now() + timedelta(days=1))
    assert await posts.versions(SOURCE, post.message) == []


async def test_a_post_that_is_gone_in_its_source_is_marked_and_stays(database: Database, clock: FakeClock):
    posts = Posts(database, clock)
    for number in (1, 2):
        await posts.add(stored(clock, number))
    assert await posts.mark_deleted(SOURCE, {MessageId(2): [Delivery("k", SOURCE, {})], MessageId(9): []}) == 1
    assert [each.is_deleted for each in await posts.waiting(SOURCE)] == [False, True]


async def test_a_topic_that_was_opened_is_known_by_its_name(database: Database):
    topics = OpenedTopics(database)
    assert await topics.get(SOURCE, "News") is None
    assert await topics.add(SOURCE, "News", TopicId(7)) == 7
    assert await topics.add(SOURCE, "News", TopicId(8)) == 7
    assert await topics.get(SOURCE, "News") == 7
    await topics.forget(SOURCE, "News")
    assert await topics.get(SOURCE, "News") is None


async def test_old_posts_are_purged_but_not_waiting_or_held_ones(database: Database, clock: FakeClock):
    posts = Posts(database, clock)
    done, held, waiting = (stored(clock, number) for number in (1, 2, 3))
    for post in (done, held, waiting):
        await posts.add(post)
    await posts.route([done], [Decision(RuleId(1), SOURCE, done.message, "pass")], [])
    await posts.route([held], [Decision(RuleId(1), SOURCE, held.message, "held", "why")], [])
    assert await posts.purge(clock.now() + timedelta(days=1)) == 1
    assert await posts.get(SOURCE, done.message) is None
    assert [each.reason for each in await posts.held(RuleId(1))] == ["why"]
    assert len(await posts.waiting(SOURCE)) == 1


async def test_what_waits_behind_a_history_is_kept_with_its_decision(database: Database, clock: FakeClock):
    posts, behind = Posts(database, clock), stored(clock, 1)
    await posts.add(behind)
    await posts.route([behind], [Decision(RuleId(1), SOURCE, behind.message, BEHIND)], [])
    assert await posts.purge(clock.now() + timedelta(days=40)) == 0
    assert [each.verdict for each in await posts.decisions(SOURCE, behind.message)] == [BEHIND]


async def test_where_a_copy_is_is_known_as_long_as_its_post(database: Database, clock: FakeClock):
    posts, outbox, links = Posts(database, clock), Outbox(database, clock), Links(database)
    old, new = stored(clock, 1), replace(stored(clock, 2), date=clock.now() + timedelta(days=2))
    for post in (old, new):
        await posts.add(post)
        await posts.route([post], [], [Delivery(f"k{post.message}", SOURCE, {}, rule=RuleId(1))])
        delivery = await take_one(outbox)
        assert delivery is not None
        link = MessageLink(RuleId(1), SOURCE, post.message, SOURCE, MessageId(100 + post.message))
        await outbox.finish(Outcome(delivery, DeliveryState.SENT, links=[link]))
    assert await posts.purge(clock.now() + timedelta(days=1)) == 1
    assert await links.find(RuleId(1), SOURCE, old.message, SOURCE) is None
    assert await links.find(RuleId(1), SOURCE, new.message, SOURCE) is not None


async def test_a_watermark_never_goes_back(database: Database):
    watermarks = Watermarks(database)
    assert await watermarks.get(SOURCE) is None
    for message in (5, 9, 7):
        await watermarks.advance(SOURCE, MessageId(message))
    assert await watermarks.get(SOURCE) == 9
