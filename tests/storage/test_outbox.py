"""The outbox's rows."""

import asyncio
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from core.ids import ChatId, MessageId, RuleId
from storage.database import Database
from storage.lanes import EXAMINED, LANES_AT_ONCE
from storage.links import Links, MessageLink
from storage.outbox import Delivery, DeliveryState, Outbox, Outcome, Taken
from storage.tables.forwarding import DeliveryRow
from tests.fakes.clock import FakeClock
from tests.fakes.database import create_all
from tests.fakes.outbox import send_all, take_one

CHAT = ChatId(-1001234567890)


async def test_two_couriers_never_get_the_same_delivery(database: Database, clock: FakeClock):
    outbox = Outbox(database, clock)
    await outbox.enqueue(*(Delivery(f"k{number}", CHAT, {}, lane=f"l{number}") for number in range(20)))
    keys: list[str] = []

    async def take_all(courier: Outbox) -> None:
        while (taken := await courier.take(3, 30)) != Taken([], None):
            keys.extend(delivery.key for delivery in taken.deliveries)

    await asyncio.gather(*(take_all(Outbox(database, clock)) for _ in range(5)))
    assert sorted(keys) == sorted(f"k{number}" for number in range(20))


async def test_what_is_not_due_yet_waits(database: Database, clock: FakeClock):
    outbox = Outbox(database, clock)
    due = clock.now() + timedelta(seconds=60)
    await outbox.enqueue(Delivery("k", CHAT, {}, not_before=due))
    assert await outbox.take(1, 30) == Taken([], due)
    clock.advance(60)
    assert await take_one(outbox) is not None


async def test_listeners_hear_of_new_deliveries_only(database: Database, clock: FakeClock):
    outbox, heard = Outbox(database, clock), []
    outbox.subscribe(lambda: heard.append(1))
    for _ in range(2):
        await outbox.enqueue(Delivery("k", CHAT, {}))
    assert heard == [1]


async def test_a_send_is_recorded_with_its_links_and_notices(database: Database, clock: FakeClock):
    outbox, links = Outbox(database, clock), Links(database)
    await outbox.enqueue(Delivery("k", CHAT, {}))
    delivery = await take_one(outbox)
    assert delivery is not None
    link = MessageLink(RuleId(1), ChatId(-1), MessageId(2), CHAT, MessageId(3), has_media=True)
    await outbox.finish(Outcome(delivery, DeliveryState.SENT, links=[link], notices=[Delivery("notice", CHAT, {})]))
    assert await links.find(RuleId(1), ChatId(-1), MessageId(2), CHAT) == link
    assert await outbox.counts() == {DeliveryState.SENT: 1, DeliveryState.PENDING: 1}


async def test_a_delivery_reads_back_as_it_was(database: Database, clock: FakeClock):
    outbox = Outbox(database, clock)
    await outbox.enqueue(Delivery("k", CHAT, {"text": "привет 🔥"}, rule=RuleId(4), lane="l"))
    delivery = await take_one(outbox)
    assert delivery is not None
    assert (delivery.chat, delivery.payload, delivery.rule, delivery.lane) == (CHAT, {"text": "привет 🔥"}, 4, "l")


async def test_of_an_answer_that_is_over_no_word_is_left(database: Database, clock: FakeClock):
    outbox = Outbox(database, clock)
    await outbox.enqueue(Delivery("answer:1", CHAT, {"text": "lighthouse"}), Delivery("k", CHAT, {"text": "a notice"}))
    for _ in range(2):
        delivery = await take_one(outbox)
        assert delivery is not None
        assert delivery.payload != {}
        await outbox.finish(Outcome(delivery, DeliveryState.SENT))

    async with database.reading() as session:
        rows = (await session.scalars(select(DeliveryRow).order_by(DeliveryRow.id))).all()

    assert [row.payload for row in rows] == [{}, {"text": "a notice"}]


async def test_an_answer_that_arrived_is_not_in_the_file_of_the_database(tmp_path: Path, clock: FakeClock):
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'platform.db'}")
    await create_all(database)
    outbox = Outbox(database, clock)
    await outbox.enqueue(Delivery("answer:1", CHAT, {"text": "lighthouse"}))
    assert any(b"lighthouse" in path.read_bytes() for path in tmp_path.iterdir())
    assert await send_all(outbox)
    assert not [path.name for path in tmp_path.iterdir() if b"lighthouse" in path.read_bytes()]
    await database.close()


