"""A rule whose queue grows too long."""

from dataclasses import replace

from core.i18n import Translator
from core.ids import ChatId, MessageId
from forwarding.notices import Notices
from forwarding.outgoing import text_delivery
from forwarding.overflow import Overflow
from forwarding.telling import Telling
from storage.database import Database
from storage.outbox import DeliveryState, Outcome
from storage.overflow import OverflowRows
from storage.users import Users
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import AUTHOR, ELSEWHERE, OTHER, SOURCE, TARGET, Room, make_room, post
from tests.fakes.outbox import take_one

DAY = 24 * 3600.0


async def test_the_oldest_go_unsent_and_the_newest_arrive(database: Database, translator: Translator, clock: FakeClock):
    room, overflow = _stage(database, translator, clock)
    await room.rule(overflow="drop_oldest", overflow_after=3)
    await _flood(room, 8)
    await overflow.run()
    await overflow.run()
    assert await room.outbox.counts() == {DeliveryState.DISCARDED: 5, DeliveryState.PENDING: 3}
    await room.deliver(seconds=600)
    assert room.transport.originals(TARGET) == [6, 7, 8]


async def test_how_many_went_is_told_once_on_the_day_after(
    database: Database, translator: Translator, clock: FakeClock
):
    room, overflow = _stage(database, translator, clock)
    rule = await room.rule(overflow="drop_oldest", overflow_after=3)
    await _flood(room, 8)
    await overflow.run()
    await room.deliver(seconds=600)
    assert room.transport.said(ChatId(AUTHOR)) == []
    for _ in range(3):
        clock.advance(DAY)
        await overflow.run()
        await overflow.run()
        await room.deliver()
    [told] = room.transport.said(ChatId(AUTHOR))
    assert rule.name in told
    assert "5" in told


async def test_a_rule_that_queues_and_one_with_few_posts_lose_nothing(
    database: Database, translator: Translator, clock: FakeClock
):
    room, overflow = _stage(database, translator, clock)
    await room.rule(overflow_after=3)
    await room.rule(source=OTHER, destination=ELSEWHERE, overflow="drop_oldest", overflow_after=3)
    await _flood(room, 8)
    for number in range(1, 4):
        await room.forwarder.accept(post(number, source=OTHER))
    await overflow.run()
    assert await room.outbox.counts() == {DeliveryState.PENDING: 11}


async def test_a_post_that_is_on_its_way_is_not_dropped(database: Database, translator: Translator, clock: FakeClock):
    room, overflow = _stage(database, translator, clock)
    await room.rule(overflow="drop_oldest", overflow_after=1)
    await _flood(room, 3)
    assert await take_one(room.outbox)
    await overflow.run()
    expected = {DeliveryState.SENDING: 1, DeliveryState.DISCARDED: 1, DeliveryState.PENDING: 1}
    assert await room.outbox.counts() == expected


async def test_what_goes_on_in_further_messages_goes_with_its_post(
    database: Database, translator: Translator, clock: FakeClock
):
    room, overflow = _stage(database, translator, clock)
    await room.rule(overflow="drop_oldest", overflow_after=1, transforms=[{"footer": {"text": "end"}}])
    for number in (1, 2):
        await room.forwarder.accept(post(number, f"{number} " * 3000))
    await room.forwarder.accept_edit(replace(post(1, "new"), edited=clock.now()))
    await overflow.run()
    await room.deliver(seconds=600)
    await room.deliver(seconds=60)
    assert room.transport.originals(TARGET) == [2]
    assert all("1" not in text for text in room.transport.said(TARGET))
    assert room.transport.said(ChatId(AUTHOR)) == []


async def test_a_digest_takes_the_place_of_all_that_waits(database: Database, translator: Translator, clock: FakeClock):
    room, overflow = _stage(database, translator, clock)
    await room.rule(name="News", overflow="digest", overflow_after=3)
    await _flood(room, 3)
    await overflow.run()
    assert await room.outbox.counts() == {DeliveryState.PENDING: 3}
    leaving = await take_one(room.outbox)
    assert leaving is not None
    for each in (post(4, album="a"), post(5, "words", album="a"), post(6, "six")):
        await room.forwarder.accept(each)
    clock.advance(5)
    await room.forwarder.settle()
    await room.forwarder.accept_edit(replace(post(6, "6th"), edited=clock.now()))
    for _ in range(2):
        await overflow.run()
    await room.outbox.finish(Outcome(leaving, DeliveryState.SENT))
    await room.deliver(seconds=600)
    assert room.transport.originals(TARGET) == []
    [digest] = room.transport.said(TARGET)
    assert digest.splitlines() == ["News", "4 posts", "• post 2", "• post 3", "• words", "• 6th"]


async def test_what_was_told_in_a_digest_is_followed_no_more(
    database: Database, translator: Translator, clock: FakeClock
):
    room, overflow = _stage(database, translator, clock)
    await room.rule(overflow="digest", overflow_after=1, deletions="follow")
    await _flood(room, 3)
    await overflow.run()
    await room.deliver(seconds=600)
    await room.forwarder.accept_edit(replace(post(1, "new"), edited=clock.now()))
    await room.forwarder.accept_deletion(SOURCE, [MessageId(2)])
    await room.deliver(seconds=5)
    assert (room.transport.edits, room.transport.deleted, room.transport.said(ChatId(AUTHOR))) == ([], [], [])
    assert len(room.transport.said(TARGET)) == 1


async def test_each_destination_gets_a_digest_of_what_waits_for_it(
    database: Database, translator: Translator, clock: FakeClock
):
    room, overflow = _stage(database, translator, clock)
    places = [{"chat": TARGET}, {"chat": ELSEWHERE, "topic_name": "News: all"}]
    await room.rule(overflow="digest", overflow_after=3, destinations=places)
    await _flood(room, 1)
    await room.deliver()
    clock.advance(30)
    for number in (2, 3):
        await room.forwarder.accept(post(number, f"post {number}"))
    await overflow.run()
    await room.deliver(seconds=600)
    for chat in (TARGET, ELSEWHERE):
        assert room.transport.originals(chat) == [1]
        [digest] = room.transport.said(chat)
        assert digest.splitlines()[1:] == ["2 posts", "• post 2", "• post 3"]


async def test_a_post_that_leaves_while_the_digest_is_made_is_not_told_twice(
    database: Database, translator: Translator, clock: FakeClock
):
    room, _ = _stage(database, translator, clock)
    rule = await room.rule(overflow="digest", overflow_after=1)
    await _flood(room, 3)
    rows = OverflowRows(database, clock)
    backlog = await rows.backlog(rule.id)
    assert await take_one(room.outbox)
    assert not await rows.replace(rule.id, backlog, [text_delivery("digest:1", TARGET, "x")], [])
    assert await room.outbox.counts() == {DeliveryState.SENDING: 1, DeliveryState.PENDING: 2}


def _stage(database: Database, translator: Translator, clock: FakeClock) -> tuple[Room, Overflow]:
    room = make_room(database, translator, clock)
    users = Users(database, clock)
    notices, telling = Notices(users, translator), Telling(users, translator)
    rows = OverflowRows(database, clock)
    return room, Overflow(room.rulebook, room.outbox, rows, notices, posts=room.posts, telling=telling, clock=clock)


async def _flood(room: Room, count: int) -> None:
    for number in range(1, count + 1):
        await room.forwarder.accept(post(number, f"post {number}"))
