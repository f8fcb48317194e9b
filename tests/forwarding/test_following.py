"""Copies follow their originals by the rule's own policy: edits, deletions, addresses, named topics."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.errors import DeliveryRejected, UserError
from core.i18n import Translator
from core.ids import ChatId, MessageId
from forwarding.draft import Draft
from forwarding.limits import TooFast
from forwarding.means import Context
from forwarding.outgoing import EditCopy
from forwarding.post import Entity, Media, Post
from forwarding.spec import Strict
from forwarding.styled import Styled
from forwarding.transform import AnyTransform, Change, Transform
from forwarding.transports.protocol import CopyForbidden, DeliveryUncertain, TopicGone
from storage.database import Database
from storage.tables.forwarding import DeliveryRow
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import AUTHOR, SOURCE, TARGET, Room, make_room, post


def shout(params: Strict, context: Context) -> Change:
    return lambda draft: draft.saying(draft.text.upper()) if "FAIL" not in draft.text else _fail(draft)


def _fail(draft: Draft) -> Draft:
    raise ValueError(draft.text)


SHOUT: AnyTransform = Transform("shout", Strict, shout)


@pytest.fixture
def room(database: Database, translator: Translator, clock: FakeClock) -> Room:
    return make_room(database, translator, clock, transforms=[SHOUT])


def edited(original: Post, seconds: float = 10, **fields: Any) -> Post:
    return replace(original, edited=original.date + timedelta(seconds=seconds), **fields)


def marked(content: EditCopy, kind: str) -> list[str]:
    said = Styled(content.text, content.entities)
    return [said.said_by(each) for each in content.entities if each.kind == kind]


async def copied(room: Room, *posts: Post) -> None:
    for each in posts:
        await room.forwarder.accept(each)
    await room.deliver(seconds=5)


async def test_whoever_reads_a_source_also_edits_its_copies(room: Room, database: Database):
    await room.rule()
    await room.forwarder.accept(post(1, "old"), "account")
    await room.forwarder.accept_edit(edited(post(1, "new")), "account")
    async with database.reading() as session:
        enqueued = (await session.scalars(select(DeliveryRow.payload).order_by(DeliveryRow.id))).all()
    assert [(each["kind"], each["via"]) for each in enqueued] == [("copy", "account"), ("edit", "account")]


async def test_the_new_text_goes_through_the_transforms(room: Room):
    await room.rule(transforms=["shout"])
    await copied(room, post(1, "old"))
    await room.forwarder.accept_edit(edited(post(1, "new")))
    await room.deliver()
    assert [content.text for _, _, content in room.transport.edits] == ["NEW"]


async def test_a_new_text_that_a_transform_breaks_on_leaves_the_copy_and_is_told(room: Room):
    await room.rule(transforms=["shout"])
    await copied(room, post(1, "old"))
    await room.forwarder.accept_edit(edited(post(1, "FAIL")))
    await room.deliver(seconds=5)
    assert room.transport.edits == []
    [told] = room.transport.said(ChatId(AUTHOR))
    assert "https://t.me/source_news/1" in told


async def test_a_rule_may_ignore_edits(room: Room):
    await room.rule(edits="ignore")
    await copied(room, post(1, "old"))
    await room.forwarder.accept_edit(edited(post(1, "new")))
    await room.deliver()
    assert room.transport.edits == []


async def test_a_forward_is_not_edited(room: Room):
    await room.rule(mode="forward")
    await copied(room, post(1, "old"))
    await room.forwarder.accept_edit(edited(post(1, "new")))
    await room.deliver()
    assert room.transport.edits == []


async def test_what_was_taken_away_is_struck_through_over_several_edits(room: Room):
    await room.rule(edits="strike")
    await copied(room, post(1, "price 100 today"))
    await room.forwarder.accept_edit(edited(post(1, "price 120 today")))
    await room.forwarder.accept_edit(edited(post(1, "price 120"), 20))
    await room.deliver(seconds=5)
    *_, (_, _, last) = room.transport.edits
    assert last.text == "price 100 120 today"
    assert marked(last, "strikethrough") == ["100", "today"]


async def test_older_versions_stand_folded_below_with_their_times(room: Room):
    await room.rule(edits="versions", time_zone="Europe/Moscow", transforms=["shout"])
    await copied(room, post(1, "red cat"))
    await room.forwarder.accept_edit(edited(post(1, "red dog")))
    await room.forwarder.accept_edit(edited(post(1, "blue dog"), 20))
    await room.deliver(seconds=5)
    *_, (_, _, last) = room.transport.edits
    assert last.text.startswith("BLUE DOG\n\n")
    assert marked(last, "strikethrough") == ["RED", "CAT"]
    assert [title[-5:] for title in marked(last, "bold")] == ["15:00", "15:00"]
    [folded] = marked(last, "expandable_blockquote")
    assert folded.endswith("RED CAT DOG")


async def test_the_text_of_an_album_that_was_rewritten_is_edited_where_it_stands(room: Room):
    await room.rule(transforms=["shout"])
    await copied(room, post(1, album="a"), post(2, "old", album="a"))
    await room.forwarder.accept_edit(edited(post(2, "new", album="a")))
    await room.deliver(seconds=5)
    [(_, copy, content)] = room.transport.edits
    assert (copy, content.text, content.media) == (room.transport.arrived[0].id, "NEW", None)


async def test_a_picture_that_was_exchanged_in_a_rewritten_album_is_exchanged_in_its_place(room: Room):
    await room.rule(transforms=["shout"])
    await copied(room, post(1, "text", album="a"), post(2, album="a"))
    other = Media("photo", "file-new", "unique-new")
    await room.forwarder.accept_edit(edited(post(2, album="a"), media=other))
    await room.deliver(seconds=5)
    seen = [(copy, content.text, content.media) for _, copy, content in room.transport.edits]
    first, second = (each.id for each in room.transport.arrived)
    assert seen == [(first, "TEXT", None), (second, "", other)]


async def test_deletions_are_ignored_unless_the_rule_says_otherwise(room: Room):
    await room.rule()
    await copied(room, post(1, "a"))
    await room.forwarder.accept_deletion(SOURCE, [MessageId(1)])
    await room.deliver()
    assert (room.transport.deleted, room.transport.edits) == ([], [])


async def test_a_deletion_follows_to_the_copy_once(room: Room):
    await room.rule(deletions="follow")
    await copied(room, post(1, "a"), post(2, "b"))
    for _ in range(2):
        await room.forwarder.accept_deletion(SOURCE, [MessageId(2), MessageId(77)])
        await room.deliver(seconds=5)
    assert room.transport.deleted == [(TARGET, room.transport.arrived[1].id)]


async def test_a_copy_that_may_not_be_deleted_is_told(room: Room):
    await room.rule(deletions="follow")
    await copied(room, post(1, "a"))
    room.transport.faults.append(DeliveryRejected("message can't be deleted"))
    await room.forwarder.accept_deletion(SOURCE, [MessageId(1)])
    await room.deliver(seconds=5)
    [told] = room.transport.said(ChatId(AUTHOR))
    assert "message can't be deleted" in told


async def test_a_deleted_text_is_struck_through(room: Room):
    await room.rule(deletions="strike", transforms=["shout"])
    await copied(room, post(1, "gone", entities=(Entity("bold", 0, 4),)))
    await room.forwarder.accept_deletion(SOURCE, [MessageId(1)])
    await room.deliver(seconds=5)
    [(_, _, content)] = room.transport.edits
    assert marked(content, "strikethrough") == ["GONE"]


async def test_of_a_struck_album_the_part_with_the_words_tells(room: Room, translator: Translator):
    await room.rule(deletions="strike")
    await copied(room, post(1, album="a"), post(2, "words", album="a"), post(3, album="b"), post(4, album="b"))
    await room.forwarder.accept_deletion(SOURCE, [MessageId(number) for number in (1, 2, 3, 4)])
    await room.deliver(seconds=9)
    tombstone = translator.text("en", "forwarding-tombstone")
    by_copy = {each.id: each.original for each in room.transport.arrived}
    said = [(by_copy[copy], content.text) for _, copy, content in room.transport.edits]
    assert said == [(2, "words"), (3, tombstone)]


async def test_a_tombstone_stands_in_place_of_a_text_and_after_media(room: Room, translator: Translator):
    await room.rule(deletions="tombstone")
    await copied(room, post(1, "a"), post(2, "b", album="p"), post(3, album="p"))
    await room.forwarder.accept_deletion(SOURCE, [MessageId(number) for number in (1, 2, 3)])
    await room.deliver(seconds=9)
    tombstone = translator.text("en", "forwarding-tombstone")
    assert [content.text for _, _, content in room.transport.edits] == [tombstone]
    assert [copy for _, copy in room.transport.deleted] == [each.id for each in room.transport.arrived[1:3]]
    assert room.transport.said(TARGET) == [tombstone]


async def test_what_is_deleted_before_it_was_sent_is_not_sent(room: Room):
    await room.rule(deletions="tombstone")
    await room.forwarder.accept(post(1, album="a"))
    await room.forwarder.accept(post(2, album="a"))
    await room.forwarder.accept_deletion(SOURCE, [MessageId(2)])
    await room.deliver(seconds=5)
    assert room.transport.originals(TARGET) == [1]
    assert room.transport.said(TARGET) == []


async def test_an_edit_that_comes_after_the_deletion_changes_nothing(room: Room):
    await room.rule(deletions="tombstone")
    await copied(room, post(1, "a"))
    await room.forwarder.accept_deletion(SOURCE, [MessageId(1)])
    await room.forwarder.accept_edit(edited(post(1, "b")))
    await room.deliver(seconds=5)
    assert len(room.transport.edits) == 1


async def test_an_address_of_a_post_leads_to_its_copy(room: Room):
    await room.rule()
    await copied(room, post(1, "first"))
    hidden = Entity("text_link", 0, 3, url="https://t.me/source_news/1")
    await copied(room, post(2, "see t.me/source_news/1, t.me/source_news/99 and x.org", entities=(hidden,)))
    copy = room.transport.arrived[0].id
    [_, second] = room.transport.arrived
    assert second.text == f"see https://t.me/c/2/{copy}, t.me/source_news/99 and x.org"


async def test_an_address_in_an_edit_leads_to_the_copy_too(room: Room):
    await room.rule()
    await copied(room, post(1, "first"), post(2, "second"))
    await room.forwarder.accept_edit(edited(post(2, "see https://t.me/source_news/1")))
    await room.deliver(seconds=5)
    [(_, _, content)] = room.transport.edits
    assert content.text == f"see https://t.me/c/2/{room.transport.arrived[0].id}"


async def test_an_album_that_answers_is_made_of_its_parts_and_edited_where_its_text_stands(room: Room):
    await room.rule()
    await copied(room, post(1, "question"))
    fields: dict[str, Any] = {"album": "a", "reply_to": MessageId(1)}
    await copied(room, post(2, **fields), post(3, "answer", **fields))
    question, first, _ = room.transport.arrived
    assert (first.text, first.reply_to) == ("answer", question.id)
    await room.forwarder.accept_edit(edited(post(3, "better answer", **fields)))
    await room.deliver(seconds=5)
    [(_, copy, content)] = room.transport.edits
    assert (copy, content.text) == (first.id, "better answer")


async def test_a_named_topic_is_opened_once_and_anew_when_it_is_gone(room: Room):
    await room.rule(destinations=[{"chat": TARGET, "topic_name": "News"}])
    await copied(room, post(1), post(2))
    [first, second] = room.transport.arrived
    assert room.transport.opened == [(TARGET, "News")]
    assert first.topic == second.topic is not None
    room.transport.faults.append(TopicGone("message thread not found", is_gone=True))
    await copied(room, post(3))
    await room.deliver(seconds=5)
    assert room.transport.opened == [(TARGET, "News")] * 2
    assert room.transport.arrived[-1].topic not in (first.topic, None)


async def test_edits_find_copies_in_a_named_topic(room: Room):
    await room.rule(destinations=[{"chat": TARGET, "topic_name": "General"}])
    await copied(room, post(1, "a"))
    await room.forwarder.accept_edit(edited(post(1, "b")))
    await room.deliver(seconds=5)
    assert (room.transport.opened, len(room.transport.edits), room.transport.arrived[0].topic) == ([], 1, 1)


async def test_a_topic_has_a_number_or_a_name(room: Room):
    with pytest.raises(UserError) as raised:
        await room.rule(destinations=[{"chat": TARGET, "topic": 7, "topic_name": "News"}])
    assert raised.value.key == "error-rule-two-topics"


async def test_a_rule_that_wants_each_post_at_least_once_repeats_what_was_cut(room: Room):
    await room.rule(doubt="at_least_once")
    room.transport.faults_after.append(DeliveryUncertain())
    await copied(room, post(1, "a"))
    await room.deliver(seconds=5)
    assert room.transport.originals(TARGET) == [1, 1]
    assert room.transport.said(ChatId(AUTHOR)) == []


async def test_a_card_waits_for_its_turn_behind_the_copy_that_was_refused(room: Room):
    await room.rule()
    room.transport.faults.extend([CopyForbidden("message can't be copied"), TooFast(0.01)])
    await room.forwarder.accept(post(1))
    await room.deliver()
    assert room.transport.said(TARGET) == ["Source news\nhttps://t.me/source_news/1"]


async def test_what_does_not_fit_follows_in_messages_of_its_own(
    database: Database, translator: Translator, clock: FakeClock
):
    long: AnyTransform = Transform(
        "long", Strict, lambda params, context: lambda draft: replace(draft.saying("head"), rest=(Styled("rest"),))
    )
    room = make_room(database, translator, clock, transforms=[long])
    await room.rule(transforms=["long"])
    await copied(room, post(1, "a"))
    assert [each.text for each in room.transport.arrived] == ["head", "rest"]


@pytest.mark.parametrize("changes", [{"edits": "follow"}, {"edits": "versions"}, {"edits": "strike"}])
async def test_the_words_of_a_protected_post_follow_nowhere(room: Room, database: Database, changes: Any):
    await room.rule(**changes)
    await copied(room, post(1, "secret", is_protected=True))
    await room.forwarder.accept_edit(edited(post(1, "secret anew", is_protected=True)))
    assert await payloads(database) == [("text", "Source news\nhttps://t.me/source_news/1")]


async def test_what_became_protected_after_its_copy_left_stays_there_as_it_was(room: Room, database: Database):
    await room.rule()
    await copied(room, post(1, "open"))
    await room.forwarder.accept_edit(edited(post(1, "secret", is_protected=True)))
    assert await payloads(database) == [("copy", None)]


async def test_a_protected_post_that_is_deleted_is_not_struck_through_word_by_word(room: Room, database: Database):
    await room.rule(deletions="strike")
    await copied(room, post(1, "secret", is_protected=True))
    await room.forwarder.accept_deletion(SOURCE, [MessageId(1)])
    *_, (_, said) = await payloads(database)
    assert said == "This post was deleted where it came from."


async def payloads(database: Database) -> list[tuple[str, str | None]]:
    async with database.reading() as session:
        rows = (await session.scalars(select(DeliveryRow.payload).order_by(DeliveryRow.id))).all()
    return [(row["kind"], row.get("text")) for row in rows]
