"""The pace at which messages leave."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import SystemClock
from core.ids import ChatId
from forwarding.limits import Governor, Pace, Paces, Road, by_bot
from forwarding.slowness import FULL, RECOVERED_PER_MINUTE, SLOWEST, recovered, slowed
from storage.database import Database
from storage.limits import Limits
from tests.fakes.clock import FakeClock

PERSON, GROUP = ChatId(5), ChatId(-5)


@pytest.fixture
def governor(database: Database, clock: FakeClock) -> Governor:
    return Governor(Limits(database), clock)


def test_a_chat_gets_a_short_burst_and_then_one_a_second(governor: Governor, clock: FakeClock):
    sent = _spend(governor, clock, PERSON, 9)
    assert sent == [0, 0, 0, 3, 3, 3, 6, 6, 6]


def test_a_group_gets_twenty_a_minute(governor: Governor, clock: FakeClock):
    sent = _spend(governor, clock, GROUP, 21)
    assert sent[19] < 60 <= sent[20]


def test_an_album_counts_as_its_parts(governor: Governor, clock: FakeClock):
    assert governor.delay(by_bot(PERSON), 10) == 0
    governor.spend(by_bot(PERSON), 10)
    assert governor.delay(by_bot(PERSON)) == 3


def test_all_chats_together_get_less_than_thirty_a_second(governor: Governor, clock: FakeClock):
    for chat in range(1, 29):
        assert governor.delay(by_bot(ChatId(chat))) == 0
        governor.spend(by_bot(ChatId(chat)))
    assert governor.delay(by_bot(ChatId(29))) == 1


async def test_what_telegram_said_to_wait_outlives_the_process(
    governor: Governor, database: Database, clock: FakeClock
):
    await governor.close(by_bot(GROUP), 137)
    next_life = Governor(Limits(database), clock)
    await next_life.load()
    assert (next_life.delay(by_bot(GROUP)), next_life.delay(by_bot(PERSON))) == (137, 0)
    clock.advance(137)
    assert next_life.delay(by_bot(GROUP)) == 0
    again = Governor(Limits(database), clock)
    await again.load()
    assert again.delay(by_bot(GROUP)) == 0


async def test_who_came_first_leaves_first_and_whoever_comes_now_hears_how_long_the_line_is(database: Database):
    paces = Paces(chat=(Pace(100, 0.1),), group=(), total=(Pace(1, 0.02),))
    governor = Governor(Limits(database), SystemClock(), paces)
    left: list[int] = []

    async def leave(number: int) -> None:
        await governor.acquire(ChatId(number))
        left.append(number)

    async with asyncio.TaskGroup() as group:
        for number in range(1, 21):
            group.create_task(leave(number))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert governor.delay(by_bot(PERSON)) >= 18 * 0.02
    assert left == list(range(1, 21))
    assert governor.delay(by_bot(PERSON)) <= 0.02


async def test_where_telegram_said_to_wait_the_pace_is_halved_and_grows_back(governor: Governor, clock: FakeClock):
    await governor.close(by_bot(PERSON), 10)
    clock.advance(10)
    assert _spend(governor, clock, PERSON, 4) == [0, 0, 0, 6]
    clock.advance(600)
    assert _spend(governor, clock, PERSON, 4) == [0, 0, 0, 3]


async def test_told_to_wait_again_and_again_a_chat_is_still_written_to(governor: Governor, clock: FakeClock):
    for _ in range(20):
        await governor.close(by_bot(PERSON), 5)
        clock.advance(5)
    assert _spend(governor, clock, PERSON, 4)[-1] == pytest.approx(12, rel=0.01)


async def test_how_slowly_we_go_outlives_the_process(governor: Governor, database: Database, clock: FakeClock):
    await governor.close(by_bot(PERSON), 10)
    clock.advance(70)
    next_life = Governor(Limits(database), clock)
    await next_life.load()
    assert _spend(next_life, clock, PERSON, 4)[-1] == pytest.approx(3 / 0.55)


async def test_a_short_wait_never_ends_a_long_one(governor: Governor, database: Database, clock: FakeClock):
    await governor.close(by_bot(GROUP), 500)
    await governor.close(by_bot(GROUP), 5)
    next_life = Governor(Limits(database), clock)
    await next_life.load()
    assert governor.delay(by_bot(GROUP)) == next_life.delay(by_bot(GROUP)) == 500


async def test_when_many_chats_are_told_to_wait_at_once_the_sum_was_too_much(governor: Governor, clock: FakeClock):
    for chat in (1, 2, 3):
        await governor.close(by_bot(ChatId(chat)), 1)
    for chat in range(10, 38):
        governor.spend(by_bot(ChatId(chat)))
    assert governor.delay(by_bot(ChatId(99))) == 2
    assert governor.delay(Road("account", ChatId(99), "copy")) == 0


async def test_a_wait_of_the_account_is_for_one_method_in_every_chat(governor: Governor, database: Database):
    await governor.close(Road("account", GROUP, "copy"), 137)
    next_life = Governor(Limits(database), governor_clock := FakeClock())
    await next_life.load()
    assert next_life.delay(Road("account", PERSON, "copy")) == 137
    assert next_life.delay(Road("account", GROUP, "edit")) == 0
    assert next_life.delay(by_bot(GROUP)) == 0
    governor_clock.advance(137)
    assert next_life.delay(Road("account", PERSON, "copy")) == 0


async def test_a_wait_of_the_bot_does_not_stop_the_account(governor: Governor):
    await governor.close(by_bot(GROUP), 137)
    assert governor.delay(Road("account", GROUP, "copy")) == 0


def test_a_webhook_has_no_pace_of_ours(governor: Governor, clock: FakeClock):
    hook = Road("webhook", GROUP)
    governor.spend(hook, 1000)
    assert governor.delay(hook) == 0


@given(st.lists(st.sampled_from(["refused", "minute"]), max_size=60))
def test_the_pace_stays_between_its_bounds_and_grows_evenly(events: list[str]):
    now = until = FakeClock().now()
    pace = FULL
    for event in events:
        if event == "refused":
            pace, until = slowed(pace, until, now), now
        before, now = recovered(pace, until, now), now + timedelta(minutes=1)
        after = recovered(pace, until, now)
        assert SLOWEST <= before <= after <= FULL
        assert after - before <= RECOVERED_PER_MINUTE + 1e-9
    assert recovered(pace, until, now + timedelta(minutes=15)) == pytest.approx(FULL)


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(0, 10)), max_size=40))
def test_no_window_ever_holds_more_than_its_count(steps: list[tuple[int, int]]):
    clock = FakeClock()
    pace = Pace(5, 10.0)
    governor = Governor(None, clock, Paces(chat=(pace,), group=(), total=(Pace(1000, 1.0),)))  # type: ignore[arg-type]
    sent: list[float] = []
    start = clock.now()
    for cost, pause in steps:
        clock.advance(pause)
        clock.advance(governor.delay(by_bot(PERSON), cost))
        assert governor.delay(by_bot(PERSON), cost) == 0
        now = (clock.now() - start).total_seconds()
        recent = [moment for moment in sent if moment > now - pace.seconds]
        assert len(recent) + min(cost, pace.count) <= pace.count
        governor.spend(by_bot(PERSON), cost)
        sent += [now] * cost


def _spend(governor: Governor, clock: FakeClock, chat: ChatId, count: int) -> list[float]:
    start, sent = clock.now(), []
    for _ in range(count):
        clock.advance(governor.delay(by_bot(chat)))
        governor.spend(by_bot(chat))
        sent.append((clock.now() - start).total_seconds())
    return sent
