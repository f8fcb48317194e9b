"""A long conversation: what fills the context is told, older turns are summed up, the system prompt stays whole."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

LONG = "The garden needs water, compost and patience. " * 25
NOTES = "You keep the notes"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """A model with a short context."""
    async with Stage(tmp_path_factory.mktemp("stage"), INFERENCE__NUM_CTX="4096") as stage:
        await stage.open()
        choice = await stage.ask(stage.anna, "/agent")
        stage.press(stage.anna, choice, stage.words(stage.anna, "agent-assistant"))
        await stage.until(lambda: "✓ " + stage.words(stage.anna, "agent-assistant") in str(choice.markup))
        yield stage


def answer_line(stage: Stage, language: str) -> str:
    """A quarter is the answer's."""
    words = stage.translator.bound(language)
    return words("context-line", bar="▓▓░░░░░░░░", share=25, part=words("context-answer"), tokens=1024)


def asked_for_notes(stage: Stage) -> list[dict[str, Any]]:
    return [chat for chat in stage.ollama.chats if NOTES in chat["messages"][0]["content"]]


async def test_the_meter_is_there_before_the_first_word_in_both_languages(stage: Stage):
    russian = await stage.ask(stage.anna, "/context", stage.words(stage.anna, "context-window", window=4096))
    assert "указания" in russian.text
    assert answer_line(stage, "ru") in russian.text
    choice = await stage.ask(stage.anna, "/language")
    stage.press(stage.anna, choice, "English")
    await stage.until(lambda: stage.translator.text("en", "language-chosen") in choice.text)
    english = await stage.ask(stage.anna, "/context", "instructions")
    assert answer_line(stage, "en") in english.text


async def test_a_long_conversation_is_summed_up_and_the_system_prompt_stays_whole(stage: Stage):
    stage.ollama.default = "NOTES: all about the garden."
    first = await short(stage, "How is the weather?")
    for number in range(12):
        stage.ollama.reply(chunks=[f"Answer {number}. {LONG}"])
        await stage.ask(stage.anna, f"What about bed {number} of my garden?", f"Answer {number}.")
        meter = await stage.ask(stage.anna, "/context", "instructions")
        if "· summary:" in meter.text:
            break
    assert asked_for_notes(stage)
    stage.ollama.reply("As it was said.")
    await stage.ask(stage.anna, "What did we say?", "As it was said.")
    last = stage.ollama.chats[-1]["messages"]
    assert "NOTES: all about the garden." in last[0]["content"]
    assert last[0]["content"].split("\n\nNow it is")[0] == first["messages"][0]["content"].split("\n\nNow it is")[0]
    meter = await stage.ask(stage.anna, "/context", "· summary:")
    assert "The last answer truly filled 33 tokens" in meter.text


async def test_what_is_asked_in_secret_is_met_by_nothing_of_before(stage: Stage):
    before = await stage.ask(stage.anna, "/context", "instructions")
    assert "· summary:" in before.text
    assert f"{stage.translator.text('en', 'context-history', turns=0)}: 0" not in before.text
    await stage.ask(stage.anna, "/incognito", stage.translator.text("en", "incognito-on"))
    meter = await stage.ask(stage.anna, "/context", "instructions")
    assert "· summary:" not in meter.text
    assert f"{stage.translator.text('en', 'context-history', turns=0)}: 0" in meter.text
    await stage.ask(stage.anna, "/incognito", stage.translator.text("en", "incognito-off"))


async def short(stage: Stage, question: str) -> dict[str, Any]:
    """The request of a first question."""
    stage.ollama.reply("Fine.")
    seen = len(stage.ollama.chats)
    await stage.ask(stage.anna, question, "Fine.")
    return stage.ollama.chats[seen]
