"""Thumbs of readers: under copies with their numbers, over edits, and what the rule learns from them."""

from itertools import count

import pytest

from core.errors import UserError
from core.i18n import Translator
from core.ids import ChatId, UpdateId, UserId
from forwarding.rules import RuleBook
from forwarding.spec import simple_rule
from forwarding.transports.protocol import Rights
from forwarding.voting import Copy, Said
from storage.database import Database
from storage.rules import Rules
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import AUTHOR, OTHER, SOURCE, TARGET, Room, make_room, make_transport, post

_updates = count(1)


@pytest.fixture
def room(database: Database, translator: Translator, clock: FakeClock) -> Room:
    return make_room(database, translator, clock)


async def vote(room: Room, thumb: int, person: int, original: int = 1, chat: ChatId = TARGET) -> Said:
    copy = next(each.id for each in room.transport.arrived if (each.chat, each.original) == (chat, original))
    return await room.voting.press(Copy(chat, copy, ()), UserId(person), thumb, UpdateId(next(_updates)))


def labels(room: Room) -> list[str]:
    _, _, rows = room.transport.buttons[-1]
    return [button.text for row in rows for button in row]


async def test_a_copy_has_thumbs_and_their_numbers_come_soon_after_the_votes(room: Room):
    await room.rule(votes=True)
    await room.forwarder.accept(post(1, "news"))
    await room.deliver(5.0)
    assert [button.text for row in room.transport.copied[0].under for button in row] == ["👍", "👎"]
    assert [await vote(room, 1, 1), await vote(room, 1, 2), await vote(room, -1, 3)] == ["up", "up", "down"]
    await room.deliver(2.0)
    assert labels(room) == ["👍 2", "👎 1"]
    assert await vote(room, 1, 2) == "back"
    await room.deliver(12.0)
    assert labels(room) == ["👍 1", "👎 1"]
    assert len(room.transport.buttons) == 2


async def test_a_copy_that_is_edited_keeps_its_thumbs_and_numbers(room: Room):
    await room.rule(votes=True, transforms=[{"buttons": {"rows": [[{"text": "Open", "url": "https://example.org"}]]}}])
    await room.forwarder.accept(post(1, "draft"))
    await room.deliver(5.0)
    await vote(room, 1, 1)
    await room.forwarder.accept_edit(post(1, "final", edited=post(2).date))
    await room.deliver(5.0)
    (edit,) = [content for _, _, content in room.transport.edits]
    assert [button.text for row in edit.buttons + edit.under for button in row] == ["Open", "👍 1", "👎"]


async def test_an_album_has_none_and_its_readers_vote_by_reactions(room: Room):
    rule = await room.rule(votes=True)
    for number in (1, 2):
        await room.forwarder.accept(post(number, "words", album="a"))
    await room.deliver(5.0)
    assert room.transport.copied[0].under == ()
    for part in room.transport.arrived:
        copy = Copy(TARGET, part.id)
        assert await room.voting.react(copy, UserId(9), 1, UpdateId(next(_updates)))
    learned = await room.relevances.get(rule.id)
    assert (learned.ups, learned.downs) == (1, 0)


async def test_where_a_rule_lets_nobody_vote_any_more_thumbs_say_so(room: Room):
    rule = await room.rule(votes=True)
    await room.forwarder.accept(post(1, "news"))
    await room.deliver(5.0)
    await room.rulebook.change(rule, rule.spec.model_copy(update={"votes": False}), rule.created_by)
    assert await vote(room, 1, 1) == "over"
    assert (await room.relevances.get(rule.id)).ups == 0
    assert not await room.voting.react(Copy(ChatId(-5), room.transport.arrived[0].id), UserId(1), 1, UpdateId(1))


async def test_twenty_thumbs_teach_the_rule_what_its_readers_like(room: Room):
    rule = await room.rule(votes=True, filters={"relevant": {}})
    for number in range(1, 21):
        text = f"new graphics card number {number} tested" if number % 2 else f"celebrity gossip of the week {number}"
        await room.forwarder.accept(post(number, text))
        await room.deliver(10.0)
        await vote(room, 1 if number % 2 else -1, 1, number)
    await room.forwarder.accept(post(31, "yet another celebrity gossip"))
    await room.forwarder.accept(post(32, "one more graphics card tested"))
    await room.deliver(30.0)
    assert room.transport.originals(TARGET)[20:] == [32]
    learned = await room.relevances.get(rule.id)
    assert (learned.ups, learned.downs) == (10, 10)


async def test_what_a_rule_learned_and_its_votes_go_with_it(room: Room):
    rule = await room.rule(votes=True)
    await room.forwarder.accept(post(1, "news"))
    await room.deliver(5.0)
    await vote(room, 1, 1)
    await room.rulebook.delete(rule.id)
    assert (await room.relevances.get(rule.id)).ups == 0
    assert await vote(room, 1, 1) == "over"


async def test_an_account_can_put_no_buttons_under_what_it_sends_and_that_is_said_at_saving(
    room: Room, database: Database, clock: FakeClock
):
    room.transport.allow(SOURCE, None, Rights(is_member=True))
    account = make_transport()
    rulebook = RuleBook(Rules(database, clock), {"bot": room.transport, "account": account}, clock)
    spec = simple_rule(SOURCE, TARGET)
    with pytest.raises(UserError) as refused:
        await rulebook.create(spec.model_copy(update={"votes": True}), AUTHOR, "key")
    assert refused.value.key == "error-rule-votes-account"
    assert await rulebook.create(spec, AUTHOR, "key")


async def test_a_copy_that_names_who_reports_it_too_keeps_its_thumbs(room: Room):
    news = "The new graphics cards of the year were tested today, and they are twice as quick as those before them."
    sources = [{"chat": SOURCE}, {"chat": OTHER}]
    await room.rule(votes=True, stories={"hours": 24}, sources=sources)
    await room.forwarder.accept(post(1, news))
    await room.deliver(5.0)
    await vote(room, 1, 1)
    await room.forwarder.accept(post(1, f"{news} Subscribe!", source=OTHER))
    await room.deliver(5.0)
    (edit,) = [content for _, _, content in room.transport.edits]
    assert "Other" in edit.text
    assert [button.text for row in edit.under for button in row] == ["👍 1", "👎"]
