"""What becomes of deliveries when Telegram refuses, is slow, or the process dies in the middle."""

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from core.errors import DeliveryRejected, RetryLater, Unavailable
from core.i18n import Translator
from core.ids import ChatId, DeliveryId, MessageId, RuleId
from forwarding.attempting import MAX_BACKOFF, MOST_DOUBTS, backoff
from forwarding.courier import AT_ONCE
from forwarding.limits import Pace, Paces
from forwarding.outgoing import CopyPosts, Via, text_delivery, to_payload
from forwarding.transports.protocol import ChatMigrated, CopyForbidden, DeliveryUncertain, SlowMode
from storage.database import Database
from storage.outbox import Delivery, DeliveryState
from storage.tables.forwarding import DeliveryRow
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import AUTHOR, ELSEWHERE, OTHER, TARGET, Room, make_room, post

AUTHORS_CHAT = ChatId(AUTHOR)


@pytest.fixture
def room(database: Database, translator: Translator, clock: FakeClock) -> Room:
    return make_room(database, translator, clock)


async def test_retry_after_is_obeyed_in_full_and_by_the_next_process_too(
    room: Room, database: Database, translator: Translator, clock: FakeClock
):
    await room.rule()
    room.transport.faults.append(RetryLater(137))
    await room.forwarder.accept(post(1))
    await room.deliver()
    next_life = make_room(database, translator, clock, room.transport)
    await next_life.governor.load()
    await next_life.forwarder.accept(post(2))
    await next_life.deliver(seconds=136)
    assert room.transport.originals(TARGET) == []
    await next_life.deliver(seconds=1)
    assert room.transport.originals(TARGET) == [1, 2]


async def test_order_holds_when_the_first_of_a_lane_must_be_retried(room: Room):
    await room.rule()
    room.transport.faults.append(Unavailable())
    for number in (1, 2, 3):
        await room.forwarder.accept(post(number))
    await room.deliver()
    assert room.transport.originals(TARGET) == []
    await room.deliver(seconds=5)
    assert room.transport.originals(TARGET) == [1, 2, 3]


async def test_a_destination_that_waits_stops_no_other(room: Room):
    await room.rule()
    await room.rule(destination=OTHER)
    room.transport.faults.append(RetryLater(60))
    await room.forwarder.accept(post(1))
    await room.deliver()
    assert (room.transport.originals(TARGET), room.transport.originals(OTHER)) == ([], [1])


async def test_an_outage_is_waited_out_with_growing_pauses(room: Room):
    await room.rule()
    room.transport.faults.extend(Unavailable() for _ in range(5))
    await room.forwarder.accept(post(1))
    await room.deliver()
    pauses = []
    while not room.transport.arrived:
        due = (await room.outbox.take(1, 30)).next_due
        assert due is not None
        pauses.append((due - room.clock.now()).total_seconds())
        await room.deliver(seconds=pauses[-1])
    assert pauses == [1, 2, 4, 8, 16]


@given(st.integers(0, 10**9))
def test_pauses_grow_up_to_a_limit_however_long_the_outage_lasts(attempts: int):
    assert 1 <= backoff(attempts) <= backoff(attempts + 1) <= MAX_BACKOFF


async def test_a_post_cut_in_the_middle_of_a_send_is_told_and_not_sent_again(
    room: Room, database: Database, translator: Translator, clock: FakeClock
):
    rule = await room.rule()
    await _killed_while_sending(room)
    next_life = make_room(database, translator, clock, room.transport)
    await next_life.courier.recover(is_alone=True)
    await next_life.courier.recover(is_alone=True)
    await next_life.deliver()
    assert room.transport.originals(TARGET) == [1]
    [told] = room.transport.said(AUTHORS_CHAT)
    assert rule.name in told
    assert "https://t.me/source_news/1" in told


