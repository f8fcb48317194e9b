"""Rules that pay Telegram: for what only the sum of all holds back, above their limit, where it is allowed."""

import pytest

from core.errors import UserError
from core.i18n import Translator
from core.ids import ChatId
from forwarding.limits import Governor, Pace, Paces, Road, by_bot
from forwarding.paying import PayingCheck
from forwarding.spec import RuleSpec, simple_rule
from storage.database import Database
from storage.limits import Limits
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import ELSEWHERE, OTHER, SOURCE, TARGET, Room, make_room, post

ONE_A_MINUTE = Paces(chat=(Pace(3, 3.0),), group=(), total=(Pace(1, 60.0),), paid=(Pace(2, 60.0),))


@pytest.fixture
def room(database: Database, translator: Translator, clock: FakeClock) -> Room:
    return make_room(database, translator, clock, paces=ONE_A_MINUTE)


async def test_above_its_limit_a_rule_pays_for_what_the_sum_of_all_holds_back(room: Room):
    await room.rule(overflow="paid", overflow_after=3)
    for number in range(1, 6):
        await room.forwarder.accept(post(number))
    await room.deliver()
    assert room.transport.originals(TARGET) == [1, 2, 3]
    assert [paid for _, paid in room.transport.payments] == [False, True, True]
    await room.deliver(30)
    assert room.transport.originals(TARGET) == [1, 2, 3]


async def test_up_to_its_limit_nothing_is_paid(room: Room):
    await room.rule(overflow="paid", overflow_after=3)
    for number in range(1, 4):
        await room.forwarder.accept(post(number))
    await room.deliver()
    assert room.transport.payments == [(TARGET, False)]


async def test_another_rule_and_what_its_own_chat_holds_back_are_not_paid_for(
    database: Database, translator: Translator, clock: FakeClock
):
    slow = Paces(chat=(Pace(1, 60.0),), group=(), total=(Pace(2, 60.0),))
    room = make_room(database, translator, clock, paces=slow)
    await room.rule(overflow="paid", overflow_after=1)
    await room.rule(OTHER, ELSEWHERE, overflow_after=1)
    for number in range(1, 5):
        await room.forwarder.accept(post(number))
        await room.forwarder.accept(post(number, source=OTHER))
    await room.deliver()
    assert sorted(room.transport.payments) == [(ELSEWHERE, False), (TARGET, False)]


async def test_forwards_and_albums_that_are_copied_are_not_paid_for(room: Room):
    await room.rule(overflow="paid", overflow_after=1, mode="forward")
    for number in range(1, 4):
        await room.forwarder.accept(post(number))
    await room.deliver()
    assert room.transport.payments == [(TARGET, False)]


async def test_paid_and_unpaid_messages_share_the_pace_of_their_chat(database: Database, clock: FakeClock):
    governor = Governor(Limits(database), clock, Paces())
    here, paid = by_bot(TARGET), Road("bot", TARGET, is_paid=True)
    for number in range(40):
        governor.spend(Road("bot", ChatId(-5000 - number)))
    assert governor.delay(here) > 0
    assert governor.delay(paid) == 0
    for _ in range(3):
        governor.spend(paid)
    assert governor.own_delay(here, 1) == governor.own_delay(paid, 1) == 3.0


async def test_only_the_owner_of_the_bot_allows_paying():
    spec = RuleSpec.model_validate({**simple_rule(SOURCE, TARGET).model_dump(), "overflow": "paid"})
    await PayingCheck(is_allowed=True).check(spec)
    with pytest.raises(UserError, match="error-rule-paid-off"):
        await PayingCheck(is_allowed=False).check(spec)
