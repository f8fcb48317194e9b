"""A post goes through transforms and the whole bot: words, frame, buttons, and what is too long for one message."""

import json
import sqlite3
from typing import Any

import pytest

from sandbox.model import Content
from tests.fakes.chat_page import picture
from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

TRANSFORMS: list[dict[str, Any]] = [
    {"strip": {"what": ["tracking"]}},
    {"replace": {"pairs": {"кот": "пёс"}}},
    {"replace_regex": {"pairs": {r"(\d+) руб\w*\b": r"\1 ₽"}}},
    {"footer": {"text": "**{source}** · [Оригинал]({link})"}},
    {"buttons": {"rows": [[{"text": "Открыть", "url": "{link}"}]]}},
    {"preview": {"show": False}},
]


async def test_a_rule_with_transforms_is_made(stage: Stage):
    await stage.ask(stage.anna, "/forward @source_news @target_news", "Source news")
    with sqlite3.connect(stage.folder / "bot" / "platform.db", timeout=10) as database:
        (spec,) = database.execute("SELECT spec FROM rules").fetchone()
        changed = json.dumps({**json.loads(spec), "transforms": TRANSFORMS})
        database.execute("UPDATE rules SET spec = ?, version = version + 1", (changed,))
    await stage.ask(stage.anna, "/forward", stage.words(stage.anna, "forward-list", count=1))


async def test_the_copy_says_what_the_transforms_made_of_it(stage: Stage):
    post = stage.post("🔥 Кот за 100 рублей: https://a.example/?utm_source=tg&id=1")
    copy = await stage.until_in(stage.target, "Пёс")
    assert copy.text == "🔥 Пёс за 100 ₽: https://a.example/?id=1\n\nSource news · Оригинал"
    link = f"https://t.me/source_news/{post.shared_id}"
    kinds = {each.kind: (each.offset, each.length) for each in copy.content.entities}
    assert kinds["bold"] == (42, 11)
    assert kinds["text_link"] == (56, 8)
    assert copy.markup == {"inline_keyboard": [[{"text": "Открыть", "url": link}]]}


async def test_a_caption_that_is_too_long_goes_on_in_the_next_message(stage: Stage):
    photo = stage.media(picture(200, 30, 30), "photo", "p.png", "image/png")
    before = stage.messages(stage.target)[-1].uid
    stage.sandbox.world.posting.send(stage.anna, stage.source, Content("кот " * 255, media=photo))
    rest = await stage.until_in(stage.target, "Оригинал", after=before)
    head = next(each for each in stage.messages(stage.target) if each.uid > before)
    assert head.content.media
    assert head.text.split() == ["пёс"] * 255
    assert rest.text == "Source news · Оригинал"