async def test_the_author_can_send_again_what_was_cut(
    room: Room, database: Database, translator: Translator, clock: FakeClock
):
    await room.rule()
    await _killed_while_sending(room)
    next_life = make_room(database, translator, clock, room.transport)
    await next_life.courier.recover(is_alone=True)
    await next_life.deliver()
    [press] = [button.data for row in room.transport.texts[0].buttons for button in row]
    found = re.fullmatch(r"forward:resend:(\d+)", press)
    assert found
    assert await next_life.outbox.resend(DeliveryId(int(found[1])))
    assert not await next_life.outbox.resend(DeliveryId(int(found[1])))
    await next_life.deliver(seconds=5)
    assert room.transport.originals(TARGET) == [1, 1]


async def test_posts_behind_one_that_was_cut_go_on(
    room: Room, database: Database, translator: Translator, clock: FakeClock
):
    await room.rule()
    await room.forwarder.accept(post(1))
    await room.forwarder.accept(post(2))
    await _killed_while_sending(room, accept=False)
    next_life = make_room(database, translator, clock, room.transport)
    await next_life.courier.recover(is_alone=True)
    await next_life.deliver(seconds=1)
    assert room.transport.originals(TARGET) == [1, 2]


async def test_another_couriers_send_is_left_alone_until_its_lease_is_over(room: Room):
    await room.rule()
    await _killed_while_sending(room)
    await room.courier.recover()
    assert await room.outbox.counts() == {DeliveryState.SENDING: 1}
    room.clock.advance(31)
    await room.courier.recover()
    await room.deliver()
    assert len(room.transport.said(AUTHORS_CHAT)) == 1


async def test_a_line_that_breaks_after_the_request_left_is_told_like_a_kill(room: Room):
    await room.rule()
    room.transport.faults_after.append(DeliveryUncertain())
    await room.forwarder.accept(post(1))
    await room.deliver()
    assert room.transport.originals(TARGET) == [1]
    assert len(room.transport.said(AUTHORS_CHAT)) == 1


async def test_a_text_of_our_own_that_was_cut_comes_again_and_says_so(room: Room):
    room.transport.faults_after.append(DeliveryUncertain())
    await room.outbox.enqueue(text_delivery("reminder:1:x", AUTHORS_CHAT, "tea", repeat_note="(maybe twice)"))
    await room.deliver()
    assert room.transport.said(AUTHORS_CHAT) == ["tea", "(maybe twice)\n\ntea"]


async def test_an_edit_that_was_cut_is_made_again(room: Room):
    await room.rule()
    await room.forwarder.accept(post(1, "a"))
    await room.deliver()
    room.transport.faults_after.append(DeliveryUncertain())
    await room.forwarder.accept_edit(post(1, "b", edited=room.clock.now()))
    await room.deliver()
    assert [content.text for _, _, content in room.transport.edits] == ["b", "b"]
    assert room.transport.said(AUTHORS_CHAT) == []


async def test_a_destination_that_is_gone_pauses_the_rule_and_is_told_once(room: Room):
    rule = await room.rule()
    room.transport.faults.append(DeliveryRejected("chat not found", is_gone=True))
    await room.forwarder.accept(post(1))
    await room.forwarder.accept(post(2))
    await room.deliver()
    [told] = room.transport.said(AUTHORS_CHAT)
    assert "chat not found" in told
    assert (await room.outbox.counts())[DeliveryState.DEAD] == 2
    paused = await room.rulebook.get(rule.id)
    assert paused is not None
    assert paused.is_paused


async def test_of_a_rule_with_another_destination_only_the_one_that_is_gone_is_given_up(room: Room):
    both = [{"chat": TARGET}, {"chat": OTHER}]
    rule = await room.rule(destinations=both)
    gone = DeliveryRejected("bot was kicked", is_gone=True)
    for number in (1, 2):
        await room.forwarder.accept(post(number))
    room.transport.faults.append(gone)
    await room.deliver(seconds=5)
    assert (room.transport.originals(TARGET), room.transport.originals(OTHER)) == ([], [1, 2])
    assert (await room.outbox.counts())[DeliveryState.DEAD] == 2
    kept = await room.rulebook.get(rule.id)
    assert kept is not None
    assert not kept.is_paused
    room.transport.faults.append(gone)
    await room.forwarder.accept(post(3))
    await room.deliver(seconds=5)
    assert room.transport.originals(OTHER) == [1, 2, 3]
    [told] = room.transport.said(AUTHORS_CHAT)
    assert "bot was kicked" in told
    assert "/dead" in told


