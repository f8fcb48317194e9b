"""Posts that Telegram refuses, in the hands of an admin: /dead shows them, sends them again, or lets them go."""

import pytest

from sandbox.faults import Fault
from sandbox.model import Message
from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_what_was_refused_is_listed_and_sent_again_or_let_go_by_button(stage: Stage):
    await stage.ask(stage.anna, "/forward @source_news @target_news", stage.words(stage.anna, "forward-everything"))
    assert (await stage.ask(stage.anna, "/dead")).text == stage.words(stage.anna, "dead-none")
    for text in ("first of all", "second"):
        await refused(stage, text)

    listed = await stage.ask(stage.anna, "/dead", stage.words(stage.anna, "dead-title", count=2))
    assert listed.text.count("copying failed") == 2
    assert listed.text.count("https://t.me/source_news/") == 2
    stage.press(stage.anna, listed, stage.words(stage.anna, "dead-discard", number=1))
    title = stage.words(stage.anna, "dead-title", count=1)
    await stage.until(lambda: listed.text.startswith(title) or None)
    stage.press(stage.anna, listed, stage.words(stage.anna, "dead-retry", number=1))
    await stage.until_in(stage.target, "first of all")
    await stage.until(lambda: listed.text == stage.words(stage.anna, "dead-none") or None)
    assert [each.text for each in stage.messages(stage.target) if each.text] == ["first of all"]


async def test_all_go_again_by_one_button(stage: Stage):
    for text in ("third", "fourth"):
        await refused(stage, text)
    listed = await stage.ask(stage.anna, "/dead", stage.words(stage.anna, "dead-title", count=2))
    stage.press(stage.anna, listed, stage.words(stage.anna, "dead-retry-all", count=2))
    await stage.until_in(stage.target, "fourth")
    copies = [each.text for each in stage.messages(stage.target) if each.text]
    assert copies == ["first of all", "third", "fourth"]


async def refused(stage: Stage, text: str) -> None:
    """The author is told at once."""
    told = len(notices(stage))
    refusal = Fault("error", "copyMessage", code=400, description="Bad Request: copying failed")
    stage.sandbox.world.faults.add(refusal)
    stage.post(text)
    await stage.until(lambda: len(notices(stage)) > told or None)


def notices(stage: Stage) -> list[Message]:
    return [each for each in stage.answers(stage.anna) if "copying failed" in each.text]
