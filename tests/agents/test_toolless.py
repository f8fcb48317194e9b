"""With a model that takes no tools: what is clearly asked for is done all the same, all else it answers in words."""

from dataclasses import replace

import pytest

from agents.state import Turn
from tests.fakes.agents import ANNA, Desk, end_of, text_of, tools_of
from tests.fakes.ollama import FakeModel

CALL = '<tool_call>{"name": "remind", "arguments": {"when": "tomorrow at 9", "text": "tea"}}</tool_call>'


@pytest.fixture(autouse=True)
def toolless(desk: Desk) -> None:
    desk.ollama.models = {"seer:latest": FakeModel("seer:latest", capabilities=("completion", "vision"))}


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "Remind me tomorrow at 9 to water the plants"), ("ru", "Напомни завтра в 9 полить цветы")],
)
async def test_a_clear_order_is_carried_out_before_the_model_is_asked(desk: Desk, language: str, text: str):
    chunks = await desk.ask(text, language=language)

    assert end_of(chunks).agent == "intents"
    assert len(await desk.services.reminders.of(ANNA)) == 1
    assert desk.ollama.chats == []


@pytest.mark.parametrize("text", ["Write a poem that will remind me of summer", "What can you do?", "How are you?"])
async def test_what_is_no_clear_order_goes_to_the_model_which_is_offered_nothing(desk: Desk, text: str):
    chunks = await desk.ask(text)

    assert text_of(chunks) == desk.ollama.default
    assert tools_of(desk) == []
    assert await desk.services.reminders.of(ANNA) == []


@pytest.mark.parametrize("said", ["", "I will do that. "])
async def test_a_call_of_ours_as_text_is_never_done_and_said_in_one_sentence(desk: Desk, said: str):
    desk.ollama.reply(said + CALL)

    end = end_of(await desk.ask("Tell me about tea"))

    assert (end.state, end.error_key) == ("failed", "error-tool-call-as-text")
    assert len(desk.ollama.chats) == 1
    assert await desk.services.reminders.of(ANNA) == []


async def test_what_looks_like_a_call_of_something_else_is_text(desk: Desk):
    text = '{"name": "Rex", "arguments": {"kind": "dog"}}'
    desk.ollama.reply(chunks=[text])

    assert text_of(await desk.ask("Describe a dog as an object")) == text


async def test_the_meter_counts_no_tools_where_none_are_offered(desk: Desk):
    turn: Turn = replace(await desk.turn("How are you?"), is_again=True)
    filled = await desk.runner.filling(turn)
    desk.ollama.models = {"tiny:latest": FakeModel("tiny:latest")}
    able = await desk.runner.filling(turn)

    assert filled is not None
    assert able is not None
    assert filled.parts["tools"] == 0 < able.parts["tools"]
