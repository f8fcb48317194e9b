"""Posts wait in a review chat for an admin, through the whole bot: Publish, Skip, Edit, and who may not."""

import json
import sqlite3
from typing import Any

import pytest

from sandbox.faults import Fault
from sandbox.model import Account, Content, Message, MessageEntity
from sandbox.pending import Callback
from tests.fakes.chat_page import picture
from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def change(stage: Stage, **fields: Any) -> None:
    """The one rule says this too from now on."""
    with sqlite3.connect(stage.folder / "bot" / "platform.db", timeout=10) as database:
        (spec,) = database.execute("SELECT spec FROM rules").fetchone()
        database.execute("UPDATE rules SET spec = ?", (json.dumps({**json.loads(spec), **fields}),))
    await stage.ask(stage.anna, "/forward", stage.words(stage.anna, "forward-list", count=1))


def press(stage: Stage, person: Account, message: Message, word: str) -> Callback:
    """A press of the button whose data has this word."""
    rows = (message.markup or {}).get("inline_keyboard", [])
    data = next(each["callback_data"] for row in rows for each in row if f":{word}:" in each.get("callback_data", ""))
    return stage.sandbox.world.dialogue.press(person, message, data)


async def toast(stage: Stage, pressed: Callback) -> str:
    await stage.until(lambda: pressed.is_answered or None)
    return pressed.text


async def shown(stage: Stage, text: str, after: int = 0) -> Message:
    message = await stage.until_in(stage.group, text, after=after)
    assert "review:publish" in str(message.markup)
    return message


def published(stage: Stage, text: str) -> list[Message]:
    return [each for each in stage.messages(stage.target) if text in each.text]


async def test_an_admin_publishes_by_a_button_and_the_line_says_who(stage: Stage):
    await stage.ask(stage.anna, "/forward @source_news @target_news", "Source news")
    await change(stage, review_chat={"chat": stage.group.id})
    stage.post("The first piece of news.")
    preview = await shown(stage, "first piece")
    assert published(stage, "first piece") == []
    assert await toast(stage, press(stage, stage.anna, preview, "publish")) == stage.words(
        stage.anna, "review-published"
    )
    await stage.until_in(stage.target, "first piece")
    await stage.until(lambda: f"{stage.anna.first_name}" in str(preview.markup) or None)
    assert "review:skip" not in str(preview.markup)


async def test_a_stranger_hears_it_alone_and_publishes_nothing(stage: Stage):
    stage.post("Only for admins.")
    preview = await shown(stage, "Only for admins")
    before = len(stage.messages(stage.group))
    pressed = press(stage, stage.ben, preview, "publish")
    assert await toast(stage, pressed) == stage.words(stage.ben, "error-admins-only")
    assert len(stage.messages(stage.group)) == before
    assert "review:publish" in str(preview.markup)
    await toast(stage, press(stage, stage.anna, preview, "skip"))
    await stage.until(
        lambda: ("review:skip" in str(preview.markup) and "review:edit" not in str(preview.markup)) or None
    )
    assert published(stage, "Only for admins") == []


async def test_two_presses_at_once_publish_once_and_the_second_hears_of_the_first(stage: Stage):
    stage.post("Pressed twice.")
    preview = await shown(stage, "Pressed twice")
    both = [press(stage, stage.anna, preview, "publish") for _ in range(2)]
    said = [await toast(stage, each) for each in both]
    assert stage.words(stage.anna, "review-published") in said
    assert any(stage.anna.first_name in each for each in said)
    await stage.until_in(stage.target, "Pressed twice")
    stage.post("And the next one.")
    await shown(stage, "And the next one")
    assert len(published(stage, "Pressed twice")) == 1


async def test_new_words_are_asked_for_in_private_shown_anew_and_go_out_formatted(stage: Stage):
    stage.post("Badly sayd.")
    preview = await shown(stage, "Badly sayd")
    press(stage, stage.anna, preview, "edit")
    asked = await stage.until_answer(stage.anna, stage.words(stage.anna, "review-ask-words"))
    assert stage.words(stage.anna, "button-cancel") in str(asked.markup)
    content = Content("Well said.", entities=(MessageEntity("bold", 0, 4),))
    stage.sandbox.world.posting.send(stage.anna, stage.with_bot(stage.anna), content)
    fresh = await shown(stage, "Well said.", after=preview.uid)
    press(stage, stage.anna, fresh, "publish")
    copy = await stage.until_in(stage.target, "Well said.")
    assert [(each.kind, each.offset, each.length) for each in copy.content.entities] == [("bold", 0, 4)]
    old = press(stage, stage.anna, preview, "publish")
    assert stage.anna.first_name in await toast(stage, old)
    assert published(stage, "Badly sayd") == []


async def test_the_preview_follows_an_edit_and_keeps_its_buttons(stage: Stage):
    post = stage.post("Half a sentence")
    preview = await shown(stage, "Half a sentence")
    stage.sandbox.world.editing.edit_text(stage.anna, post, Content("A whole sentence."), None)
    await stage.until(lambda: preview.text == "A whole sentence." or None)
    assert "review:publish" in str(preview.markup)
    press(stage, stage.anna, preview, "publish")
    await stage.until_in(stage.target, "A whole sentence.")


async def test_of_an_album_a_question_below_it_has_the_buttons(stage: Stage):
    photos = [stage.media(picture(shade, 0, 0), "photo", "p.png", "image/png") for shade in (50, 100)]
    contents = [Content("Two pictures.", media=photos[0]), Content(media=photos[1])]
    stage.sandbox.world.posting.send_album(stage.anna, stage.source, contents)
    preview = await stage.until_in(stage.group, "Two pictures.")
    question = await shown(stage, "⬆", after=preview.uid)
    press(stage, stage.anna, question, "publish")
    copy = await stage.until_in(stage.target, "Two pictures.")
    await stage.until(lambda: len(stage.album(stage.target, copy.album)) == 2 or None)


async def test_a_crash_after_the_press_neither_loses_nor_doubles_it_and_a_channel_is_a_review_chat_too(stage: Stage):
    world = stage.sandbox.world
    room = world.members.create(stage.anna, "channel", "Review", username="review_room")
    world.members.add(stage.anna, room, stage.bot_account)
    world.members.promote(stage.anna, room, stage.bot_account)
    await change(stage, review_chat={"chat": room.id})
    stage.post("Waits out a flood.")
    first = await stage.until_in(room, "Waits out a flood")
    world.faults.add(Fault("flood", "copyMessage", retry_after=5))
    press(stage, stage.anna, first, "publish")
    await stage.until(lambda: not world.faults.waiting or None)
    stage.post("Published in spite of all.")
    preview = await stage.until_in(room, "in spite of all")
    press(stage, stage.anna, preview, "publish")
    await stage.until(lambda: "review:skip" not in str(preview.markup) or None)
    await stage.bot.kill()
    await stage.bot.start()
    await stage.until_in(stage.target, "in spite of all")
    stage.post("After the crash.")
    await stage.until_in(room, "After the crash")
    assert len(published(stage, "in spite of all")) == 1
    assert len([each for each in stage.messages(room) if "in spite of all" in each.text]) == 1
