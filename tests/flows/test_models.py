"""Models from the chat: seen by everybody, changed by admins, on Ollama and on a second server."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from sandbox.model import Account, Message
from sandbox.seed import BEN
from tests.fakes.ollama import FakeModel
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

NEW = FakeModel("new:8b", capabilities=("completion", "tools", "vision", "thinking"), size=5_200_000_000)
RUSSIAN = "Радуга – это цветная дуга на небе. Она видна после дождя."
ENGLISH = "A rainbow is an arc of colours in the sky. It shows after rain."
TOKYO = '{"city": "Tokyo", "country": "Japan", "population": 13960000}'


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def second() -> AsyncIterator[FakeOpenAI]:
    async with FakeOpenAI(key="a-key-of-ours") as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory, second: FakeOpenAI) -> AsyncIterator[Stage]:
    """The house with a second model server, and Ben let in."""
    folder = tmp_path_factory.mktemp("models")
    async with Stage(folder, OPENAI_URL=second.url, OPENAI_API_KEY="a-key-of-ours", ALLOWED_IDS=str(BEN)) as stage:
        stage.ollama.library.registry[NEW.name] = NEW
        stage.ollama.models["seer:1b"] = FakeModel("seer:1b", capabilities=("completion", "vision"))
        await stage.open()
        yield stage


def labels(message: Message) -> list[str]:
    return [button["text"] for row in (message.markup or {}).get("inline_keyboard", []) for button in row]


async def choose(stage: Stage, person: Account, model: str) -> None:
    screen = await stage.ask(person, "/model", stage.words(person, "model-legend"))
    stage.press(person, screen, model)
    await stage.until(lambda: any(label.startswith("✓") and model in label for label in labels(screen)) or None)


async def test_everybody_sees_what_there_is_and_only_admins_what_they_can_do_about_it(stage: Stage):
    await stage.ask(stage.ben, "Hello", "I am a small model")
    english = await stage.ask(stage.ben, "/model", "tiny:latest answers here")
    assert "tiny:latest – 0.8 GB · 🛠 · 1.5 tokens/s · loaded until" in english.text
    assert "llama@openai – 🛠 · speed not measured yet" in english.text
    assert "embedder" not in english.text
    assert labels(english) == ["✓ automatic", "seer:1b", "tiny:latest", "llama@openai"]
    russian = await stage.ask(stage.anna, "/model", "tiny:latest")
    assert "0,8 ГБ · 🛠 · 1,5 ток./с · в памяти до" in russian.text
    assert stage.words(stage.anna, "model-pull") in labels(russian)


async def test_models_personas_and_agents_are_chosen_by_name_and_unknown_names_are_said_so(stage: Stage):
    for command, name in (("/model", "qwen99:4b"), ("/persona", "nobody"), ("/agent", "nobody")):
        await stage.ask(stage.ben, f"{command} {name}", stage.words(stage.ben, "no-such-name", name=name))
    assert "✓ llama@openai" in labels(await stage.ask(stage.ben, "/model llama@openai", "llama@openai answers here."))
    assert "✓ automatic" in labels(await stage.ask(stage.ben, "/model auto", "automatic: "))
    persona = await stage.ask(stage.ben, "/persona Teacher", "persona in this chat: Teacher")
    assert "/persona add" not in persona.text
    await stage.ask(stage.ben, "/persona default", "persona in this chat: as usual")
    assert "✓ Cards" in labels(await stage.ask(stage.ben, "/agent cards", "Who answers here: Cards"))
    await stage.ask(stage.ben, "/agent auto", "whoever fits best")


async def test_with_a_model_that_has_no_tools_a_reminder_is_set_all_the_same(stage: Stage):
    await stage.ask(stage.ben, "/model seer:1b", "seer:1b answers here.")
    asked = len(stage.ollama.chats)
    said = await stage.ask(stage.ben, "remind me tomorrow at 9 to water the plants", "water the plants")
    assert stage.words(stage.ben, "button-undo") in labels(said)
    assert len(stage.ollama.chats) == asked
    await stage.ask(stage.ben, "/remind", "water the plants")
    await stage.ask(stage.ben, "/model auto", "automatic: ")


async def test_whoever_is_no_admin_can_neither_install_nor_press_an_admins_buttons(stage: Stage):
    await stage.ask(stage.ben, "/model pull new:8b", stage.words(stage.ben, "error-admins-only"))
    stage.say(stage.anna, "/model", stage.group)
    screen = await stage.until_in(stage.group, "llama@openai")
    stage.press(stage.ben, screen, stage.words(stage.anna, "model-manage"))
    await stage.until_in(stage.group, stage.words(stage.ben, "error-admins-only"), after=screen.uid)
    assert stage.ollama.library.pulled == []


async def test_a_model_is_installed_with_a_bar_that_moves_and_then_answers(stage: Stage):
    gates = [asyncio.Event() for _ in range(4)]
    stage.ollama.library.gates = gates
    asked = stage.say(stage.anna, "/model pull new:8b")
    board = await stage.until_answer(stage.anna, stage.words(stage.anna, "pull-title", model="new:8b"), asked.uid)
    await stage.ask(stage.anna, "/model pull new:8b", stage.words(stage.anna, "error-model-job-running"))
    gates[0].set()
    await stage.until(lambda: "25 %" in board.text or None)
    assert "1,3 ГБ из 5,2 ГБ" in board.text
    for gate in gates:
        gate.set()
    done = stage.words(stage.anna, "pull-done", model="new:8b")
    await stage.until(lambda: board.text == done or None)
    stage.press(stage.anna, board, stage.words(stage.anna, "model-use"))
    await stage.until(lambda: ("new:8b" in board.text and "✓ new:8b" in labels(board)) or None)
    assert "✓ new:8b – 5,2 ГБ · 🛠 👁 💭" in board.text
    await stage.ask(stage.anna, "Who are you?", "I am a small model")
    assert stage.ollama.chats[-1]["model"] == "new:8b"
    assert stage.ollama.chats[-1]["think"] is False


async def test_a_download_is_cancelled_by_its_button(stage: Stage):
    stage.ollama.library.registry["other:1b"] = FakeModel("other:1b")
    stage.ollama.library.gates = [asyncio.Event()]
    stage.ollama.library.closed.clear()
    asked = stage.say(stage.anna, "/model pull other:1b")
    board = await stage.until_answer(stage.anna, "other:1b", asked.uid)
    await stage.until(lambda: "0 %" in board.text or None)
    stage.press(stage.anna, board, stage.words(stage.anna, "button-cancel"))
    await stage.until(lambda: board.text == stage.words(stage.anna, "model-job-cancelled") or None)
    async with asyncio.timeout(5):
        await stage.ollama.library.closed.wait()
    stage.ollama.library.gates = []


async def test_the_name_can_be_written_when_asked_for_and_what_is_wrong_with_it_is_said(stage: Stage):
    screen = await stage.ask(stage.anna, "/model", stage.words(stage.anna, "model-legend"))
    stage.press(stage.anna, screen, stage.words(stage.anna, "model-pull"))
    await stage.until_answer(stage.anna, stage.words(stage.anna, "pull-which"), screen.uid)
    await stage.ask(stage.anna, "не имя", stage.words(stage.anna, "error-pull-name", name="не имя"))
    unknown = stage.words(stage.anna, "error-pull-unknown", model="qwen99")
    await stage.ask(stage.anna, "ollama pull qwen99", unknown)


async def test_a_removed_model_frees_its_chat_which_is_told_at_the_next_question(stage: Stage):
    sure = await stage.ask(stage.anna, "/model remove new:8b", "5,2 ГБ")
    stage.press(stage.anna, sure, stage.words(stage.anna, "model-remove"))
    await stage.until(lambda: sure.text == stage.words(stage.anna, "model-removed", model="new:8b") or None)
    assert "new:8b" not in stage.ollama.models
    asked = stage.say(stage.anna, "Are you still there?")
    told = await stage.until_answer(stage.anna, stage.words(stage.anna, "model-gone", model="new:8b"), asked.uid)
    assert labels(told) == [stage.words(stage.anna, "model-choose")]
    await stage.until_answer(stage.anna, "I am a small model", told.uid)
    assert stage.ollama.chats[-1]["model"] == "tiny:latest"


async def test_the_self_test_says_what_a_model_is_good_for(stage: Stage):
    stage.ollama.reply(RUSSIAN)
    stage.ollama.reply(ENGLISH)
    stage.ollama.reply("It is sunny.")
    stage.ollama.reply(TOKYO)
    asked = stage.say(stage.anna, "/model test tiny")
    board = await stage.until_answer(
        stage.anna, stage.words(stage.anna, "selftest-title", model="tiny:latest"), asked.uid
    )
    fine, title = (
        stage.words(stage.anna, "selftest-fine"),
        stage.words(stage.anna, "selftest-title", model="tiny:latest"),
    )
    slow = stage.words(stage.anna, "selftest-rate-slow", rate="1,5")
    await stage.until(lambda: slow in board.text or None)
    assert board.text.splitlines() == [
        title,
        f"✓ Русский: {fine}",
        f"✓ Английский: {fine}",
        f"✗ Инструменты: {stage.words(stage.anna, 'selftest-no-call')}",
        f"✓ JSON: {fine}",
        f"✗ Скорость: {slow}",
    ]


async def test_a_model_of_the_other_server_answers_calls_tools_and_fails_in_words(stage: Stage, second: FakeOpenAI):
    await choose(stage, stage.ben, "llama@openai")
    seen = len(stage.ollama.chats)
    second.call_tool("check_card", number="4111 1111 1111 1111")
    second.reply("The number is **well** formed.")
    answer = await stage.ask(stage.ben, "Is the card number 4111 1111 1111 1111 valid? Visa?", "well formed")
    assert answer.text == "The number is well formed."
    assert "Visa" in second.chats[-1]["messages"][-1]["content"]
    release = second.hold("Half ", then="an answer")
    question = stage.say(stage.ben, "Say half an answer")
    await stage.until_draft(stage.ben, "Half")
    release.set()
    await stage.until_answer(stage.ben, "Half an answer", question.uid)
    second.key = "another key"
    refused = stage.words(stage.ben, "error-model-key", host=second.url)
    await stage.ask(stage.ben, "And now?", refused)
    second.key = "a-key-of-ours"
    assert len(stage.ollama.chats) == seen
    await choose(stage, stage.ben, stage.words(stage.ben, "model-automatic"))


async def test_a_download_that_a_restart_ended_says_so(stage: Stage):
    interrupted = stage.words(stage.anna, "model-job-interrupted")
    boards = []
    for end in (stage.bot.restart, stage.bot.stop):
        stage.ollama.library.gates = [asyncio.Event()]
        asked = stage.say(stage.anna, "/model pull other:1b")
        boards.append(await stage.until_answer(stage.anna, "other:1b", asked.uid))
        await end()
        if end == stage.bot.restart:  # kill -9: nobody could say anything, but the button does
            stage.press(stage.anna, boards[0], stage.words(stage.anna, "button-cancel"))
            await stage.until(lambda: boards[0].text == interrupted or None)
    assert [board.text for board in boards] == [interrupted, interrupted]
