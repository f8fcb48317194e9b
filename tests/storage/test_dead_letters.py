"""What did not arrive, as rows."""

from datetime import timedelta

from core.ids import ChatId, DeliveryId
from storage.database import Database
from storage.dead_letters import DeadLetters
from storage.outbox import Delivery, DeliveryState, Outbox, Outcome
from tests.fakes.clock import FakeClock
from tests.fakes.outbox import send_all, take_one

CHAT = ChatId(-1001234567890)


async def test_they_are_listed_newest_first_and_by_pages(database: Database, clock: FakeClock):
    letters, _ = await _some_failed(database, clock, 5)
    assert await letters.count() == 5
    assert [letter.delivery.key for letter in await letters.page(0, 3)] == ["k4", "k3", "k2"]
    last = await letters.page(3, 3)
    assert [(letter.delivery.key, letter.delivery.state, letter.delivery.reason) for letter in last] == [
        ("k1", DeliveryState.UNKNOWN, "cut"),
        ("k0", DeliveryState.DEAD, "refused"),
    ]
    assert clock.now() - last[1].since == timedelta(seconds=5)


async def test_what_is_let_go_is_neither_listed_nor_sent_again(database: Database, clock: FakeClock):
    letters, outbox = await _some_failed(database, clock, 2)
    [_, first] = await letters.page(0, 2)
    assert await letters.discard(first.delivery.id)
    assert not await letters.discard(first.delivery.id)
    assert not await outbox.resend(first.delivery.id)
    assert await letters.retry_all() == 1
    assert await outbox.counts() == {DeliveryState.DISCARDED: 1, DeliveryState.PENDING: 1}


async def test_all_of_them_go_again_in_their_order(database: Database, clock: FakeClock):
    letters, outbox = await _some_failed(database, clock, 3)
    assert await letters.retry_all() == 3
    assert await letters.count() == 0
    assert [delivery.key for delivery in await send_all(outbox)] == ["k0", "k1", "k2"]


async def test_what_waits_or_arrived_is_not_among_them(database: Database, clock: FakeClock):
    letters, outbox = await _some_failed(database, clock, 1)
    await outbox.enqueue(Delivery("fresh", CHAT, {}))
    fresh = await take_one(outbox)
    assert fresh is not None
    assert not await letters.discard(fresh.id)
    await outbox.finish(Outcome(fresh, DeliveryState.SENT))
    assert not await letters.discard(DeliveryId(fresh.id))
    assert await letters.count() == 1


async def _some_failed(database: Database, clock: FakeClock, count: int) -> tuple[DeadLetters, Outbox]:
    """In one lane, a second apart; every other one unknown."""
    outbox = Outbox(database, clock)
    await outbox.enqueue(*(Delivery(f"k{number}", CHAT, {}) for number in range(count)))
    for number in range(count):
        delivery = await take_one(outbox)
        assert delivery is not None
        cut, refused = (DeliveryState.UNKNOWN, "cut"), (DeliveryState.DEAD, "refused")
        await outbox.finish(Outcome(delivery, *(cut if number % 2 else refused)))
        clock.advance(1)
    return DeadLetters(database, clock), outbox


async def test_what_a_person_sends_again_goes_out_under_new_numbers(database: Database, clock: FakeClock):
    letters, outbox = await _some_failed(database, clock, 4)
    before = {letter.delivery.id: letter.delivery.random_id for letter in await letters.page(0, 4)}
    assert await outbox.resend(DeliveryId(min(before)))
    assert await letters.retry_all() == 3
    after = {delivery.id: delivery.random_id for delivery in await send_all(outbox)}
    assert before.keys() == after.keys()
    assert len({*before.values(), *after.values()}) == 8