async def test_all_rules_of_a_destination_that_is_gone_are_paused_and_told_in_one_text(room: Room):
    first = await room.rule()
    second = await room.rule(source=OTHER)
    elsewhere = await room.rule(source=OTHER, destination=ELSEWHERE)
    room.transport.faults.append(DeliveryRejected("chat not found", is_gone=True))
    await room.forwarder.accept(post(1))
    await room.deliver()
    [told] = room.transport.said(AUTHORS_CHAT)
    assert first.name in told
    assert second.name in told
    assert len(room.transport.texts[0].buttons) == 2
    paused = {rule.id for rule in await room.rulebook.list() if rule.is_paused}
    assert paused == {first.id, second.id}
    assert elsewhere.id not in paused


async def test_one_post_that_telegram_refuses_is_told_and_the_next_goes_on(room: Room):
    await room.rule()
    room.transport.faults.append(DeliveryRejected("message to copy not found"))
    await room.forwarder.accept(post(1))
    await room.forwarder.accept(post(2))
    await room.deliver()
    assert room.transport.originals(TARGET) == [2]
    [told] = room.transport.said(AUTHORS_CHAT)
    assert "message to copy not found" in told


async def test_a_source_that_forbids_copying_gives_a_card(room: Room):
    await room.rule()
    room.transport.faults.append(CopyForbidden("protected content"))
    await room.forwarder.accept(post(1))
    await room.deliver()
    assert room.transport.said(TARGET) == ["Source news\nhttps://t.me/source_news/1"]


async def test_parts_of_an_album_that_telegram_left_out_are_told(room: Room):
    await room.rule()
    room.transport.uncopyable.add(MessageId(2))
    for number in (1, 2, 3):
        await room.forwarder.accept(post(number, album="a"))
    await room.deliver(seconds=2)
    assert room.transport.originals(TARGET) == [1, 3]
    assert len(room.transport.said(AUTHORS_CHAT)) == 1


async def test_a_group_that_became_a_supergroup_is_followed(room: Room):
    await room.rule()
    room.transport.faults.append(ChatMigrated(OTHER))
    await room.forwarder.accept(post(1))
    await room.deliver()
    await room.forwarder.accept(post(2))
    await room.deliver(seconds=5)
    assert room.transport.originals(OTHER) == [1, 2]


async def test_an_edit_never_follows_to_another_message_of_a_group_that_became_a_supergroup(room: Room):
    await room.rule()
    original = post(1, "as it was")
    await room.forwarder.accept(original)
    await room.deliver()
    room.transport.faults.append(ChatMigrated(OTHER))
    await room.forwarder.accept(post(2))
    await room.deliver(seconds=5)
    await room.forwarder.accept_edit(replace(original, text="new", edited=original.date))
    await room.deliver(seconds=5)
    assert room.transport.edits == []
    assert await room.outbox.counts() == {DeliveryState.SENT: 2, DeliveryState.DEAD: 1}


async def test_a_fault_of_our_own_is_told_and_stops_nothing(room: Room):
    await room.rule()
    room.transport.faults.append(ValueError("a bug"))
    await room.forwarder.accept(post(1))
    await room.forwarder.accept(post(2))
    await room.deliver()
    assert room.transport.originals(TARGET) == [2]
    assert len(room.transport.said(AUTHORS_CHAT)) == 1


async def test_a_running_courier_delivers_what_is_enqueued(room: Room):
    await room.rule()
    sent = asyncio.Event()
    room.transport.hold = sent
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        running = group.create_task(room.courier.run())
        await room.forwarder.accept(post(1))
        sent.set()
        while (await room.outbox.counts()).get(DeliveryState.SENT) != 1:
            await asyncio.sleep(0)
        running.cancel()
    assert room.transport.originals(TARGET) == [1]