async def test_only_what_is_over_is_purged(database: Database, clock: FakeClock):
    outbox = Outbox(database, clock)
    await outbox.enqueue(Delivery("old", CHAT, {}), Delivery("open", CHAT, {}, lane="other"))
    delivery = await take_one(outbox)
    assert delivery is not None
    await outbox.finish(Outcome(delivery, DeliveryState.DEAD, "gone"))
    clock.advance(10)
    assert await outbox.purge(clock.now()) == 1
    assert await outbox.counts() == {DeliveryState.PENDING: 1}


async def test_behind_a_head_that_must_wait_nothing_is_due(database: Database, clock: FakeClock):
    outbox = Outbox(database, clock)
    await outbox.enqueue(Delivery("head", CHAT, {}), Delivery("behind", CHAT, {}))
    head = await take_one(outbox)
    assert head is not None
    assert await outbox.take(1, 30) == Taken([], None)
    later = clock.now() + timedelta(seconds=600)
    await outbox.finish(Outcome(head, DeliveryState.PENDING, "told to wait", not_before=later))
    assert await outbox.take(1, 30) == Taken([], later)


async def test_of_two_couriers_one_takes_up_what_a_third_left_in_the_middle(database: Database, clock: FakeClock):
    outbox = Outbox(database, clock)
    await outbox.enqueue(*(Delivery(f"k{number}", CHAT, {}, lane=f"l{number}") for number in range(3)))
    assert len((await outbox.take(9, 30)).deliveries) == 3
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
    one_by_one = [delivery.rule for _ in range(6) if (delivery := await take_one(outbox)) is not None]
    assert one_by_one == [1, 2, 1, 2, 1, 2]
    assert {delivery.rule for delivery in (await outbox.take(8, 30)).deliveries} == {1}


async def test_a_batch_holds_one_delivery_of_each_lane_and_rules_in_turn(database: Database, clock: FakeClock):
    outbox = Outbox(database, clock)
    for lane in range(6):
        rule = RuleId(1 if lane < 4 else 2)
        await outbox.enqueue(*(Delivery(f"{lane}/{each}", CHAT, {}, lane=f"l{lane}", rule=rule) for each in range(3)))
    batch = await outbox.take(100, 30)
    assert [delivery.key for delivery in batch.deliveries] == ["0/0", "4/0", "1/0", "5/0", "2/0", "3/0"]
    assert await outbox.take(100, 30) == Taken([], None)


async def test_a_batch_is_sent_and_written_down_at_once(database: Database, clock: FakeClock):
    outbox = Outbox(database, clock)
    await outbox.enqueue(*(Delivery(f"k{number}", CHAT, {}, lane=f"l{number}") for number in range(3)))
    first, second, third = (await outbox.take(3, 30)).deliveries
    refused = Outcome(second, DeliveryState.DEAD, "gone", notices=[Delivery("notice", CHAT, {})])
    back = Outcome(third, DeliveryState.PENDING, "waits", not_before=clock.now() + timedelta(seconds=9))
    await outbox.finish(Outcome(first, DeliveryState.SENT), refused, back)
    expected = {DeliveryState.SENT: 1, DeliveryState.DEAD: 1, DeliveryState.PENDING: 2}
    assert await outbox.counts() == expected


async def test_what_is_enqueued_in_one_go_keeps_its_order_and_each_key_once(database: Database, clock: FakeClock):
    outbox = Outbox(database, clock)
    many = [Delivery(f"k{number % 700}", CHAT, {}) for number in range(1400)]
    assert await outbox.enqueue(*many) == 700
    assert [delivery.key for delivery in await send_all(outbox)] == [f"k{number}" for number in range(700)]


async def test_each_delivery_keeps_a_number_of_its_own_over_its_attempts(database: Database, clock: FakeClock):
    outbox = Outbox(database, clock)
    await outbox.enqueue(Delivery("a", CHAT, {}, lane="a"), Delivery("b", CHAT, {}, lane="b"))
    numbers: dict[str, set[int]] = {"a": set(), "b": set()}
    for _ in range(3):
        for delivery in (await outbox.take(2, 30)).deliveries:
            numbers[delivery.key].add(delivery.random_id)
            await outbox.finish(Outcome(delivery, DeliveryState.PENDING, "cut", may_have_arrived=True))
    [first], [second] = numbers.values()
    assert 0 < first != second > 0


