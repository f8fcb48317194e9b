"""Posts that wait for their time, through the whole bot: digest by count, delay that /why tells of, merged pictures."""

import json
import sqlite3
from typing import Any

import pytest

from sandbox.model import Content
from tests.fakes.chat_page import picture
from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

LONG = 60.0
"""Seconds: the clock looks anew at what it did not see change only every fifteen."""


async def change(stage: Stage, **fields: Any) -> None:
    """The one rule says this too from now on."""
    with sqlite3.connect(stage.folder / "bot" / "platform.db", timeout=10) as database:
        (spec,) = database.execute("SELECT spec FROM rules").fetchone()
        changed = json.dumps({**json.loads(spec), **fields})
        database.execute("UPDATE rules SET spec = ?, version = version + 1", (changed,))
    await stage.ask(stage.anna, "/forward", stage.words(stage.anna, "forward-list", count=1))


async def test_two_posts_make_a_digest(stage: Stage):
    await stage.ask(stage.anna, "/forward @source_news @target_news", "Source news")
    await change(stage, timing={"kind": "digest", "count": 2})
    first, second = stage.post("The first of two.\nMore of it."), stage.post("The second of two.")
    digest = await stage.until_in(stage.target, "The first of two.")
    assert digest.text.endswith("• The first of two.\n• The second of two.")
    links = [each.url for each in digest.content.entities if each.kind == "text_link"]
    assert links == [f"https://t.me/source_news/{each.shared_id}" for each in (first, second)]


async def test_a_delayed_post_waits_as_why_says_and_leaves_as_it_reads_by_then(stage: Stage):
    await change(stage, timing={"kind": "delay", "minutes": 60})
    post = stage.post("Written in a hurry.")
    waits = stage.words(stage.anna, "why-gathered", moment="").strip(" .")
    for _ in range(20):  # until it is decided about
        why = await stage.ask(stage.anna, f"/why https://t.me/source_news/{post.shared_id}", "Source news")
        if waits in why.text:
            break
    assert waits in why.text
    stage.sandbox.world.editing.edit_text(stage.anna, post, Content("Written with care."), None)
    await change(stage, timing={"kind": "now"})
    copy = await stage.until(
        lambda: next((each for each in stage.messages(stage.target) if each.text.startswith("Written")), None), LONG
    )
    assert copy.text == "Written with care."


async def test_a_text_and_pictures_become_one_album(stage: Stage):
    await change(stage, timing={"kind": "now"}, merge={"posts": 2, "minutes": 30})
    photos = [stage.media(picture(shade, 0, 0), "photo", "p.png", "image/png") for shade in (50, 100)]
    stage.post("Said before the pictures.")
    contents = [Content("Two of them.", media=photos[0]), Content(media=photos[1])]
    stage.sandbox.world.posting.send_album(stage.anna, stage.source, contents)
    merged = await stage.until_in(stage.target, "Said before the pictures.")
    assert merged.text == "Said before the pictures.\n\nTwo of them."
    await stage.until(lambda: len(stage.album(stage.target, merged.album)) == 2 or None)