async def test_a_courier_that_is_stopped_lets_its_send_arrive(room: Room):
    await room.rule()
    room.transport.hold = asyncio.Event()
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        group.create_task(room.courier.run())
        await room.forwarder.accept(post(1))
        await room.forwarder.accept(post(2))
        while not room.transport.arrived:
            await asyncio.sleep(0)
        stopping = group.create_task(room.courier.stop())
        await asyncio.sleep(0)
        room.transport.hold.set()
        await stopping
    counts = await room.outbox.counts()
    assert counts[DeliveryState.SENT] >= 1
    assert counts.keys() <= {DeliveryState.SENT, DeliveryState.PENDING}


async def test_what_was_taken_when_the_process_died_is_in_doubt_and_never_lost(
    room: Room, database: Database, translator: Translator, clock: FakeClock
):
    await room.rule()
    await room.rule(destination=OTHER, doubt="at_least_once")
    await room.forwarder.accept(post(1))
    assert len((await room.outbox.take(9, 30)).deliveries) == 2
    next_life = make_room(database, translator, clock, room.transport)
    await next_life.courier.recover(is_alone=True)
    await next_life.deliver()
    assert (room.transport.originals(TARGET), room.transport.originals(OTHER)) == ([], [1])
    assert len(room.transport.said(AUTHORS_CHAT)) == 1


async def test_a_kill_between_arrival_and_record_is_told_and_doubles_nothing(
    room: Room, database: Database, translator: Translator, clock: FakeClock
):
    await room.rule()
    await room.forwarder.accept(post(1))
    room.transport.hold = asyncio.Event()
    sending = asyncio.ensure_future(room.courier.drain())  # noqa: TID251
    await _until(lambda: room.transport.arrived)
    with suppress(asyncio.CancelledError):
        async with database.session() as session:
            await session.execute(update(DeliveryRow).values(topic=None))  # whoever writes it now must wait
            room.transport.hold.set()
            for _ in range(20):
                await asyncio.sleep(0)
            sending.cancel()
            await sending
    next_life = make_room(database, translator, clock, room.transport)
    await next_life.courier.recover(is_alone=True)
    await next_life.deliver()
    assert room.transport.originals(TARGET) == [1]
    assert len(room.transport.said(AUTHORS_CHAT)) == 1


async def test_after_the_record_a_kill_changes_nothing(
    room: Room, database: Database, translator: Translator, clock: FakeClock
):
    await room.rule()
    await room.forwarder.accept(post(1))
    await room.deliver()
    next_life = make_room(database, translator, clock, room.transport)
    await next_life.courier.recover(is_alone=True)
    await next_life.deliver()
    assert room.transport.originals(TARGET) == [1]
    assert room.transport.said(AUTHORS_CHAT) == []


async def test_a_rule_that_allows_doubles_repeats_a_few_times_and_then_tells(room: Room):
    await room.rule(doubt="at_least_once")
    room.transport.faults_after.extend(DeliveryUncertain() for _ in range(MOST_DOUBTS + 1))
    await room.forwarder.accept(post(1))
    for _ in range(10):
        await room.deliver(seconds=MAX_BACKOFF)
    assert room.transport.originals(TARGET) == [1] * (MOST_DOUBTS + 1)
    assert (await room.outbox.counts())[DeliveryState.UNKNOWN] == 1
    assert len(room.transport.said(AUTHORS_CHAT)) == 1


async def test_an_outage_before_a_cut_does_not_use_up_the_repeats(room: Room):
    await room.rule(doubt="at_least_once")
    room.transport.faults.extend(Unavailable() for _ in range(MOST_DOUBTS + 3))
    await room.forwarder.accept(post(1))
    for _ in range(MOST_DOUBTS + 3):
        await room.deliver(seconds=MAX_BACKOFF)
    room.transport.faults_after.append(DeliveryUncertain())
    for _ in range(2):
        await room.deliver(seconds=MAX_BACKOFF)
    assert room.transport.originals(TARGET) == [1, 1]


