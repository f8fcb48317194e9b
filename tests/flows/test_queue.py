"""One model, several people: everybody sees their place, may leave it, and is told when there is none."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from sandbox.model import Account
from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """Two may wait, each of them once; the model is pinned, and loads until a test lets it go on."""
    folder = tmp_path_factory.mktemp("stage")
    async with Stage(folder, INFERENCE__QUEUE_LIMIT="2", INFERENCE__PINNED="tiny") as stage:
        stage.ollama.loading = asyncio.Event()
        await stage.open()
        await stage.ask(stage.anna, "/whoami", str(stage.anna.id))
        stage.say(stage.ben, "/start")
        asked = await stage.until_answer(stage.anna, "@ben")
        stage.press(stage.anna, asked, stage.words(stage.anna, "button-approve"))
        await stage.until_answer(stage.ben, stage.words(stage.ben, "access-welcome"))
        yield stage


def place(stage: Stage, person: Account, before: int) -> str:
    """The beginning of the line that tells it."""
    return stage.words(person, "status-queued", before=before, unit="unknown", amount=0).removesuffix("…")


async def test_a_cold_model_gives_a_sign_within_a_second_and_says_that_it_loads(stage: Stage):
    assert await stage.first_sign(stage.ben, "Are you there?") < 1
    await stage.until_draft(stage.ben, stage.words(stage.ben, "status-loading-model", model="tiny:latest", seconds=0))
    assert stage.ollama.loading is not None
    stage.ollama.loading.set()
    await stage.until_answer(stage.ben, "I am a small model")


async def test_the_start_loaded_the_model_with_the_context_of_its_chats_and_pinned_it(stage: Stage):
    loads = [asked.body for asked in stage.ollama.requests if asked.path == "/api/generate"]
    chat = stage.ollama.chats[-1]
    assert loads
    assert {load["keep_alive"] for load in (*loads, chat)} == {-1}
    assert {load["options"]["num_ctx"] for load in (*loads, chat)} == {8192}


async def test_who_waits_sees_the_place_and_it_changes(stage: Stage):
    release = stage.ollama.hold("First ", then="answer.")
    stage.ollama.reply("For the admin.")
    stage.ollama.reply("For Ben.")
    first = stage.say(stage.anna, "One")
    await stage.until_draft(stage.anna, "First")
    waiting = stage.say(stage.ben, "Two")
    await stage.until_draft(stage.ben, place(stage, stage.ben, 1))
    jump = stage.say(stage.anna, "@platform_bot three", stage.group, topic=1)
    await stage.until_draft(stage.ben, place(stage, stage.ben, 2))
    release.set()
    await stage.until_answer(stage.anna, "First answer.", after=first.uid)
    await stage.until_in(stage.group, "For the admin.", after=jump.uid)
    await stage.until_answer(stage.ben, "For Ben.", after=waiting.uid)


async def test_stop_leaves_the_queue_and_the_model_hears_nothing_of_it(stage: Stage):
    release = stage.ollama.hold("Long ", then="story.")
    told = stage.say(stage.anna, "Tell me a story")
    await stage.until_draft(stage.anna, "Long")
    asked = len(stage.ollama.chats)
    waiting = stage.say(stage.ben, "And me?")
    await stage.until_draft(stage.ben, place(stage, stage.ben, 1))
    stage.sandbox.world.dialogue.stop(stage.ben, stage.with_bot(stage.ben))
    await stage.until_answer(stage.ben, stage.words(stage.ben, "chat-stopped"), after=waiting.uid)
    release.set()
    await stage.until_answer(stage.anna, "Long story.", after=told.uid)
    assert len(stage.ollama.chats) == asked


async def test_beyond_the_bound_a_newcomer_hears_when_to_try_again_with_a_button(stage: Stage):
    release = stage.ollama.hold("Slow ", then="one.")
    stage.say(stage.anna, "Think")
    await stage.until_draft(stage.anna, "Slow")
    first = stage.say(stage.ben, "One from me")
    await stage.until_draft(stage.ben, place(stage, stage.ben, 1))
    second = stage.say(stage.ben, "@platform_bot another from me", stage.group, topic=1)
    sentence = stage.words(stage.ben, "error-model-queue-full", model="tiny:latest", minutes=0, seconds=0)
    refused = await stage.until_in(stage.group, sentence.partition("0")[0], after=second.uid)
    assert refused.markup
    assert "another from me" not in str(stage.ollama.chats)
    release.set()
    await stage.until_answer(stage.ben, "I am a small model", after=first.uid)
