"""Who answers: seen in the prompt that reaches the model."""

from typing import Any

import pytest

from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

DOUBTFUL = "the log and the loan of the parser"


def prompt(chat: dict[str, Any]) -> str:
    return str(chat["messages"][0]["content"])


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("во сколько мне обойдётся миллион на пять лет под 16 годовых", "bank cards"),
        ("наш прод тормозит, нагрузка на процессор сто процентов", "logs"),
        ("which of these python functions should be refactored first", "code"),
        ("write a user story for the sign-up form", "requirements"),
        ("my card for the birthday party: what should I write in it", "You are the assistant"),
    ],
)
async def test_a_question_reaches_the_specialist_of_its_field(stage: Stage, text: str, mark: str):
    await stage.ask(stage.anna, text, stage.ollama.default)
    assert mark in prompt(stage.ollama.chats[-1])


async def test_in_doubt_the_model_is_asked_once_who_answers(stage: Stage):
    await stage.ask(stage.anna, "Hello", stage.ollama.default)
    before = len(stage.ollama.chats)
    stage.ollama.choose("support")
    stage.ollama.reply("I look at it.")
    await stage.ask(stage.anna, DOUBTFUL, "I look at it.")
    question, answer = stage.ollama.chats[before:]
    assert "support" in question["format"]["properties"]["agent"]["enum"]
    assert "format" not in answer or answer["format"] is None
    assert "logs" in prompt(answer)


async def test_what_the_model_says_of_who_answers_is_never_shown(stage: Stage):
    assert not [each for each in stage.answers(stage.anna) if '"agent"' in each.text]