async def test_no_more_sends_are_under_way_than_a_kill_may_leave_in_doubt(room: Room):
    room.transport.hold = asyncio.Event()
    await room.outbox.enqueue(*(text_delivery(f"t{number}", ChatId(number), "x") for number in range(1, 41)))
    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        group.create_task(room.courier.drain())
        await _until(lambda: len(room.transport.arrived) >= AT_ONCE)
        assert (await room.outbox.counts())[DeliveryState.SENDING] == len(room.transport.arrived) == AT_ONCE
        room.transport.hold.set()
    assert await room.outbox.counts() == {DeliveryState.SENT: 40}


async def test_a_wait_of_the_account_stops_its_copies_everywhere_and_nothing_else(room: Room):
    room.transport.faults.append(RetryLater(60))
    await room.outbox.enqueue(_copy(1, TARGET, "account"))
    await room.deliver()
    await room.outbox.enqueue(_copy(2, OTHER, "account"), _copy(3, TARGET, "bot"))
    await room.deliver(seconds=59)
    assert (room.transport.originals(TARGET), room.transport.originals(OTHER)) == ([3], [])
    await room.deliver(seconds=1)
    assert (room.transport.originals(TARGET), room.transport.originals(OTHER)) == ([3, 1], [2])


async def test_slow_mode_stops_the_account_in_one_chat_alone(room: Room):
    room.transport.faults.append(SlowMode(60))
    await room.outbox.enqueue(_copy(1, TARGET, "account"))
    await room.deliver()
    await room.outbox.enqueue(_copy(2, OTHER, "account"), _copy(3, TARGET, "account"))
    await room.deliver(seconds=59)
    assert (room.transport.originals(TARGET), room.transport.originals(OTHER)) == ([], [2])


def _copy(number: int, destination: ChatId, via: Via) -> Delivery:
    copy = CopyPosts(ChatId(-1), (MessageId(number),), via=via)
    return Delivery(f"c{number}", destination, to_payload(copy), lane=f"l{number}")


@pytest.mark.parametrize("lanes", [1, 50])
async def test_rules_get_the_same_share_of_what_the_bot_may_send(
    database: Database, translator: Translator, clock: FakeClock, lanes: int
):
    """One has 1,000 waiting, in one lane or many; the other ten."""
    paces = Paces((), (), (Pace(4, 1.0),))
    share = await _share(make_room(database, translator, clock, paces=paces), lanes, [TARGET, OTHER])
    assert share > 0.95


async def test_rules_get_the_same_share_of_a_channel_that_both_write_to(
    database: Database, translator: Translator, clock: FakeClock
):
    paces = Paces((Pace(1, 1.0),), (), (Pace(1000, 1.0),))
    share = await _share(make_room(database, translator, clock, paces=paces), 50, [TARGET, TARGET])
    assert share > 0.95


async def _share(room: Room, lanes: int, destinations: list[ChatId]) -> float:
    """Jain's index of what two rules have sent at the moment when one of them has nothing left; 1.0 is equal."""
    for rule, (count, destination) in enumerate(zip((1000, 10), destinations, strict=True), start=1):
        await room.outbox.enqueue(
            *(
                Delivery(
                    f"{rule}:{number}",
                    destination,
                    to_payload(CopyPosts(ChatId(-rule), (MessageId(number + 1),))),
                    lane=f"{rule}:{number % lanes}",
                    rule=RuleId(rule),
                )
                for number in range(count)
            )
        )
    left = {1: 0, 2: 0}
    while left[2] < 10:
        await room.deliver(seconds=1)
        waiting = {each.rule: each.count for each in await room.outbox.waiting()}
        left = {1: 1000 - waiting[RuleId(1)], 2: 10 - waiting.get(RuleId(2), 0)}
    return sum(left.values()) ** 2 / (2 * sum(each**2 for each in left.values()))


async def _until(is_so: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not is_so():
            await asyncio.sleep(0)


async def _killed_while_sending(room: Room, *, accept: bool = True) -> None:
    """The request has arrived, the answer never did."""
    if accept:
        await room.forwarder.accept(post(1))
    room.transport.hold = asyncio.Event()
    sending = asyncio.ensure_future(room.courier.drain())  # noqa: TID251
    await _until(lambda: room.transport.arrived)
    sending.cancel()
    with suppress(asyncio.CancelledError):
        await sending
    room.transport.hold = None
