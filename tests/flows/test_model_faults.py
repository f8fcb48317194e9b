"""Every way in which a model fails, in both languages: one sentence, a way to try again, and what was said stays."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from sandbox.model import Account, Message
from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

MODEL = "tiny:latest"
PARTIAL = "Half of the answer"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """Its bot is impatient, and everybody may write."""
    folder = tmp_path_factory.mktemp("stage")
    async with Stage(
        folder, BOT__ACCESS="open", INFERENCE__FIRST_TOKEN_TIMEOUT="1", INFERENCE__TOKEN_TIMEOUT="0.5"
    ) as stage:
        await stage.open()
        yield stage


def people(stage: Stage) -> tuple[Account, Account]:
    """Who reads Russian, and who reads English; new ones each time, since the bot writes to nobody all too fast."""
    world = stage.sandbox.world
    number = max(world.accounts) + 1
    return (
        world.add_account(Account(number, "Вера", language_code="ru")),
        world.add_account(Account(number + 1, "Ruth", language_code="en")),
    )


async def until_text(stage: Stage, message: Message, text: str) -> None:
    await stage.until(lambda: message.text == text or None)


async def until_retry(stage: Stage, person: Account, answer: Message) -> None:
    again = stage.words(person, "button-retry")
    await stage.until(lambda: again in str(answer.markup) or None)


async def failed(stage: Stage, person: Account, sentence: str) -> Message:
    """The answer to a question, which ends with the sentence and offers another try."""
    question = stage.say(person, "What is the answer?")
    answer = await stage.until_answer(person, sentence, after=question.uid)
    await until_retry(stage, person, answer)
    said = "\n".join(each.text for each in stage.answers(person) if each.uid > question.uid)
    assert not any(sign in said for sign in ("Traceback", '{"', "Unavailable", "error-"))
    return answer


def script_of(stage: Stage, fault: str) -> tuple[str, dict[str, str]]:
    """Prepare the fault; the key of its sentence and its variables."""
    name = {"model": MODEL}
    match fault:
        case "empty":
            stage.ollama.empty()
            return "error-model-empty", name
        case "blank":
            stage.ollama.reply(chunks=["", " \n"])
            return "error-model-empty", name
        case "slow":
            stage.ollama.hold()
            return "error-model-slow", name
        case "refused":
            stage.ollama.refuse(500, "out of memory")
            return "error-model-failed", {**name, "reason": "out of memory"}
        case _:
            stage.ollama.refuse(503, "server busy")
            return "error-model-busy", name


@pytest.mark.parametrize("fault", ["empty", "blank", "slow", "refused", "busy"])
async def test_a_model_that_says_nothing_is_told_in_a_sentence(stage: Stage, fault: str):
    for person in people(stage):
        key, params = script_of(stage, fault)
        await failed(stage, person, stage.words(person, key, **params))


async def test_a_press_asks_again_in_the_place_of_the_sentence(stage: Stage):
    for person in people(stage):
        stage.ollama.empty()
        answer = await failed(stage, person, stage.words(person, "error-model-empty", model=MODEL))
        stage.ollama.reply("Forty-two.")
        stage.press(person, answer, "🔁")
        await until_text(stage, answer, "Forty-two.")


@pytest.mark.parametrize(
    ("fault", "key"),
    [
        ("malform", "error-model-garbled"),
        ("scramble", "error-model-not-text"),
        ("cut", "error-model-broken-stream"),
        ("hold", "error-model-stalled"),
    ],
)
async def test_what_came_before_a_fault_is_kept_above_its_sentence(stage: Stage, fault: str, key: str):
    for person in people(stage):
        getattr(stage.ollama, fault)(PARTIAL)
        await failed(stage, person, stage.words(person, key, model=MODEL))
        said = [each.text for each in stage.answers(person)][-2:]
        assert PARTIAL in "\n".join(said)


async def test_the_new_answer_takes_the_place_of_what_was_cut_off_too(stage: Stage):
    person, _ = people(stage)
    stage.ollama.cut(PARTIAL)
    answer = await failed(stage, person, stage.words(person, "error-model-broken-stream", model=MODEL))
    stage.ollama.reply("Forty-two.")
    stage.press(person, answer, "🔁")
    await stage.until(lambda: [each.text for each in stage.answers(person)] == ["Forty-two."] or None)


async def test_a_model_that_is_gone_is_told_by_name(stage: Stage):
    kept = stage.ollama.models.pop(MODEL)
    try:
        for person in people(stage):
            question = stage.say(person, "Are you there?")
            answer = await stage.until_answer(person, after=question.uid)
            assert any(sign in answer.text for sign in (MODEL, "ollama pull"))
            assert stage.words(person, "button-retry") in str(answer.markup)
    finally:
        stage.ollama.models[MODEL] = kept


async def test_a_server_that_is_back_answers_at_the_first_press(stage: Stage):
    port = int(stage.ollama.url.rpartition(":")[2])
    await stage.ollama.stop()
    told = []
    try:
        for person in people(stage):
            question = stage.say(person, "Is anybody there?")
            answer = await stage.until_answer(person, after=question.uid)
            await until_retry(stage, person, answer)
            assert stage.words(person, "fallback-nothing-remembered") in answer.text
            told.append((person, answer))
    finally:
        await stage.ollama.start(port)
    for person, answer in told:
        stage.ollama.reply("I am back.")
        stage.press(person, answer, "🔁")
        await until_text(stage, answer, "I am back.")
