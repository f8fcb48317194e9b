"""No Ollama: the bot answers from memory, says what is missing, and every command works."""

import pytest

from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_fallback_quotes_what_it_remembers_and_says_how_to_get_a_model(stage: Stage):
    await stage.ollama.stop()
    await stage.ask(stage.anna, "/start")
    await stage.ask(stage.ben, "/start")  # Ben is a stranger: Anna lets him in
    asked = await stage.until_answer(stage.anna, "Ben")
    stage.press(stage.anna, asked, stage.words(stage.anna, "button-approve"))
    await stage.until_answer(stage.ben, "You are in")
    promised = await stage.ask(stage.ben, "Remember that the spare key is under the blue pot", "I will remember this")
    assert "the spare key is under the blue pot" in promised.text
    assert "ollama pull" in promised.text
    answer = await stage.ask(stage.ben, "Where is the spare key?", "blue pot")
    assert "ollama pull" not in answer.text
    assert stage.words(stage.ben, "fallback-no-model-short") in answer.text


@pytest.mark.parametrize(
    ("command", "has"),
    [
        ("/start", "Здравствуйте"),
        ("/help", "/remind"),
        ("/language", "языке"),
        ("/settings", ""),
        ("/whoami", "1001"),
        ("/new", ""),
        ("/stop", ""),
        ("/model", "Ollama"),
        ("/agent", ""),
        ("/remind завтра в 9 полить цветы", "полить цветы"),
        ("/memory", ""),
        ("/forward", ""),
        ("/digest @source_news 20:00", "Source news"),
        ("/stats", ""),
        ("/admin", ""),
    ],
)
async def test_every_command_answers_without_a_model(stage: Stage, command: str, has: str):
    answer = await stage.ask(stage.anna, command, has)
    assert answer.text


async def test_help_promises_neither_eyes_nor_ears_where_there_are_none(stage: Stage):
    answer = await stage.ask(stage.anna, "/help", "/remind")
    assert stage.words(stage.anna, "help-sending", voice="no", pictures="no") in answer.text


@pytest.mark.parametrize(
    "nonsense",
    [
        "/remind",
        "/remind когда-нибудь потом",
        "/digest",
        "/digest @nowhere 25:99",
        "/forward @nowhere",
        "/settings Луна/База",
        "/foo",
        "/model нет-такой",
        "/agent никто",
    ],
)
async def test_nonsense_gets_a_sentence_and_never_an_incident(stage: Stage, nonsense: str):
    answer = await stage.ask(stage.anna, nonsense)
    assert answer.text
    assert "происшествия" not in answer.text
