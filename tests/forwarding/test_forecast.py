"""When what waits will have left."""

from datetime import timedelta

import pytest

from core.ids import ChatId, MessageId, RuleId
from forwarding.forecast import Forecasts
from forwarding.limits import Governor, by_bot
from forwarding.outgoing import CopyPosts, to_payload
from storage.database import Database
from storage.limits import Limits
from storage.outbox import Delivery, Outbox
from tests.fakes.clock import FakeClock

CHANNEL, OTHER = ChatId(-1001), ChatId(-1002)


@pytest.fixture
def outbox(database: Database, clock: FakeClock) -> Outbox:
    return Outbox(database, clock)


@pytest.fixture
def governor(database: Database, clock: FakeClock) -> Governor:
    return Governor(Limits(database), clock)


async def test_an_empty_outbox_is_drained_now(outbox: Outbox, governor: Governor, clock: FakeClock):
    forecast = await Forecasts(outbox, governor, clock).now()
    assert (forecast.count, forecast.drains_at) == (0, clock.now())


async def test_a_channel_drains_at_twenty_a_minute(outbox: Outbox, governor: Governor, clock: FakeClock):
    await outbox.enqueue(*(_text(number, CHANNEL) for number in range(41)))
    forecast = await Forecasts(outbox, governor, clock).now()
    assert (forecast.count, forecast.drains_at) == (41, clock.now() + timedelta(minutes=2))


async def test_what_telegram_said_to_wait_comes_first(outbox: Outbox, governor: Governor, clock: FakeClock):
    await governor.close(by_bot(CHANNEL), 300)
    await outbox.enqueue(*(_text(number, CHANNEL) for number in range(21)), _text(99, OTHER))
    forecast = await Forecasts(outbox, governor, clock).now()
    assert forecast.drains_at == clock.now() + timedelta(seconds=300 + 120)


async def test_the_parts_of_an_album_count_one_by_one(outbox: Outbox, governor: Governor, clock: FakeClock):
    album = CopyPosts(ChatId(-5), tuple(MessageId(number) for number in range(10)))
    for number in range(5):
        await outbox.enqueue(Delivery(f"a{number}", CHANNEL, to_payload(album), rule=RuleId(1)))
    forecast = await Forecasts(outbox, governor, clock).now()
    assert (forecast.count, forecast.drains_at) == (5, clock.now() + timedelta(minutes=2))


async def test_one_that_is_to_leave_later_is_waited_for(outbox: Outbox, governor: Governor, clock: FakeClock):
    due = clock.now() + timedelta(hours=3)
    await outbox.enqueue(_text(1, CHANNEL), Delivery("later", OTHER, {}, not_before=due))
    assert (await Forecasts(outbox, governor, clock).now()).drains_at == due


async def test_many_chats_share_what_the_bot_may_send_in_a_second(outbox: Outbox, governor: Governor, clock: FakeClock):
    await outbox.enqueue(*(_text(number, ChatId(number)) for number in range(1, 86)))
    forecast = await Forecasts(outbox, governor, clock).now()
    assert forecast.drains_at == clock.now() + timedelta(seconds=3)


def _text(number: int, chat: ChatId) -> Delivery:
    return Delivery(f"text:{number}", chat, {"kind": "text", "text": "x"})
