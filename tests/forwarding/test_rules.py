"""Which rules may be saved, and what is said to those that may not."""

import pytest
from pydantic import ValidationError

from core.errors import UserError
from core.i18n import Translator
from core.ids import ChatId, UserId
from forwarding.rules import RuleSpec
from forwarding.transports.protocol import Rights
from storage.database import Database
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import AUTHOR, OTHER, SOURCE, TARGET, Room, make_room, post

MEMBER = Rights(is_member=True, can_read=True)


@pytest.fixture
def room(database: Database, translator: Translator, clock: FakeClock) -> Room:
    return make_room(database, translator, clock)


async def test_a_rule_reads_back_as_it_was_saved(
    room: Room, database: Database, translator: Translator, clock: FakeClock
):
    saved = await room.rule(keep=["Релиз"], drop=["ads", "promo"], topic=7, name="News")
    next_life = make_room(database, translator, clock, room.transport)
    assert await next_life.rulebook.get(saved.id) == saved
    assert (saved.source_title, saved.source_username, saved.destination_title) == (
        "Source news",
        "source_news",
        "Digest",
    )


async def test_the_same_update_makes_one_rule(room: Room):
    first = await room.rule()
    assert await room.rule() == first
    assert await room.rulebook.list() == (first,)


async def test_a_deleted_rule_is_gone(room: Room):
    rule = await room.rule()
    assert await room.rulebook.delete(rule.id)
    assert not await room.rulebook.delete(rule.id)
    assert await room.rulebook.matching(SOURCE) == ()


async def test_what_a_deleted_rule_has_not_sent_yet_is_not_sent_any_more(room: Room):
    deleted, kept = await room.rule(), await room.rule(destination=OTHER)
    await room.forwarder.accept(post(1))
    assert await room.rulebook.delete(deleted.id)
    await room.deliver()
    assert (room.transport.originals(TARGET), room.transport.originals(OTHER)) == ([], [1])
    assert await room.rulebook.list() == (kept,)


async def test_a_rule_that_another_process_saved_is_known_soon(
    room: Room, database: Database, translator: Translator, clock: FakeClock
):
    assert await room.rulebook.matching(SOURCE) == ()
    await make_room(database, translator, clock, room.transport).rule()
    clock.advance(6)
    assert len(await room.rulebook.matching(SOURCE)) == 1


@pytest.mark.parametrize(
    ("missing", "key"),
    [
        ((SOURCE, None, Rights(is_member=True)), "error-rule-bot-cannot-read"),
        ((TARGET, None, MEMBER), "error-rule-bot-cannot-post"),
        ((SOURCE, AUTHOR, Rights()), "error-rule-you-cannot-read"),
        ((TARGET, AUTHOR, MEMBER), "error-rule-you-cannot-post"),
    ],
)
async def test_each_missing_right_has_its_own_sentence(
    room: Room, translator: Translator, missing: tuple[ChatId, UserId | None, Rights], key: str
):
    chat, user, rights = missing
    room.transport.allow(chat, user, rights)
    with pytest.raises(UserError) as raised:
        await room.rule()
    assert raised.value.key == key
    for language in translator.languages:
        assert room.transport.chats[chat].title in translator.text(language, key, **raised.value.params)
    assert await room.rulebook.list() == ()


async def test_an_unknown_chat_is_named(room: Room):
    with pytest.raises(UserError) as raised:
        await room.rulebook.resolve("@nowhere")
    assert (raised.value.key, raised.value.params) == ("error-chat-not-found", {"chat": "@nowhere"})


async def test_a_chat_cannot_be_its_own_destination(room: Room):
    with pytest.raises(UserError) as raised:
        await room.rule(SOURCE, SOURCE)
    assert raised.value.key == "error-rule-same-chat"


async def test_a_circle_of_rules_is_refused_over_any_distance(room: Room):
    await room.rule(SOURCE, TARGET)
    await room.rule(TARGET, OTHER)
    with pytest.raises(UserError) as raised:
        await room.rule(OTHER, SOURCE)
    assert raised.value.key == "error-rule-loop"


async def test_two_chats_are_connected_once(room: Room):
    rule = await room.rule(keep=["a"])
    with pytest.raises(UserError) as raised:
        await room.rulebook.create(RuleSpec(source=SOURCE, destination=TARGET, keep=("b",)), AUTHOR, "update:2")
    assert (raised.value.key, raised.value.params) == ("error-rule-exists", {"rule": rule.name})


def test_words_are_cleaned():
    spec = RuleSpec(source=SOURCE, destination=TARGET, keep=(" big   news ", "", "\u200b", "big news"))
    assert spec.keep == ("big news",)


@pytest.mark.parametrize(
    ("words", "key"),
    [(("x" * 101,), "error-rule-long-word"), (tuple(map(str, range(1001))), "error-rule-too-many-words")],
)
def test_words_beyond_the_limits_are_refused_in_a_sentence(words: tuple[str, ...], key: str):
    with pytest.raises(UserError) as raised:
        RuleSpec(source=SOURCE, destination=TARGET, drop=words)
    assert raised.value.key == key


def test_what_is_no_word_is_refused():
    with pytest.raises(ValidationError):
        RuleSpec.model_validate({"source": SOURCE, "destination": TARGET, "drop": ["a", 5]})


async def test_a_source_is_watched_from_the_moment_of_its_first_rule_and_anew_after_a_pause(room: Room):
    rule = await room.rule()
    assert room.transport.watched == [rule.spec.source]
    await room.rulebook.pause(rule.id)
    await room.rulebook.resume(rule.id)
    assert room.transport.watched == [rule.spec.source] * 2
