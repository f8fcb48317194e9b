"""Posts that a rule can neither pass on nor drop: they wait and are tried again, or people see them in a check chat."""

from typing import Any

import pytest

from core.errors import Unavailable, UserError
from core.i18n import Translator
from core.ids import ChatId, RuleId
from forwarding.means import Context
from forwarding.outgoing import CopyPosts, SendText, from_payload
from forwarding.post_filter import PASS, AnyFilter, Candidate, CheckKey, Judge, PostFilter, Verdict
from forwarding.relevance import learn
from forwarding.spec import Strict
from storage.database import Database
from storage.outbox import DeliveryState, Outcome
from storage.relevance import Relevances
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import AUTHOR, ELSEWHERE, OTHER, SOURCE, TARGET, Room, make_room, post
from tests.fakes.outbox import take_one

CHECK: Any = {"trouble": "check", "check_chat": {"chat": OTHER}}


class Model:
    """A filter whose model comes and goes; it counts how many are at it."""

    def __init__(self) -> None:
        self.is_there = False
        self.asked = 0

    def filter(self) -> AnyFilter:
        async def judge(candidate: Candidate) -> Verdict:
            self.asked += 1
            if not self.is_there:
                raise Unavailable("error-forwarding-no-model")
            return PASS

        def prepare(params: Strict, context: Context, key: CheckKey) -> Judge:
            return judge

        return PostFilter("model", Strict, prepare)


@pytest.fixture
def model() -> Model:
    return Model()


@pytest.fixture
def room(database: Database, translator: Translator, clock: FakeClock, model: Model) -> Room:
    return make_room(database, translator, clock, filters=[model.filter()])


async def accept(room: Room, *numbers: int, **fields: Any) -> None:
    for number in numbers:
        await room.forwarder.accept(post(number, f"post {number}", **fields))
    await room.deliver(seconds=2)


async def drain(room: Room) -> None:
    """Deliver everything: the pace of chats is not what is looked at here."""
    for _ in range(40):
        await room.deliver(seconds=5)


async def held(room: Room, rule: RuleId) -> int:
    return len(await room.posts.held(rule))


async def test_a_model_that_is_out_for_an_afternoon_is_told_once_an_hour(room: Room):
    await room.rule(filters="model")
    for number in (1, 2, 3):
        await accept(room, number)
    await drain(room)
    assert len(room.transport.said(ChatId(AUTHOR))) == 1
    room.clock.advance(3600)
    await accept(room, 4, 5)
    await drain(room)
    assert len(room.transport.said(ChatId(AUTHOR))) == 2


async def test_what_waits_is_tried_again_by_itself_and_told_to_the_author_in_plain_words(room: Room, model: Model):
    rule = await room.rule(filters="model")
    await accept(room, 1, 2)
    assert room.transport.originals(TARGET) == []
    assert "model: No language model answers, so the post waits." in room.transport.said(ChatId(AUTHOR))[0]
    await room.forwarder.retry_waiting()
    assert await held(room, rule.id) == 2
    model.is_there = True
    await room.forwarder.retry_waiting()
    await drain(room)
    assert room.transport.originals(TARGET) == [1, 2]
    assert await held(room, rule.id) == 0
    assert len(room.transport.said(ChatId(AUTHOR))) == 1


async def test_what_was_released_is_not_judged_again(room: Room, model: Model):
    await room.rule(filters="model")
    await accept(room, 1)
    model.is_there = True
    await room.forwarder.retry_waiting()
    asked = model.asked
    await room.forwarder.retry_waiting()
    assert model.asked == asked


async def test_many_that_wait_are_all_tried_albums_whole(room: Room, model: Model):
    rule = await room.rule(filters="model")
    for number in range(1, 11):
        await room.forwarder.accept(post(number, album="a"))
    await accept(room, *range(11, 31))
    model.is_there = True
    assert await room.forwarder.retry_held(rule.id) == 30
    await drain(room)
    assert room.transport.originals(TARGET) == [*range(1, 31)]
    assert await room.outbox.counts() == {DeliveryState.SENT: 22}


async def test_a_paused_rule_and_one_with_a_check_chat_are_not_tried_by_themselves(room: Room, model: Model):
    paused, checked = await room.rule(filters="model"), await room.rule(destination=ELSEWHERE, filters="model", **CHECK)
    await accept(room, 1)
    await room.rulebook.pause(paused.id)
    model.is_there = True
    await room.forwarder.retry_waiting()
    assert (await held(room, paused.id), await held(room, checked.id)) == (1, 1)


async def test_a_check_chat_sees_the_post_and_why_and_one_button_lets_it_go_on(room: Room, model: Model):
    rule = await room.rule(filters="model", **CHECK)
    await accept(room, 1)
    await drain(room)
    assert room.transport.originals(OTHER) == [1]
    [word] = room.transport.said(OTHER)
    assert "No language model answers" in word
    assert room.transport.said(ChatId(AUTHOR)) == []
    assert room.transport.originals(TARGET) == []
    model.is_there = True
    assert await room.forwarder.retry_held(rule.id) == 1
    await drain(room)
    assert room.transport.originals(TARGET) == [1]


async def test_a_post_that_is_held_again_is_not_shown_again(room: Room):
    rule = await room.rule(filters="model", **CHECK)
    await accept(room, 1)
    for _ in range(3):
        assert await room.forwarder.retry_held(rule.id) == 0
    await drain(room)
    assert room.transport.originals(OTHER) == [1]
    assert len(room.transport.said(OTHER)) == 1


async def test_the_post_comes_before_the_word_about_it(room: Room):
    rule = await room.rule(filters="model", **CHECK)
    await room.forwarder.accept(post(1, "hello"))
    one, two = [await take_one(room.outbox) for _ in range(2)]
    assert one is not None
    assert one.key == f"check:{rule.id}:{SOURCE}:1"
    assert isinstance(from_payload(one.payload), CopyPosts)
    assert two is None
    await room.outbox.finish(Outcome(one, DeliveryState.SENT))
    two = await take_one(room.outbox)
    assert two is not None
    assert isinstance(from_payload(two.payload), SendText)


async def test_a_protected_post_is_shown_by_its_link_alone(room: Room):
    await room.rule(filters="model", **CHECK)
    await accept(room, 1, is_protected=True)
    await drain(room)
    assert room.transport.originals(OTHER) == []
    assert "https://t.me/source_news/1" in room.transport.said(OTHER)[0]


async def test_what_a_rule_learned_goes_with_it(room: Room, database: Database):
    relevances = Relevances(database)
    rule, other = await room.rule(), await room.rule(destination=OTHER)
    for each in (rule, other):
        await relevances.change(each.id, lambda known: learn(known, "a post", is_up=True))
    await room.rulebook.delete(rule.id)
    assert ((await relevances.get(rule.id)).ups, (await relevances.get(other.id)).ups) == (0, 1)


async def test_a_check_chat_is_named_and_may_not_be_a_source(room: Room):
    with pytest.raises(UserError, match="error-rule-no-check-chat"):
        await room.rule(filters="model", trouble="check")
    with pytest.raises(UserError, match="error-rule-check-chat-is-source"):
        await room.rule(filters="model", trouble="check", check_chat={"chat": SOURCE})


async def test_a_check_chat_where_the_bot_may_not_write_is_refused(room: Room):
    closed = room.transport.add_chat(ChatId(-1009), "Closed")
    with pytest.raises(UserError, match="error-rule-bot-cannot-post"):
        await room.rule(filters="model", trouble="check", check_chat={"chat": closed})
