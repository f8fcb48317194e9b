"""Digests of a rule: by count and by time, by source and topic, from the posts as they stand by then."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.i18n import Translator
from core.ids import ChatId, MessageId, TopicId
from core.text import utf16_length
from forwarding.explaining import Explainer, Place
from forwarding.post import Entity
from forwarding.spec import RuleSpec
from handlers.commands.why import lines
from storage.database import Database
from storage.histories import Histories
from storage.users import Users
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import AUTHOR, ELSEWHERE, OTHER, SOURCE, TARGET, Room, make_room, post

DAY = 24 * 3600.0
AT_SIX: dict[str, Any] = {"kind": "digest", "times": ["18:00"]}


@pytest.fixture
def room(database: Database, translator: Translator, clock: FakeClock) -> Room:
    return make_room(database, translator, clock)


def tagged(number: int, text: str, tag: str) -> Any:
    return post(number, f"{text} {tag}", entities=(Entity("hashtag", utf16_length(text) + 1, utf16_length(tag)),))


async def test_as_many_posts_as_the_rule_says_make_a_digest_with_links(room: Room):
    await room.rule(name="News", timing={"kind": "digest", "count": 3})
    for each in (post(1, "First\nmore"), post(2, "🔥 Second"), post(3, album="a"), post(4, "caption", album="a")):
        assert room.transport.arrived == []
        await room.forwarder.accept(each)
        await room.deliver()
    await room.deliver(5)
    [digest] = room.transport.texts
    assert digest.text == "News\n3 posts\n• First\n• 🔥 Second\n• caption"
    units = digest.text.encode("utf-16-le")
    links = {
        units[2 * e.offset : 2 * (e.offset + e.length)].decode("utf-16-le"): e.url for e in digest.entities if e.url
    }
    assert links == {
        "First": "https://t.me/source_news/1",
        "🔥 Second": "https://t.me/source_news/2",
        "caption": "https://t.me/source_news/3",
    }
    await room.forwarder.accept(post(5, "Next"))
    await room.deliver(DAY)
    assert len(room.transport.texts) == 1


async def test_the_words_of_a_protected_post_are_in_no_digest(room: Room, translator: Translator):
    await room.rule(name="News", timing={"kind": "digest", "count": 2})
    await room.forwarder.accept(post(1, "Secret words", is_protected=True))
    await room.forwarder.accept(post(2, "Open words"))
    await room.deliver(5)
    [digest] = room.transport.texts
    assert digest.text.splitlines()[2:] == [f"• {translator.text('en', 'digest-protected')}", "• Open words"]
    assert [each.url for each in digest.entities if each.url] == [
        f"https://t.me/source_news/{number}" for number in (1, 2)
    ]


async def test_the_hashtags_of_protected_posts_are_no_headings(room: Room):
    await room.rule(timing={"kind": "digest", "count": 3})
    for number in (1, 2):
        await room.forwarder.accept(replace(tagged(number, "words", "#secret"), is_protected=True))
    await room.forwarder.accept(post(3, "Open words"))
    await room.deliver(5)
    [digest] = room.transport.texts
    assert "#secret" not in digest.text


async def test_a_digest_leaves_at_its_time_with_fewer_posts_too_and_never_empty(room: Room):
    await room.rule(timing={**AT_SIX, "count": 3})
    await room.forwarder.accept(post(1, "Only one"))
    await room.deliver(DAY)
    assert [each.text.splitlines()[-1] for each in room.transport.texts] == ["• Only one"]
    await room.deliver(3 * DAY)
    assert len(room.transport.texts) == 1


async def test_edits_are_in_the_digest_and_deleted_posts_are_not(room: Room):
    await room.rule(timing=AT_SIX)
    for number in (1, 2):
        await room.forwarder.accept(post(number, f"old {number}"))
    change = replace(post(1, "new 1"), edited=post(1).date + timedelta(seconds=5))
    await room.forwarder.accept_edit(change)
    await room.forwarder.accept_deletion(SOURCE, [MessageId(2)])
    await room.deliver(DAY)
    assert room.transport.said(TARGET)[0].endswith("1 post\n• new 1")
    await room.forwarder.accept_edit(replace(change, text="newer", edited=room.clock.now()))
    await room.forwarder.accept_deletion(SOURCE, [MessageId(1)])
    await room.deliver(5)
    assert (room.transport.edits, room.transport.deleted, room.transport.said(ChatId(AUTHOR))) == ([], [], [])
    assert await room.outbox.waiting() == []


async def test_only_deleted_posts_make_no_digest(room: Room):
    await room.rule(timing=AT_SIX)
    await room.forwarder.accept(post(1, "x"))
    await room.forwarder.accept_deletion(SOURCE, [MessageId(1)])
    await room.deliver(DAY)
    assert room.transport.arrived == []


async def test_posts_stand_under_their_source_and_topic(room: Room):
    sources = [{"chat": SOURCE}, {"chat": OTHER}]
    await room.rule(name="All", timing=AT_SIX, sources=sources)
    for each in (
        post(1, "a", topic=TopicId(7)),
        post(2, "b", source=OTHER),
        post(3, "c"),
        post(4, "d", topic=TopicId(7)),
    ):
        await room.forwarder.accept(each)
        await room.deliver(1)
    await room.deliver(DAY)
    [digest] = room.transport.texts
    assert digest.text == ("All\n4 posts\n\nSource news · Topic 7\n• a\n• d\n\nSource news\n• c\n\nOther\n• b")
    units = digest.text.encode("utf-16-le")
    bold = [
        units[2 * e.offset : 2 * (e.offset + e.length)].decode("utf-16-le") for e in digest.entities if e.kind == "bold"
    ]
    assert bold == ["All", "Source news · Topic 7", "Source news", "Other"]


async def test_a_hashtag_that_several_posts_share_is_a_topic(room: Room):
    await room.rule(name="All", timing=AT_SIX)
    for each in (tagged(1, "a", "#Железо"), tagged(2, "b", "#one"), tagged(3, "c", "#железо"), post(4, "d")):
        await room.forwarder.accept(each)
    await room.deliver(DAY)
    assert room.transport.said(TARGET) == [
        "All\n4 posts\n\n#железо\n• a #Железо\n• c #железо\n\nOther posts\n• b #one\n• d"
    ]


async def test_a_long_digest_comes_in_parts_in_order_to_every_destination(room: Room):
    await room.rule(timing={"kind": "digest", "count": 100}, destinations=[{"chat": TARGET}, {"chat": ELSEWHERE}])
    for number in range(1, 101):
        await room.forwarder.accept(post(number, f"{number} " + "слово " * 30))
    for _ in range(10):
        await room.deliver(5)
    for chat in (TARGET, ELSEWHERE):
        parts = room.transport.said(chat)
        assert len(parts) > 1
        told = [line.split()[1] for part in parts for line in part.splitlines() if line.startswith("•")]
        assert told == [str(number) for number in range(1, 101)]
        assert all(utf16_length(part) <= 4096 for part in parts)


async def test_more_posts_than_one_digest_holds_make_several(room: Room):
    rule = await room.rule(timing=AT_SIX)
    for number in range(1, 131):
        await room.forwarder.accept(post(number, f"n{number}"))
    await room.rulebook.pause(rule.id)
    await room.deliver(2 * DAY)
    await room.rulebook.resume(rule.id)
    await room.deliver(5)
    heads = [text.splitlines()[1] for text in room.transport.said(TARGET)]
    assert heads == ["100 posts", "30 posts"]


async def test_a_digest_speaks_the_language_of_the_author(room: Room, database: Database):
    await Users(database, room.clock).touch(AUTHOR, "Anna", "", "ru")
    await room.rule(timing=AT_SIX)
    await room.forwarder.accept(post(1, "привет"))
    await room.deliver(DAY)
    assert "1 пост\n" in room.transport.said(TARGET)[0]


async def test_why_says_until_when_a_post_waits_and_what_it_went_into(
    room: Room, database: Database, translator: Translator
):
    histories = Histories(database)
    explainer = Explainer(
        room.rulebook, room.posts, histories, room.links, gatherings=room.gatherings, reviews=room.reviews
    )
    texts = translator.bound("en")

    async def why() -> str:
        return "\n".join(lines(await explainer.explain([Place(SOURCE, MessageId(1))]), "UTC", texts))

    rule = await room.rule(timing=AT_SIX)
    await room.forwarder.accept(post(1, "x"))
    assert "2026-11-02 18:00" in await why()
    await room.rulebook.pause(rule.id)
    assert texts("why-gathered-paused") in await why()
    await room.rulebook.resume(rule.id)
    spec = RuleSpec.model_validate({**rule.spec.model_dump(), "timing": {"kind": "digest", "count": 4}})
    await room.rulebook.change(rule, spec, AUTHOR)
    assert texts("why-gathered-open") in await why()
    await room.rulebook.change((await room.rulebook.list())[0], rule.spec, AUTHOR)
    await room.deliver(DAY)
    assert texts("why-made-digest") in await why()
