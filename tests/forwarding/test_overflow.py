"""A rule whose queue grows too long."""

from core.i18n import Translator
from core.ids import ChatId
from forwarding.notices import Notices
from forwarding.overflow import Overflow
from storage.database import Database
from storage.outbox import DeliveryState
from storage.overflow import OverflowRows
from storage.users import Users
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import AUTHOR, ELSEWHERE, OTHER, TARGET, Room, make_room, post
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


def _stage(database: Database, translator: Translator, clock: FakeClock) -> tuple[Room, Overflow]:
    room = make_room(database, translator, clock)
    notices = Notices(Users(database, clock), translator)
    return room, Overflow(room.rulebook, room.outbox, OverflowRows(database, clock), notices, clock)


async def _flood(room: Room, count: int) -> None:
    for number in range(1, count + 1):
        await room.forwarder.accept(post(number))
