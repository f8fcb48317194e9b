"""The bot's two ways: numbered where the line is open, the Bot API for the rest, and never both for one delivery."""

from dataclasses import dataclass, field, replace

import pytest

from core.errors import DeliveryRejected, RetryLater, Unavailable
from core.ids import ChatId, MessageId, RuleId
from forwarding.limits import Allowance, Governor, TooFast, allowance, by_bot
from forwarding.outgoing import CopyPosts, Rewrite, SendText, to_payload
from forwarding.post import Entity
from forwarding.transports.protocol import Address, AlreadySent, CopyForbidden, DeliveryUncertain
from forwarding.two_ways import TwoWays
from storage.database import Database
from storage.doubts import Doubts
from storage.limits import Limits
from storage.outbox import Delivery, Outbox
from tests.fakes.clock import FakeClock
from tests.fakes.outbox import take_one
from tests.fakes.transport import FakeTransport

CHAT = ChatId(-1002222222222)
POSTS = CopyPosts(ChatId(-1001111111111), (MessageId(5), MessageId(6)))


@dataclass(slots=True)
class FakeLine:
    """Implements Line."""

    open: bool = True

    async def is_open(self) -> bool:
        return self.open


@dataclass(slots=True)
class Scene:
    ways: TwoWays
    outbox: Outbox
    governor: Governor
    line: FakeLine = field(default_factory=FakeLine)
    numbered: FakeTransport = field(default_factory=FakeTransport)
    by_api: FakeTransport = field(default_factory=FakeTransport)

    async def number(self) -> int:
        """Under which the delivery stands in its row."""
        taken = await take_one(self.outbox)
        assert taken is not None
        return taken.random_id


ADDRESS = Address(CHAT, key="k", random_id=9)


@pytest.fixture
async def scene(database: Database, clock: FakeClock) -> Scene:
    outbox, governor = Outbox(database, clock), Governor(Limits(database), clock)
    await outbox.enqueue(Delivery("k", CHAT, to_payload(POSTS), rule=RuleId(1)))
    line, numbered, by_api = FakeLine(), FakeTransport(), FakeTransport()
    ways = TwoWays(line, numbered, by_api, Doubts(database), governor)
    return Scene(ways, outbox, governor, line, numbered, by_api)


async def test_over_an_open_line_it_goes_under_its_number(scene: Scene):
    await scene.ways.copy(ADDRESS, POSTS)
    assert (len(scene.numbered.arrived), len(scene.by_api.arrived)) == (2, 0)
    assert await scene.number() > 0


async def test_without_a_line_it_loses_its_number_before_it_leaves(scene: Scene):
    scene.line.open = False
    scene.by_api.faults.append(DeliveryUncertain())
    with pytest.raises(DeliveryUncertain):
        await scene.ways.copy(ADDRESS, POSTS)
    assert await scene.number() == 0


async def test_what_left_without_a_number_never_goes_over_the_line(scene: Scene):
    await scene.ways.copy(replace(ADDRESS, random_id=0, may_have_arrived=True), POSTS)
    assert (len(scene.numbered.arrived), len(scene.by_api.arrived)) == (0, 2)


async def test_what_may_have_arrived_under_its_number_waits_for_the_line(scene: Scene):
    scene.line.open = False
    for _ in range(2):
        with pytest.raises(Unavailable):
            await scene.ways.copy(replace(ADDRESS, may_have_arrived=True), POSTS)
    assert not scene.by_api.arrived
    assert await scene.number() > 0


async def test_what_mtproto_refuses_the_bot_api_is_asked(scene: Scene):
    scene.numbered.faults.append(DeliveryRejected("MEDIA_INVALID"))
    assert len(await scene.ways.copy(ADDRESS, POSTS)) == 2
    assert len(scene.by_api.arrived) == 2
    assert await scene.number() == 0


@pytest.mark.parametrize("error", [CopyForbidden("protected"), RetryLater(5), AlreadySent(), DeliveryUncertain()])
async def test_of_everything_else_the_bot_api_is_not_asked(scene: Scene, error: Exception):
    scene.numbered.faults.append(error)
    with pytest.raises(type(error)):
        await scene.ways.copy(ADDRESS, POSTS)
    assert not scene.by_api.arrived
    assert await scene.number() > 0


async def test_a_refusal_after_a_doubt_is_the_last_word(scene: Scene):
    scene.numbered.faults.append(DeliveryRejected("MEDIA_INVALID"))
    with pytest.raises(DeliveryRejected):
        await scene.ways.copy(replace(ADDRESS, may_have_arrived=True), POSTS)
    assert not scene.by_api.arrived


async def test_a_mention_by_id_goes_over_the_bot_api(scene: Scene):
    mention = (Entity("text_mention", 0, 2, user=1001),)
    await scene.ways.copy(ADDRESS, replace(POSTS, rewrite=Rewrite("hi", mention)))
    await scene.ways.say(ADDRESS, SendText("hi", mention))
    assert (len(scene.numbered.arrived), len(scene.by_api.arrived)) == (0, 3)


async def test_texts_go_as_copies_do_and_those_of_the_platform_over_the_bot_api(scene: Scene):
    await scene.ways.say(ADDRESS, SendText("of a rule"))
    await scene.ways.say(replace(ADDRESS, random_id=0), SendText("of the platform"))
    await scene.ways.say(ADDRESS, SendText("in place of another", instead_of=(MessageId(1),)))
    assert scene.numbered.said(CHAT) == ["of a rule"]
    assert scene.by_api.said(CHAT) == ["of the platform", "in place of another"]


async def test_both_ways_have_one_pace(scene: Scene):
    for _ in range(9):
        scene.governor.spend(by_bot(CHAT))
    with pytest.raises(TooFast):
        await scene.ways.copy(ADDRESS, POSTS)
    allowance.set(Allowance(2))
    await scene.ways.copy(ADDRESS, POSTS)
    assert len(scene.numbered.arrived) == 2
