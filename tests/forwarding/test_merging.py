"""The next posts of a source become one: their words, their pictures, and what cannot be merged between them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.i18n import Translator
from core.ids import ChatId, MessageId
from core.text import utf16_length
from forwarding.draft import CAPTION_LIMIT
from forwarding.post import Entity, Media, Post
from forwarding.styled import Styled
from storage.database import Database
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import AUTHOR, OTHER, SOURCE, TARGET, Room, make_room, post

MERGE: dict[str, Any] = {"posts": 3, "minutes": 10}


@pytest.fixture
def room(database: Database, translator: Translator, clock: FakeClock) -> Room:
    return make_room(database, translator, clock)


def photo(number: int, text: str = "", **fields: Any) -> Post:
    return post(number, text, media=Media("photo", f"file-{number}", f"unique-{number}"), **fields)


async def come(room: Room, *posts: Post) -> None:
    for each in posts:
        await room.forwarder.accept(each)


async def test_words_stand_one_after_the_other_with_their_formatting(room: Room):
    await room.rule(merge=MERGE)
    await come(room, post(1, "🔥 one", entities=(Entity("bold", 3, 3),)), post(2, "two"))
    await room.deliver(5)
    assert room.transport.arrived == []
    await come(room, post(3, "три", entities=(Entity("italic", 0, 3),)))
    await room.deliver()
    [copy] = room.transport.arrived
    assert copy.text == "🔥 one\n\ntwo\n\nтри"
    [sent] = room.transport.copied
    assert sent.rewrite is not None
    said = Styled(sent.rewrite.text, sent.rewrite.entities)
    assert [(each.kind, said.said_by(each)) for each in said.entities] == [("bold", "one"), ("italic", "три")]


async def test_what_came_until_the_minutes_have_passed_is_merged(room: Room):
    await room.rule(merge=MERGE)
    await come(room, post(1, "one"), post(2, "two"))
    await room.deliver(599)
    assert room.transport.arrived == []
    await room.deliver(1)
    assert [each.text for each in room.transport.arrived] == ["one\n\ntwo"]


async def test_what_comes_when_the_minutes_are_over_begins_another_one(room: Room):
    await room.rule(merge=MERGE)
    await come(room, post(1, "one"))
    room.clock.advance(600)
    await come(room, post(2, "two"))
    await room.deliver(600)
    await room.deliver(5)
    assert [sent.messages for sent in room.transport.copied] == [(1,), (2,)]


async def test_a_post_that_stayed_alone_is_copied_as_it_is_and_followed(room: Room):
    await room.rule(merge=MERGE)
    await come(room, post(1, "one"))
    await room.deliver(600)
    [sent] = room.transport.copied
    assert (sent.messages, sent.rewrite) == ((1,), None)
    await room.forwarder.accept_edit(replace(post(1, "new"), edited=room.clock.now()))
    await room.deliver(5)
    assert [content.text for _, _, content in room.transport.edits] == ["new"]


async def test_pictures_become_one_album_with_all_words(room: Room):
    await room.rule(merge={"posts": 4, "minutes": 10})
    await come(room, post(1, "words"), photo(2, "under"), photo(3, album="a"), photo(4, "album", album="a"))
    await room.deliver(3)
    await come(room, post(5, "last"))
    await room.deliver(5)
    [sent] = room.transport.copied
    assert (sent.messages, sent.merged) == ((2, 3, 4), (1, 5))
    assert sent.rewrite is not None
    assert sent.rewrite.text == "words\n\nunder\n\nalbum\n\nlast"
    assert [media and media.file_id for media in sent.media] == ["file-2", "file-3", "file-4"]


async def test_an_album_holds_ten_and_the_rest_is_another_post(room: Room):
    await room.rule(merge={"posts": 12, "minutes": 10})
    await come(room, *(photo(number) for number in range(1, 13)))
    for _ in range(5):
        await room.deliver(60)
    assert [len(sent.messages) for sent in room.transport.copied] == [10, 2]


async def test_words_that_are_too_long_for_a_caption_go_on_in_the_next_message(room: Room):
    await room.rule(merge={"posts": 2, "minutes": 10})
    await come(room, post(1, "слово " * 150), photo(2, "word " * 100))
    await room.deliver(5)
    [sent] = room.transport.copied
    assert sent.rewrite is not None
    assert utf16_length(sent.rewrite.text) <= CAPTION_LIMIT
    [rest] = room.transport.said(TARGET)
    words = f"{sent.rewrite.text} {rest}".split()
    assert words == ["слово"] * 150 + ["word"] * 100


async def test_what_cannot_be_merged_stands_alone_in_its_place(room: Room):
    await room.rule(merge={"posts": 6, "minutes": 10})
    await come(room, post(1, "a"), post(2, "b"), post(3, media=Media("poll")), post(4, "c"))
    await come(room, post(5, "d"), post(6, "e", is_protected=True))
    await room.deliver(5)
    await room.deliver(5)
    assert [(each.original, each.text) for each in room.transport.arrived] == [
        (1, "a\n\nb"), (3, ""), (4, "c\n\nd"), (None, "Source news\nhttps://t.me/source_news/6"),
    ]  # fmt: skip


async def test_each_source_is_merged_apart(room: Room):
    await room.rule(merge={"posts": 2, "minutes": 10}, sources=[{"chat": SOURCE}, {"chat": OTHER}])
    await come(room, post(1, "a"), post(1, "x", source=OTHER), post(2, "y", source=OTHER), post(2, "b"))
    await room.deliver(5)
    assert sorted(each.text for each in room.transport.arrived) == ["a\n\nb", "x\n\ny"]


async def test_changes_before_it_left_are_in_it_and_later_ones_leave_it(room: Room):
    await room.rule(merge={"posts": 3, "minutes": 10}, deletions="follow")
    await come(room, post(1, "a"), post(2, "b"))
    await room.forwarder.accept_edit(replace(post(1, "A"), edited=post(1).date + timedelta(seconds=9)))
    await room.forwarder.accept_deletion(SOURCE, [MessageId(2)])
    await come(room, post(3, "c"))
    await room.deliver(5)
    assert [each.text for each in room.transport.arrived] == ["A\n\nc"]
    await room.forwarder.accept_edit(replace(post(1, "later"), edited=room.clock.now()))
    await room.forwarder.accept_deletion(SOURCE, [MessageId(3)])
    await room.deliver(5)
    assert (room.transport.edits, room.transport.deleted, room.transport.said(ChatId(AUTHOR))) == ([], [], [])
    assert await room.outbox.waiting() == []


async def test_an_answer_to_any_of_them_answers_what_they_became(room: Room):
    await room.rule(merge={"posts": 2, "minutes": 10})
    await come(room, post(1, "a"), post(2, "b"))
    await room.deliver(5)
    await come(room, post(3, "answer", reply_to=MessageId(2)))
    await room.deliver(600)
    merged, answer = room.transport.arrived
    assert answer.reply_to == merged.id


async def test_pictures_of_which_one_alone_has_words_are_one_album_too(room: Room):
    await room.rule(merge={"posts": 2, "minutes": 5})
    for number, said in ((1, "words"), (2, "")):
        await room.forwarder.accept(post(number, said, media=Media("photo", f"file-{number}", f"unique-{number}")))
    await room.deliver(5)
    [copy] = room.transport.copied
    assert copy.rewrite is not None  # Telegram would copy the two as the two posts that they were
    assert (copy.messages, copy.rewrite.text) == ((1, 2), "words")
