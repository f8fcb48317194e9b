"""A rule that remembers and asks, in the whole bot: copies, pictures seen before, and a model that comes and goes."""

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
import pytest_asyncio
from PIL import Image

from core.ids import UserId
from sandbox.model import Content
from sandbox.seed import ANNA
from storage.database import Database
from storage.rules import Rules
from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

FILTERS = {
    "all": [
        {"not": "duplicate"},
        {"not": "same_picture"},
        {"not": "advertisement"},
        {"judged": {"sentence": "only news about hardware"}},
    ]
}
STORY = "The new board has sixteen cores, eight lanes and a fan that nobody hears at all from two steps away."


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """A house whose one rule has these filters."""
    async with Stage(tmp_path_factory.mktemp("stage")) as stage:
        await stage.open()
        await stage.ask(stage.anna, "/forward @source_news @target_news", "Source news")
        await stage.bot.kill()
        await change_filters(stage.bot.folder, FILTERS)
        await stage.bot.start()
        yield stage


async def change_filters(folder: Path, filters: dict[str, Any]) -> None:
    database = Database(f"sqlite+aiosqlite:///{folder / 'platform.db'}")
    rules = Rules(database)
    [rule] = await rules.all()
    await rules.change(rule.id, {**rule.spec, "filters": filters}, rule.chats, UserId(ANNA), rule.version)
    await database.close()


def picture(seed: int, size: tuple[int, int], form: str) -> bytes:
    small = Image.frombytes("RGB", (10, 7), Random(seed).randbytes(210))
    out = BytesIO()
    small.resize(size, Image.Resampling.BICUBIC).save(out, form)
    return out.getvalue()


def show(stage: Stage, text: str, data: bytes) -> None:
    photo = stage.media(data, "photo", "p.jpg", "image/jpeg")
    stage.sandbox.world.posting.send(stage.anna, stage.source, Content(text, media=photo))


def seen(stage: Stage) -> list[str]:
    return [each.text for each in stage.messages(stage.target) if each.text]


async def test_the_model_lets_a_post_pass_and_its_copy_needs_no_model(stage: Stage):
    stage.ollama.reply('{"1": "yes"}')
    stage.post(STORY)
    await stage.until_in(stage.target, "sixteen cores")
    stage.post(STORY.replace("at all ", "") + " Subscribe!")
    stage.ollama.reply('{"1": "yes"}')
    stage.post("Memory gets dearer once more, say all makers of modules.")
    await stage.until_in(stage.target, "Memory gets dearer")
    assert len(seen(stage)) == 2
    assert len(stage.ollama.chats) == 2


async def test_the_same_picture_smaller_and_with_other_words_stays_behind(stage: Stage):
    stage.ollama.reply('{"1": "yes"}')
    show(stage, "How the processor looks from below.", picture(7, (640, 420), "JPEG"))
    await stage.until_in(stage.target, "from below")
    show(stage, "Somebody showed us his new board.", picture(7, (320, 210), "JPEG"))
    stage.ollama.reply('{"1": "yes"}')
    show(stage, "Another board, from above.", picture(8, (640, 420), "JPEG"))
    await stage.until_in(stage.target, "from above")
    assert not any("Somebody" in text for text in seen(stage))


async def test_while_no_model_answers_a_post_waits_and_one_button_lets_it_go_on(stage: Stage):
    stage.ollama.refuse()
    stage.post("A quiet power supply for small cases has come out.")
    word = await stage.until_answer(stage.anna, "judged")
    assert not any("power supply" in text for text in seen(stage))
    stage.ollama.reply('{"1": "yes"}')
    stage.press(stage.anna, word, stage.words(stage.anna, "forwarding-button-held"))
    await stage.until_in(stage.target, "power supply")


async def test_after_a_kill_what_was_copied_before_is_known_and_judged_texts_are_too(stage: Stage):
    await stage.bot.kill()
    stage.post(STORY)
    asked = len(stage.ollama.chats)
    await stage.bot.start()
    stage.ollama.reply('{"1": "yes"}')
    stage.post("The last graphics card of this kind was sold today.")
    await stage.until_in(stage.target, "graphics card")
    assert len([text for text in seen(stage) if "sixteen cores" in text]) == 1
    assert len(stage.ollama.chats) == asked + 1
