"""A blind experiment between two models, from its start to the roll-back."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from sandbox.model import Account, Message
from sandbox.seed import BEN
from tests.fakes.ollama import FakeModel
from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    async with Stage(tmp_path_factory.mktemp("experiments"), ALLOWED_IDS=str(BEN)) as stage:
        stage.ollama.models["zebra:4b"] = FakeModel("zebra:4b")
        await stage.open()
        yield stage


async def answer(stage: Stage, person: Account, text: str) -> tuple[str, Message]:
    """The model that was asked, and what it said."""
    stage.ollama.reply(f"{text}: done.")
    message = await stage.ask(person, text, f"{text}: done.")
    return str(stage.ollama.chats[-1]["model"]), message


async def state(stage: Stage, has: str) -> Message:
    return await stage.ask(stage.anna, "/experiment", has)


async def test_two_models_are_compared_blindly_and_all_can_be_rolled_back(stage: Stage):
    await stage.ask(stage.ben, "/experiment", stage.words(stage.ben, "error-admins-only"))
    await stage.ask(
        stage.anna, "/experiment model tiny vs tiny:latest", stage.words(stage.anna, "error-experiment-same")
    )
    started = await stage.ask(stage.anna, "/experiment model zebra:4b против tiny 100%", "zebra:4b")
    assert "1,0" in started.text
    assert "20" in started.text

    of_anna, for_anna = await answer(stage, stage.anna, "Name a river")
    of_ben, for_ben = await answer(stage, stage.ben, "Name a lake")
    assert (of_anna, of_ben) == ("zebra:4b", "tiny:latest")

    screen = await stage.ask(stage.ben, "/model", stage.words(stage.ben, "model-now-blind"))
    assert "tiny:latest answers" not in screen.text
    who = await stage.ask(stage.ben, "/whoami", str(stage.ben.id))
    assert "tiny" not in who.text
    stage.ollama.refuse(500, "out of memory")
    failed = await stage.ask(stage.ben, "Name a fault", "out of memory")
    assert "tiny" not in failed.text
    offer = await stage.ask(stage.ben, "/export")
    stage.press(stage.ben, offer, stage.words(stage.ben, "export-button-now", kind="JSON"))
    sent = await stage.until(lambda: next((each for each in stage.answers(stage.ben) if each.content.media), None))
    assert sent.content.media is not None
    exported = stage.sandbox.world.files_kept.read(sent.content.media.file).decode()
    assert "Name a lake" in exported
    assert "tiny" not in exported

    stage.press(stage.anna, for_anna, "👍")
    stage.press(stage.ben, for_ben, "👎")
    thumbs = "👍 1 👎 0"
    await stage.until(lambda: ("✓" in str(for_anna.markup) and "✓" in str(for_ben.markup)) or None)
    seen = await state(stage, thumbs)
    assert "A: zebra:4b — 1 ответ, 👍 1 👎 0" in seen.text
    assert "B: tiny:latest — 1 ответ, 👍 0 👎 1" in seen.text

    stage.press(stage.anna, seen, stage.words(stage.anna, "experiment-adopt", arm="A", name="zebra:4b"))
    back = stage.words(stage.anna, "experiment-back", kind=stage.words(stage.anna, "experiment-kind-model"))
    adopted = await stage.until(lambda: seen if back in str(seen.markup) else None)
    assert (await answer(stage, stage.ben, "Name a sea"))[0] == "zebra:4b"

    stage.press(stage.anna, adopted, back)
    none = stage.words(stage.anna, "experiment-none")
    await stage.until(lambda: none in seen.text or None)
    assert (await answer(stage, stage.ben, "Name a bay"))[0] == "tiny:latest"


async def test_a_chat_that_chose_its_model_takes_no_part(stage: Stage):
    screen = await stage.ask(stage.anna, "/model", stage.words(stage.anna, "model-legend"))
    stage.press(stage.anna, screen, "tiny:latest")
    await stage.until(lambda: "✓ tiny:latest" in screen.text or None)
    await stage.ask(stage.anna, "/experiment model zebra:4b vs tiny 100%", "zebra:4b")
    assert (await answer(stage, stage.anna, "Name a hill"))[0] == "tiny:latest"
    seen = await state(stage, "A: zebra:4b — 0 ")
    assert "B: tiny:latest — 0 " in seen.text
    kind = stage.words(stage.anna, "experiment-kind-model")
    stage.press(stage.anna, seen, stage.words(stage.anna, "experiment-stop", kind=kind))
    await stage.until(lambda: stage.words(stage.anna, "experiment-none") in seen.text or None)


async def test_personas_are_compared_too(stage: Stage):
    await stage.ask(stage.anna, "/persona add pirate: Speak like a pirate.", "pirate")
    await stage.ask(
        stage.anna,
        "/experiment prompt pirate vs nobody",
        stage.words(stage.anna, "error-persona-unknown", persona="nobody"),
    )
    await stage.ask(stage.anna, "/experiment prompt pirate vs default 100%", "pirate")
    asked = {}
    for person in (stage.anna, stage.ben):
        await answer(stage, person, "Name a ship")
        asked[person.id] = "Speak like a pirate." in stage.ollama.chats[-1]["messages"][0]["content"]
    assert asked == {stage.anna.id: False, stage.ben.id: True}
