"""Taking out what waits: only as it was seen, only once, and what comes meanwhile is not overlooked."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.ids import ChatId, MessageId, RuleId, UserId
from storage.database import Database
from storage.gathering import Gather
from storage.gatherings import Gatherings, Leaving, Queue
from storage.outbox import Delivery
from storage.posts import Decision, Posts, StoredPost
from storage.rules import Rules
from tests.fakes.clock import FakeClock

SOURCE, ONE, TWO = ChatId(-1), MessageId(1), MessageId(2)


class Desk:
    """A rule that gathers, and what is taken out of it."""

    def __init__(self, database: Database, clock: FakeClock) -> None:
        self.clock = clock
        self.rules = Rules(database, clock)
        self.posts = Posts(database, clock)
        self.gatherings = Gatherings(database, clock)
        self.rule = RuleId(0)

    async def gather(self, message: MessageId) -> StoredPost:
        if not self.rule:
            self.rule = (await self.rules.add({}, {}, UserId(1), "key")).id
        post = StoredPost(SOURCE, message, self.clock.now(), {"text": "x"}, version="0.a")
        await self.posts.add(post)
        waits = Gather(self.rule, 1, SOURCE, (message,), self.clock.now() + timedelta(minutes=5))
        await self.posts.route([post], [Decision(self.rule, SOURCE, message, "pass")], [], [waits])
        return post

    async def take(self, queue: Queue, *messages: MessageId) -> bool:
        gathered = [each for each in queue.gathered if set(each.messages) & set(messages)]
        seen = {(SOURCE, message): ("0.a", False) for message in messages}
        delivery = Delivery(f"k{messages}", SOURCE, {}, rule=self.rule)
        return await self.gatherings.release(self.rule, queue, Leaving(gathered, seen, [delivery]))


@pytest.fixture
def desk(database: Database, clock: FakeClock) -> Desk:
    return Desk(database, clock)


async def test_a_post_is_taken_out_once(desk: Desk):
    await desk.gather(ONE)
    queue = await desk.gatherings.queue(desk.rule)
    assert await desk.take(queue, ONE)
    assert not await desk.take(queue, ONE)
    assert (await desk.gatherings.queue(desk.rule)).gathered == ()


async def test_a_post_that_was_edited_or_deleted_meanwhile_is_not_taken_out_as_it_was(desk: Desk):
    post = await desk.gather(ONE)
    await desk.gather(TWO)
    queue = await desk.gatherings.queue(desk.rule)
    follows = Delivery("edit", SOURCE, {}, rule=desk.rule)
    assert await desk.posts.edit(replace(post, content={"text": "y"}, version="1.b"), [follows]) == 0
    assert await desk.posts.mark_deleted(SOURCE, {TWO: [replace(follows, key="delete")]}) == 0
    assert not await desk.take(queue, ONE)
    assert not await desk.take(queue, TWO)
    assert len((await desk.gatherings.queue(desk.rule)).gathered) == 2


async def test_what_follows_a_post_that_was_taken_out_is_enqueued(desk: Desk):
    post = await desk.gather(ONE)
    assert await desk.take(await desk.gatherings.queue(desk.rule), ONE)
    follows = Delivery("edit", SOURCE, {}, rule=desk.rule)
    assert await desk.posts.edit(replace(post, content={"text": "y"}, version="1.b"), [follows]) == 1
    assert await desk.posts.mark_deleted(SOURCE, {ONE: [replace(follows, key="delete")]}) == 1


async def test_a_post_that_comes_after_the_queue_was_read_is_looked_at_again(desk: Desk):
    await desk.gather(ONE)
    queue = await desk.gatherings.queue(desk.rule)
    await desk.gather(TWO)
    assert await desk.take(queue, ONE)
    assert await desk.gatherings.next_due() == desk.clock.now()
    assert await desk.gatherings.due(desk.clock.now()) == [desk.rule]


async def test_a_rule_that_is_gone_gathers_nothing(desk: Desk):
    await desk.gather(ONE)
    await desk.rules.delete(desk.rule)
    await desk.gather(TWO)
    assert (await desk.gatherings.queue(desk.rule)).gathered == ()
