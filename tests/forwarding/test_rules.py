"""Which rules may be saved, and what is said to those that may not."""

from typing import Any

import pytest

from core.errors import UserError
from core.i18n import Translator
from core.ids import ChatId, TopicId, UserId
from forwarding.amending import with_fields
from forwarding.permissions import ChatTitle
from forwarding.spec import EVERYTHING, Destination, RuleSpec, Source, simple_rule
from forwarding.topics import GENERAL
from forwarding.transports.protocol import ChatInfo, Rights
from storage.database import Database
from storage.rules import Rules
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import AUTHOR, ELSEWHERE, OTHER, SOURCE, TARGET, Room, make_room, post

MEMBER = Rights(is_member=True, can_read=True)
STRANGER = UserId(1002)


@pytest.fixture
def room(database: Database, translator: Translator, clock: FakeClock) -> Room:
    return make_room(database, translator, clock)


async def test_a_rule_reads_back_as_it_was_saved(
    room: Room, database: Database, translator: Translator, clock: FakeClock
):
    saved = await room.rule(keep=["Релиз"], drop=["ads", "promo"], topic=TopicId(7), name="News")
    next_life = make_room(database, translator, clock, room.transport)
    assert await next_life.rulebook.get(saved.id) == saved
    assert saved.chats == {SOURCE: ChatTitle("Source news", "source_news"), TARGET: ChatTitle("Digest")}


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


async def test_a_topic_is_named_only_where_the_bot_may_open_one(room: Room, translator: Translator):
    key = "error-rule-bot-cannot-open-topics"
    room.transport.allow(TARGET, None, Rights(is_member=True, can_post=True))
    with pytest.raises(UserError) as raised:
        await room.rule(destinations=[{"chat": OTHER}, {"chat": TARGET, "topic_name": "News"}])
    assert (raised.value.key, raised.value.params) == (key, {"chat": "Digest"})
    with pytest.raises(UserError, match=key):
        await room.rule(check_chat={"chat": TARGET, "topic_name": "Checks"}, destinations=[{"chat": OTHER}])
    for language in translator.languages:
        assert "Digest" in translator.text(language, key, **raised.value.params)
    assert await room.rulebook.list() == ()
    await room.rule(destinations=[{"chat": TARGET, "topic_name": "General"}])


def private(room: Room, person: UserId) -> ChatId:
    """Their chat with the bot, in which everybody is said to be everything."""
    chat = ChatId(person)
    room.transport.chats[chat] = ChatInfo(chat, "private", "Anna")
    for who in (None, AUTHOR, STRANGER):
        room.transport.allow(chat, who)
    return chat


@pytest.mark.parametrize("role", ["source", "destination", "check_chat", "review_chat"])
async def test_a_private_chat_is_only_for_the_rules_of_its_person(room: Room, translator: Translator, role: str):
    own, foreign = private(room, AUTHOR), private(room, STRANGER)

    def made(chat: ChatId) -> dict[str, Any]:
        return {role: chat} if role in ("source", "destination") else {role: {"chat": chat}}

    with pytest.raises(UserError) as raised:
        await room.rule(**made(foreign))
    assert raised.value.key == "error-rule-private-chat"
    for language in translator.languages:
        assert "Anna" in translator.text(language, raised.value.key, **raised.value.params)
    assert await room.rulebook.list() == ()
    rule = await room.rule(**made(own))
    for chat in (SOURCE, TARGET):
        room.transport.allow(chat, STRANGER)
    with pytest.raises(UserError, match="error-rule-private-chat"):
        await room.rulebook.change(rule, rule.spec.model_copy(update={"name": "Mine now"}), STRANGER)


async def test_nobody_lends_their_private_chat_to_the_rule_of_another(room: Room):
    rule, own = await room.rule(), private(room, STRANGER)
    for chat in (SOURCE, TARGET):
        room.transport.allow(chat, STRANGER)
    with pytest.raises(UserError, match="error-rule-private-chat"):
        await room.rulebook.change(rule, simple_rule(own, TARGET), STRANGER)


async def test_a_private_chat_is_read_for_its_person_alone_however_the_rule_came_there(room: Room, database: Database):
    for who in (AUTHOR, STRANGER):
        spec = simple_rule(private(room, AUTHOR), TARGET)
        await Rules(database).add(spec.model_dump(mode="json"), {}, who, f"update:{who}", is_paused=False)
    await room.rulebook.reread()
    assert [rule.created_by for rule in await room.rulebook.reading(ChatId(AUTHOR))] == [AUTHOR]
    assert room.rulebook.addresses() == {}


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


async def test_two_rules_do_not_do_the_same(room: Room):
    rule = await room.rule(keep=["a"])
    with pytest.raises(UserError) as raised:
        await room.rulebook.create(simple_rule(SOURCE, TARGET, keep=["a"]), AUTHOR, "update:2")
    assert (raised.value.key, raised.value.params) == ("error-rule-exists", {"rule": rule.name})


async def test_rules_that_do_the_same_are_never_both_at_work(room: Room):
    rule = await room.rule(keep=["a"])
    copy = await room.rulebook.create(simple_rule(SOURCE, TARGET, keep=["a"]), AUTHOR, "update:2", is_paused=True)
    assert copy.is_paused
    renamed = await room.rulebook.change(copy, copy.spec.model_copy(update={"name": "b"}), AUTHOR)
    with pytest.raises(UserError) as raised:
        await room.rulebook.resume(renamed.id)
    assert (raised.value.key, raised.value.params) == ("error-rule-exists", {"rule": rule.name})
    await room.rulebook.pause(rule.id)
    assert await room.rulebook.resume(renamed.id)


