"""The outbox's rows."""

import asyncio
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from core.ids import ChatId, MessageId, RuleId
from storage.database import Database
from storage.links import Links, MessageLink
from storage.outbox import Delivery, DeliveryState, Outbox, Outcome
from storage.tables.forwarding import DeliveryRow
from tests.fakes.clock import FakeClock
from tests.fakes.database import create_all

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
    assert await links.find(RuleId(1), ChatId(-1), MessageId(2), CHAT) == link
    assert await outbox.counts() == {DeliveryState.SENT: 1, DeliveryState.PENDING: 1}


async def test_a_delivery_reads_back_as_it_was(database: Database, clock: FakeClock):
    outbox = Outbox(database, clock)
    await outbox.enqueue(Delivery("k", CHAT, {"text": "привет 🔥"}, rule=RuleId(4), lane="l"))
    delivery = await outbox.claim(30)
    assert delivery is not None
    assert (delivery.chat, delivery.payload, delivery.rule, delivery.lane) == (CHAT, {"text": "привет 🔥"}, 4, "l")


async def test_of_an_answer_that_is_over_no_word_is_left(database: Database, clock: FakeClock):
    outbox = Outbox(database, clock)
    await outbox.enqueue(Delivery("answer:1", CHAT, {"text": "lighthouse"}), Delivery("k", CHAT, {"text": "a notice"}))
    for _ in range(2):
        delivery = await outbox.claim(30)
        assert delivery is not None
        assert delivery.payload != {}
        await outbox.sent(delivery.id)

    async with database.reading() as session:
        rows = (await session.scalars(select(DeliveryRow).order_by(DeliveryRow.id))).all()

    assert [row.payload for row in rows] == [{}, {"text": "a notice"}]


async def test_an_answer_that_arrived_is_not_in_the_file_of_the_database(tmp_path: Path, clock: FakeClock):
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'platform.db'}")
    await create_all(database)
    outbox = Outbox(database, clock)
    await outbox.enqueue(Delivery("answer:1", CHAT, {"text": "lighthouse"}))
    assert any(b"lighthouse" in path.read_bytes() for path in tmp_path.iterdir())
    delivery = await outbox.claim(30)
    assert delivery is not None
    await outbox.sent(delivery.id)
    assert not [path.name for path in tmp_path.iterdir() if b"lighthouse" in path.read_bytes()]
    await database.close()


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


async def test_rules_take_turns_however_much_one_of_them_has(database: Database, clock: FakeClock):
    outbox = Outbox(database, clock)
    await outbox.enqueue(
        *(Delivery(f"busy{number}", CHAT, {}, lane=f"b{number}", rule=RuleId(1)) for number in range(40))
    )
    await outbox.enqueue(
        *(Delivery(f"calm{number}", CHAT, {}, lane=f"c{number}", rule=RuleId(2)) for number in range(3))
    )
    one_by_one = [delivery.rule for _ in range(6) if (delivery := await outbox.claim(30)) is not None]
    assert one_by_one == [1, 2, 1, 2, 1, 2]
    assert {delivery.rule for delivery in await outbox.claim_many(8, 30)} == {1}


async def test_a_batch_holds_one_delivery_of_each_lane_and_rules_in_turn(database: Database, clock: FakeClock):
    outbox = Outbox(database, clock)
    for lane in range(6):
        rule = RuleId(1 if lane < 4 else 2)
        await outbox.enqueue(*(Delivery(f"{lane}/{each}", CHAT, {}, lane=f"l{lane}", rule=rule) for each in range(3)))
    batch = await outbox.claim_many(100, 30)
    assert [delivery.key for delivery in batch] == ["0/0", "4/0", "1/0", "5/0", "2/0", "3/0"]
    assert await outbox.claim_many(100, 30) == []


async def test_a_batch_is_sent_and_written_down_at_once(database: Database, clock: FakeClock):
    outbox = Outbox(database, clock)
    await outbox.enqueue(*(Delivery(f"k{number}", CHAT, {}, lane=f"l{number}") for number in range(3)))
    first, second, lost = await outbox.claim_many(3, 30)
    await outbox.retry(lost.id, clock.now() + timedelta(seconds=9), "waits")
    assert await outbox.sending_many([first.id, second.id, lost.id], 30) == {first.id, second.id}
    notice = Delivery("notice", CHAT, {})
    refused = Outcome(second.id, DeliveryState.DEAD, "gone", notices=[notice])
    await outbox.finish(Outcome(first.id, DeliveryState.SENT), refused)
    expected = {DeliveryState.SENT: 1, DeliveryState.DEAD: 1, DeliveryState.PENDING: 2}
    assert await outbox.counts() == expected


async def test_what_is_enqueued_in_one_go_keeps_its_order_and_each_key_once(database: Database, clock: FakeClock):
    outbox = Outbox(database, clock)
    many = [Delivery(f"k{number % 700}", CHAT, {}) for number in range(1400)]
    assert await outbox.enqueue(*many) == 700
    for number in range(3):
        delivery = await outbox.claim(30)
        assert delivery is not None
        assert delivery.key == f"k{number}"
        await outbox.dead(delivery.id, "gone")


async def test_each_delivery_keeps_a_number_of_its_own_over_its_attempts(database: Database, clock: FakeClock):
    outbox = Outbox(database, clock)
    await outbox.enqueue(Delivery("a", CHAT, {}, lane="a"), Delivery("b", CHAT, {}, lane="b"))
    numbers: dict[str, set[int]] = {"a": set(), "b": set()}
    for _ in range(3):
        for delivery in await outbox.claim_many(2, 30):
            numbers[delivery.key].add(delivery.random_id)
            await outbox.sending(delivery.id, 30)
            await outbox.retry(delivery.id, clock.now(), "cut", may_have_arrived=True)
    [first], [second] = numbers.values()
    assert 0 < first != second > 0
