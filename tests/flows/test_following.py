"""Copies follow their originals through the whole bot: answers, versions, addresses, forwards, topics, every kind.

All of it stays below the twenty messages that one chat gets in a minute: the next one would wait.
"""

import json
import sqlite3
from typing import Any

import pytest

from sandbox.model import Content, Media, Message
from sandbox.posting import Options
from tests.fakes.chat_page import picture
from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

OGG = b"OggS" + bytes(60)


async def change(stage: Stage, **fields: Any) -> None:
    """The one rule says this too from now on."""
    with sqlite3.connect(stage.folder / "bot" / "platform.db", timeout=10) as database:
        (spec,) = database.execute("SELECT spec FROM rules").fetchone()
        database.execute("UPDATE rules SET spec = ?", (json.dumps({**json.loads(spec), **fields}),))
    await stage.ask(stage.anna, "/forward", stage.words(stage.anna, "forward-list", count=1))


def answer(stage: Stage, text: str, question: Message) -> Message:
    options = Options(reply_to=question.shared_id)
    return stage.sandbox.world.posting.send(stage.anna, stage.source, Content(text), options)


def quiz(kind: str = "quiz") -> Media:
    options = [{"persistent_id": str(each), "text": str(each), "voter_count": 0} for each in range(2)]
    poll = {"id": "1", "question": "Two?", "options": options, "total_voter_count": 0, "type": kind}
    flags = dict.fromkeys(
        ("is_closed", "is_anonymous", "allows_multiple_answers", "allows_revoting", "members_only"), False
    )
    return Media("poll", data={**poll, **flags})


async def test_an_answer_answers_the_copy_of_what_its_original_answers(stage: Stage):
    await stage.ask(stage.anna, "/forward @source_news @target_news", "Source news")
    question = stage.post("Who is there?")
    copy = await stage.until_in(stage.target, "Who is there?")
    answer(stage, "It is me.", question)
    assert (await stage.until_in(stage.target, "It is me.")).reply_to == copy.uid


async def test_an_album_answers_too(stage: Stage):
    question = stage.post("Any pictures?")
    copy = await stage.until_in(stage.target, "Any pictures?")
    photos = [stage.media(picture(0, shade, 0), "photo", "p.png", "image/png") for shade in (50, 100)]
    contents = [Content("These two.", media=photos[0]), Content(media=photos[1])]
    options = Options(reply_to=question.shared_id)
    stage.sandbox.world.posting.send_album(stage.anna, stage.source, contents, options)
    given = await stage.until_in(stage.target, "These two.")
    assert given.reply_to == copy.uid
    await stage.until(lambda: len(stage.album(stage.target, given.album)) == 2 or None)


async def test_an_address_leads_to_the_copy(stage: Stage):
    first = stage.post("The first part.")
    copy = await stage.until_in(stage.target, "The first part.")
    stage.post(f"Begins at https://t.me/source_news/{first.shared_id} and ends here.")
    second = await stage.until_in(stage.target, "ends here")
    assert second.text == f"Begins at https://t.me/target_news/{copy.shared_id} and ends here."


async def test_an_album_with_an_address_in_its_caption_stays_an_album(stage: Stage):
    first = next(each for each in stage.messages(stage.source) if each.text == "The first part.")
    copy = await stage.until_in(stage.target, "The first part.")
    photos = [stage.media(picture(shade, 0, 0), "photo", "p.png", "image/png") for shade in (50, 100)]
    contents = [Content(f"See t.me/source_news/{first.shared_id}", media=photos[0]), Content(media=photos[1])]
    stage.sandbox.world.posting.send_album(stage.anna, stage.source, contents)
    led = await stage.until_in(stage.target, f"See https://t.me/target_news/{copy.shared_id}")
    await stage.until(lambda: len(stage.album(stage.target, led.album)) == 2 or None)


async def test_what_was_said_before_stays_folded_below_the_new_text(stage: Stage):
    await change(stage, edits="versions")
    post = stage.post("The meeting is at ten.")
    copy = await stage.until_in(stage.target, "The meeting")
    stage.sandbox.world.editing.edit_text(stage.anna, post, Content("The meeting is at noon."), None)
    await stage.until(lambda: "at ten noon." in copy.text or None)
    assert copy.text.startswith("The meeting is at noon.")
    assert {each.kind for each in copy.content.entities} >= {"expandable_blockquote", "strikethrough", "underline"}


async def test_every_kind_of_post_is_copied_in_order(stage: Stage):
    voice = stage.media(OGG, "voice", "v.ogg", "audio/ogg", duration=3)
    round_video = stage.media(b"round", "video_note", "r.mp4", "video/mp4", duration=3)
    sticker = stage.media(b"RIFFxxxxWEBP", "sticker", "s.webp", "image/webp")
    place = Media("location", data={"latitude": 55.75, "longitude": 37.62})
    contact = Media("contact", data={"phone_number": "+100", "first_name": "Ada"})
    kinds = [voice, round_video, sticker, place, contact, quiz("regular")]
    seen = len(stage.messages(stage.target))
    for media in kinds:
        stage.sandbox.world.posting.send(stage.anna, stage.source, Content(media=media))
    await stage.until(lambda: len(stage.messages(stage.target)) >= seen + len(kinds) or None)
    copied = [each.content.media.kind for each in stage.messages(stage.target)[seen:] if each.content.media]
    assert copied == [media.kind for media in kinds]


async def test_a_quiz_whose_answer_is_secret_becomes_a_card_that_says_why(stage: Stage):
    post = stage.sandbox.world.posting.send(stage.anna, stage.source, Content(media=quiz()))
    card = await stage.until_in(stage.target, f"https://t.me/source_news/{post.shared_id}")
    assert stage.words(stage.anna, "forwarding-card-quiz") in card.text


async def test_a_forward_shows_where_it_came_from(stage: Stage):
    await change(stage, mode="forward")
    post = stage.post("Said elsewhere.")
    forwarded = await stage.until_in(stage.target, "Said elsewhere.")
    assert forwarded.origin is not None
    assert forwarded.origin.message_id == post.shared_id


async def test_a_topic_that_the_rule_names_is_opened_once(stage: Stage):
    stage.sandbox.world.members.promote(stage.anna, stage.group, stage.bot_account)
    to = {"chat": stage.group.id_for(stage.bot_account.id), "topic": None, "topic_name": "Wire"}
    await change(stage, mode="copy", destinations=[to])
    for text in ("First on the wire.", "Second on the wire."):
        stage.post(text)
    second = await stage.until_in(stage.group, "Second on the wire.")
    [topic] = [each for each in stage.group.topics.values() if each.title == "Wire"]
    assert second.topic == topic.id
    assert (await stage.until_in(stage.group, "First on the wire.")).topic == topic.id