async def test_two_chats_may_be_connected_by_rules_of_different_filters(room: Room):
    await room.rule(keep=["a"])
    await room.rulebook.create(simple_rule(SOURCE, TARGET, keep=["b"]), AUTHOR, "update:2")
    assert len(await room.rulebook.list()) == 2


def test_words_of_nothing_are_no_filter():
    assert simple_rule(SOURCE, TARGET, keep=["", "\u200b"], drop=[" "]).filters == EVERYTHING


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (["x" * 101], "error-rule-long-word"),
        (list(map(str, range(100_000))), "error-rule-too-many-words"),
        (["a", 5], "error-rule-params"),
        ("a", "error-rule-params"),
    ],
)
async def test_words_that_cannot_be_are_refused_in_a_sentence(room: Room, words: object, key: str):
    with pytest.raises(UserError) as raised:
        await room.rule(filters={"keywords": {"words": words}})
    assert raised.value.key == key
    assert await room.rulebook.list() == ()


@pytest.mark.parametrize(
    ("filters", "key"),
    [
        ({"nonsense": {}}, "error-rule-unknown-filter"),
        ({"any": []}, "error-rule-empty-group"),
        ({"keywords": {"words": ["a"], "colour": "red"}}, "error-rule-params"),
        ({"all": [{"keywords": {"words": ["a"]}}] * 201}, "error-rule-too-many-filters"),
        ({"a": {}, "b": {}}, "error-rule-filter-shape"),
        ({"not": {"not": {"not": {"not": {"not": {"not": "keywords"}}}}}}, "error-rule-too-deep"),
    ],
)
async def test_a_tree_of_filters_that_cannot_be_is_refused_in_a_sentence(room: Room, filters: object, key: str):
    with pytest.raises(UserError) as raised:
        await room.rule(filters=filters)
    assert raised.value.key == key


async def test_a_rule_that_was_changed_keeps_what_it_said_before(room: Room):
    rule = await room.rule(keep=["a"])
    fresh = await room.rulebook.change(rule, simple_rule(SOURCE, TARGET, keep=["b"]), AUTHOR)
    assert (fresh.version, [each.version for each in await room.rulebook.versions(rule.id)]) == (2, [2, 1])
    assert await room.rulebook.get(rule.id) == fresh


async def test_of_two_who_change_a_rule_at_once_one_is_told(room: Room):
    rule = await room.rule()
    await room.rulebook.change(rule, simple_rule(SOURCE, TARGET, keep=["b"]), AUTHOR)
    with pytest.raises(UserError) as raised:
        await room.rulebook.change(rule, simple_rule(SOURCE, TARGET, keep=["c"]), AUTHOR)
    assert raised.value.key == "error-rule-changed-meanwhile"


async def test_every_source_of_a_rule_goes_to_every_destination(room: Room):
    spec = RuleSpec(
        sources=(Source(chat=SOURCE), Source(chat=OTHER)),
        destinations=(Destination(chat=TARGET), Destination(chat=ELSEWHERE, topic=TopicId(7))),
    )
    await room.rulebook.create(spec, AUTHOR, "update:1")
    await room.forwarder.accept(post(1))
    await room.forwarder.accept(post(2, source=OTHER))
    await room.deliver()
    assert sorted(room.transport.originals(TARGET)) == sorted(room.transport.originals(ELSEWHERE)) == [1, 2]


async def test_a_rule_for_one_topic_does_not_read_the_others(room: Room):
    spec = RuleSpec(sources=(Source(chat=SOURCE, topic=TopicId(5)),), destinations=(Destination(chat=TARGET),))
    await room.rulebook.create(spec, AUTHOR, "update:1")
    for number, topic in enumerate((None, TopicId(5), TopicId(6)), 1):
        await room.forwarder.accept(post(number, topic=topic))
    await room.deliver()
    assert room.transport.originals(TARGET) == [2]


async def test_a_rule_for_general_reads_what_names_no_topic(room: Room):
    spec = RuleSpec(sources=(Source(chat=SOURCE, topic=GENERAL),), destinations=(Destination(chat=TARGET),))
    await room.rulebook.create(spec, AUTHOR, "update:1")
    for number, topic in enumerate((None, TopicId(5), GENERAL), 1):
        await room.forwarder.accept(post(number, topic=topic))
    await room.deliver()
    assert room.transport.originals(TARGET) == [1, 3]


async def test_a_group_that_moved_is_found_in_all_rules(room: Room):
    rule = await room.rule()
    await room.rulebook.migrate(TARGET, ELSEWHERE)
    moved = await room.rulebook.get(rule.id)
    assert moved is not None
    assert (moved.spec.destination, moved.title(ELSEWHERE)) == (ELSEWHERE, "Digest")


async def test_a_source_is_watched_from_the_moment_of_its_first_rule_and_anew_after_a_pause(room: Room):
    rule = await room.rule()
    assert room.transport.watched == [rule.spec.source]
    await room.rulebook.pause(rule.id)
    await room.rulebook.resume(rule.id)
    assert room.transport.watched == [rule.spec.source] * 2


async def test_rules_of_the_same_chats_are_told_apart_by_their_names(room: Room):
    spec = simple_rule(SOURCE, TARGET, keep=["a"])
    names = [
        (await room.rulebook.create(with_fields(spec, fields), AUTHOR, f"{number}")).name
        for number, fields in enumerate(({}, {"filters": "duplicate"}, {"filters": "advertisement", "name": "Ads"}))
    ]
    assert names == ["Source news → Digest", "Source news → Digest (2)", "Ads"]