async def test_what_the_gate_puts_off_waits_and_what_it_leaves_is_asked_for_again(database: Database, clock: FakeClock):
    outbox = Outbox(database, clock)
    await outbox.enqueue(*(Delivery(f"k{number}", CHAT, {}, lane=f"l{number}") for number in range(3)))
    answers = {"k0": 0.0, "k1": 60.0, "k2": None}
    taken = await outbox.take(3, 30, lambda delivery: answers[delivery.key])
    assert [delivery.key for delivery in taken.deliveries] == ["k0"]
    assert taken.next_due == clock.now() + timedelta(seconds=60)
    assert [delivery.key for delivery in (await outbox.take(3, 30)).deliveries] == ["k2"]
    clock.advance(60)
    assert [delivery.key for delivery in (await outbox.take(3, 30)).deliveries] == ["k1"]


async def test_a_rule_that_was_put_off_has_the_next_turn(database: Database, clock: FakeClock):
    """One chat that two rules share lets one pass at a time."""
    outbox, left = Outbox(database, clock), []
    for rule in (1, 2):
        many = (Delivery(f"{rule}/{number}", CHAT, {}, lane=f"{rule}", rule=RuleId(rule)) for number in range(6))
        await outbox.enqueue(*many)
    places: list[float] = []

    def one_at_a_time(_: Delivery) -> float:
        return places.pop() if places else 3.0

    for _ in range(6):
        places.append(0.0)
        taken = await outbox.take(1, 30, one_at_a_time)
        await outbox.finish(*(Outcome(delivery, DeliveryState.SENT) for delivery in taken.deliveries))
        left += [delivery.rule for delivery in taken.deliveries]
        clock.advance(3)
    assert {*left[:2]} == {*left[2:4]} == {*left[4:]} == {1, 2}


async def test_more_lanes_than_one_look_sees_all_have_their_turn(database: Database, clock: FakeClock):
    """Those that wait for later stand before the others, and stop none."""
    outbox, later = Outbox(database, clock), clock.now() + timedelta(hours=1)
    count = LANES_AT_ONCE * 2 + 5
    await outbox.enqueue(
        *(Delivery(f"a{number}", CHAT, {}, lane=f"a{number}", not_before=later) for number in range(count)),
        *(Delivery(f"b{number}", CHAT, {}, lane=f"b{number}", rule=RuleId(number)) for number in range(5)),
    )
    found: list[str] = []
    while (taken := await outbox.take(2, 30)) != Taken([], later):
        found += [delivery.key for delivery in taken.deliveries]
    assert sorted(found) == [f"b{number}" for number in range(5)]


async def test_what_arrived_is_known_although_its_lease_was_over(database: Database, clock: FakeClock):
    outbox = Outbox(database, clock)
    await outbox.enqueue(Delivery("a", CHAT, {}, lane="a"), Delivery("b", CHAT, {}, lane="b"))
    first, second = (await outbox.take(2, 30)).deliveries
    clock.advance(31)
    for delivery in await Outbox(database, clock).recover(30):
        await outbox.finish(Outcome(delivery, DeliveryState.PENDING, "cut", may_have_arrived=True))
    await outbox.finish(Outcome(first, DeliveryState.SENT), Outcome(second, DeliveryState.DEAD, "refused"))
    assert await outbox.counts() == {DeliveryState.SENT: 1, DeliveryState.PENDING: 1}


async def test_when_more_are_due_than_were_looked_at_the_next_look_is_at_once(database: Database, clock: FakeClock):
    outbox = Outbox(database, clock)
    await outbox.enqueue(*(Delivery(f"k{number}", CHAT, {}, lane=f"l{number}") for number in range(EXAMINED + 8)))
    taken = await outbox.take(1, 30, lambda delivery: 60.0)
    assert taken == Taken([], clock.now())
    assert await outbox.take(1, 30, lambda delivery: 60.0) == Taken([], clock.now() + timedelta(seconds=60))
