"""The outbox's rows."""

import asyncio
from datetime import timedelta

from core.ids import ChatId, MessageId, RuleId
from storage.database import Database
from storage.links import Links, MessageLink
from storage.outbox import Delivery, DeliveryState, Outbox
from tests.fakes.clock import FakeClock

CHAT = ChatId(-1001234567890)


async def test_two_couriers_never_get_the_same_delivery(database: Database, clock: FakeClock):
    outbox = Outbox(database, clock)
    await outbox.enqueue(*(Delivery(f"k{number}", CHAT, {}, lane=f"l{number}") for number in range(20)))
    claimed = await asyncio.gather(*(Outbox(database, clock).claim(30) for _ in range(25)))
    keys = [each.key for each in claimed if each]
    assert sorted(keys) == sorted(f"k{number}" for number in range(20))


async def test_what_is_not_due_yet_waits(database: Database, clock: FakeClock):
    outbox = Outbox(database, clock)
    due = clock.now() + timedelta(seconds=60)
    await outbox.enqueue(Delivery("k", CHAT, {}, not_before=due))
    assert await outbox.claim(30) is None
    assert await outbox.next_due() == due
    clock.advance(60)
    assert await outbox.claim(30) is not None


async def test_listeners_hear_of_new_deliveries_only(database: Database, clock: FakeClock):
    outbox, heard = Outbox(database, clock), []
    outbox.subscribe(lambda: heard.append(1))
    for _ in range(2):
        await outbox.enqueue(Delivery("k", CHAT, {}))
    assert heard == [1]


async def test_a_send_is_recorded_with_its_links_and_notices(database: Database, clock: FakeClock):
    outbox, links = Outbox(database, clock), Links(database)
    await outbox.enqueue(Delivery("k", CHAT, {}))
    delivery = await outbox.claim(30)
    assert delivery is not None
    assert await outbox.sending(delivery.id, 30)
    link = MessageLink(RuleId(1), ChatId(-1), MessageId(2), CHAT, MessageId(3), has_media=True)
    await outbox.sent(delivery.id, [link], Delivery("notice", CHAT, {}))
    assert await links.find(RuleId(1), ChatId(-1), MessageId(2)) == link
    assert await outbox.counts() == {DeliveryState.SENT: 1, DeliveryState.PENDING: 1}


async def test_a_delivery_reads_back_as_it_was(database: Database, clock: FakeClock):
    outbox = Outbox(database, clock)
    await outbox.enqueue(Delivery("k", CHAT, {"text": "привет 🔥"}, rule=RuleId(4), lane="l"))
    delivery = await outbox.claim(30)
    assert delivery is not None
    assert (delivery.chat, delivery.payload, delivery.rule, delivery.lane) == (CHAT, {"text": "привет 🔥"}, 4, "l")


async def test_only_what_is_over_is_purged(database: Database, clock: FakeClock):
    outbox = Outbox(database, clock)
    await outbox.enqueue(Delivery("old", CHAT, {}), Delivery("open", CHAT, {}, lane="other"))
    delivery = await outbox.claim(30)
    assert delivery is not None
    await outbox.dead(delivery.id, "gone")
    clock.advance(10)
    assert await outbox.purge(clock.now()) == 1
    assert await outbox.counts() == {DeliveryState.PENDING: 1}


async def test_behind_a_head_that_must_wait_nothing_is_due(database: Database, clock: FakeClock):
    outbox = Outbox(database, clock)
    await outbox.enqueue(Delivery("head", CHAT, {}), Delivery("behind", CHAT, {}))
    head = await outbox.claim(30)
    assert head is not None
    assert await outbox.next_due() is None
    later = clock.now() + timedelta(seconds=600)
    await outbox.retry(head.id, later, "told to wait")
    assert await outbox.claim(30) is None
    assert await outbox.next_due() == later


async def test_of_two_couriers_one_takes_up_what_a_third_left_in_the_middle(database: Database, clock: FakeClock):
    outbox = Outbox(database, clock)
    await outbox.enqueue(*(Delivery(f"k{number}", CHAT, {}, lane=f"l{number}") for number in range(3)))
    while (delivery := await outbox.claim(30)) is not None:
        assert await outbox.sending(delivery.id, 30)
    clock.advance(31)
    found = await asyncio.gather(*(Outbox(database, clock).recover(30) for _ in range(3)))
    assert sorted(len(each) for each in found) == [0, 0, 3]
