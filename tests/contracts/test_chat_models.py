"""The same questions to a model behind Ollama and to one behind OpenAI's protocol: both answer and fail alike."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

import pytest

from core.config import InferenceSettings
from core.errors import Unavailable, UserError
from inference.catalog import ModelCatalog
from inference.chat_model import ChatMessage, ChatModel, ModelChunk, ToolCall, ToolSpec
from inference.model_server import ModelServer
from inference.ollama_chat import OllamaChat
from inference.openai_chat import OpenAIChat
from inference.openai_server import OpenAIServer
from tests.fakes.ollama import FakeModel, FakeOllama
from tests.fakes.openai_server import FakeOpenAI

QUESTION = [ChatMessage("system", "Be brief."), ChatMessage("user", "Hello?")]
CLOCK = ToolSpec("clock", "What time it is", {"type": "object", "properties": {"zone": {"type": "string"}}})
PNG = b"\x89PNG\r\n\x1a\n picture"
SIGHTED = FakeModel("sighted:latest", capabilities=("completion", "tools", "vision", "thinking"))
PLAIN = FakeModel("plain:latest", capabilities=("completion",))


@dataclass
class Desk:
    """A server, and the model on it that is asked."""

    server: FakeOllama | FakeOpenAI
    model: ChatModel
    catalog: ModelCatalog
    name: str

    async def read(self, *messages: ChatMessage, **options: Any) -> list[ModelChunk]:
        async with aclosing(self.model.stream(messages or QUESTION, model=self.name, **options)) as chunks:
            return [chunk async for chunk in chunks]

    async def failure(self, *messages: ChatMessage) -> str:
        with pytest.raises(Unavailable) as caught:
            await self.read(*messages)
        return caught.value.key


@pytest.fixture(params=["ollama", "openai"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def settings(**changes: Any) -> InferenceSettings:
    return InferenceSettings(**changes)


async def open_desk(kind: str, *, able: bool = True, **changes: Any) -> AsyncIterator[Desk]:
    async with FakeOllama([SIGHTED, PLAIN]) as ollama, FakeOpenAI() as other:
        own = settings(**changes)
        server = ModelServer(ollama.url)
        second = OpenAIServer(other.url, "", ("tools", "vision", "thinking") if able else ())
        catalog = ModelCatalog(server, openai=second, fresh_seconds=0)
        model = ChatModel(catalog, {"ollama": OllamaChat(server, own), "openai": OpenAIChat(second)}, own)
        name = ("sighted:latest" if able else "plain:latest") if kind == "ollama" else "llama@openai"
        yield Desk(ollama if kind == "ollama" else other, model, catalog, name)
        await server.close()
        await second.close()


@pytest.fixture
async def desk(kind: str) -> AsyncIterator[Desk]:
    async for opened in open_desk(kind):
        yield opened


@pytest.fixture
async def plain(kind: str) -> AsyncIterator[Desk]:
    async for opened in open_desk(kind, able=False):
        yield opened


@pytest.fixture
async def hasty(kind: str) -> AsyncIterator[Desk]:
    async for opened in open_desk(kind, first_token_timeout=5, token_timeout=0.1):
        yield opened


def said(chunks: list[ModelChunk]) -> str:
    return "".join(chunk.text for chunk in chunks)


async def test_an_answer_streams_and_its_end_tells_the_tokens_and_the_time(desk: Desk):
    desk.server.reply(chunks=["Доб", "рый ", "день"])
    chunks = await desk.read()
    assert [chunk.text for chunk in chunks if chunk.text] == ["Доб", "рый ", "день"]
    assert [chunk.done for chunk in chunks].count(True) == 1
    last = chunks[-1]
    assert (last.done, last.done_reason, last.prompt_tokens, last.answer_tokens) == (True, "stop", 26, 7)
    assert last.answer_seconds > 0


async def test_an_answer_that_hits_its_length_says_so(desk: Desk):
    desk.server.reply("Once upon a", done_reason="length")
    assert (await desk.read())[-1].done_reason == "length"


async def test_a_tool_call_and_its_result_make_the_round_trip(desk: Desk):
    desk.server.reply(tool_calls=[("clock", {"zone": "Europe/Riga"}), ("clock", {"zone": "Asia/Tbilisi"})])
    calls = [call for chunk in await desk.read(tools=[CLOCK]) for call in chunk.tool_calls]
    assert calls == [ToolCall("clock", {"zone": "Europe/Riga"}), ToolCall("clock", {"zone": "Asia/Tbilisi"})]
    assert desk.server.chats[0]["tools"][0]["function"]["name"] == "clock"
    results = [ChatMessage("tool", hour, tool_name="clock") for hour in ("12:00", "14:00")]
    await desk.read(*QUESTION, ChatMessage("assistant", "", tool_calls=tuple(calls)), *results)
    told = desk.server.chats[1]["messages"][2:]
    assert [message["content"] for message in told[1:]] == ["12:00", "14:00"]
    ids = [call.get("id") for call in told[0]["tool_calls"]]
    assert [message.get("tool_call_id") for message in told[1:]] == ids


async def test_a_picture_reaches_a_model_that_sees(desk: Desk):
    await desk.read(ChatMessage("user", "What is it?", images=(PNG,)))
    assert base64.b64encode(PNG).decode() in str(desk.server.chats[0]["messages"][0])


async def test_a_picture_for_a_model_that_does_not_see_is_refused_before_it_is_asked(plain: Desk):
    with pytest.raises(UserError) as caught:
        await plain.read(ChatMessage("user", "What is it?", images=(PNG,)))
    assert (caught.value.key, caught.value.params) == ("error-model-blind", {"model": plain.name})
    assert plain.server.chats == []


async def test_a_model_that_only_talks_is_sent_neither_tools_nor_a_word_about_thinking(plain: Desk):
    await plain.read(tools=[CLOCK])
    (asked,) = plain.server.chats
    assert not asked.get("tools")
    assert asked.get("think") is None
    assert "chat_template_kwargs" not in asked


async def test_a_model_that_thinks_is_told_whether_to(desk: Desk):
    await desk.read()
    (asked,) = desk.server.chats
    told = asked["think"] if "think" in asked else asked["chat_template_kwargs"]["enable_thinking"]
    assert told is False


@pytest.mark.parametrize(
    "chunks", [["<thi", "nk>two and two</th", "ink>\n\n", "Four"], ["<think>two and two</think>Four"]]
)
async def test_thinking_never_gets_into_the_answer_even_when_the_server_mixes_them(desk: Desk, chunks: list[str]):
    desk.server.reply(chunks=chunks)
    told = await desk.read()
    assert said(told) == "Four"
    assert "".join(chunk.thinking for chunk in told) == "two and two"


async def test_thinking_that_the_server_tells_apart_stays_apart(desk: Desk):
    desk.server.reply("Four", thinking="two and two")
    told = await desk.read()
    assert (said(told), "".join(chunk.thinking for chunk in told)) == ("Four", "two and two")


async def test_an_answer_that_only_begins_like_a_thought_arrives_whole(desk: Desk):
    desk.server.reply(chunks=["<", "thin", " ice> and </think>"])
    assert said(await desk.read()) == "<thin ice> and </think>"


async def test_a_schema_binds_the_answer(desk: Desk):
    schema = {"type": "object", "properties": {"agent": {"type": "string"}}, "required": ["agent"]}
    desk.server.reply('{"agent": "cards"}')
    assert said(await desk.read(schema=schema)) == '{"agent": "cards"}'
    asked = desk.server.chats[0]
    assert (asked.get("format") or asked["response_format"]["json_schema"]["schema"]) == schema


async def test_the_length_of_an_answer_can_be_bounded(desk: Desk):
    await desk.read(max_tokens=12)
    asked = desk.server.chats[0]
    assert (asked.get("max_tokens") or asked["options"]["num_predict"]) == 12


async def test_closing_the_stream_closes_the_request_within_200_ms(desk: Desk):
    desk.server.hold("I will go on for")
    stream = desk.model.stream(QUESTION, model=desk.name)
    assert (await anext(stream)).text == "I will go on for"
    await stream.aclose()
    async with asyncio.timeout(0.2):
        await desk.server.closed.wait()


async def test_cancelling_a_reader_that_waits_for_a_token_closes_the_request(desk: Desk):
    desk.server.hold()
    async with asyncio.TaskGroup() as group:
        reader = group.create_task(desk.read())
        await desk.server.wait_for_chats()
        reader.cancel()
    async with asyncio.timeout(0.2):
        await desk.server.closed.wait()


async def test_a_pause_between_tokens_is_a_stalled_model(hasty: Desk):
    hasty.server.hold("And then")
    assert await hasty.failure() == "error-model-stalled"
    await hasty.server.wait_closed()


@pytest.mark.parametrize(
    ("fault", "key"),
    [
        ("malform", "error-model-garbled"),
        ("scramble", "error-model-not-text"),
        ("cut", "error-model-broken-stream"),
        ("fail_in_stream", "error-model-failed"),
    ],
)
async def test_what_came_before_a_fault_is_kept_and_the_fault_is_told(desk: Desk, fault: str, key: str):
    getattr(desk.server, fault)("Half of ", "an answer")
    told: list[str] = []

    async def listen() -> None:
        async for chunk in desk.model.stream(QUESTION, model=desk.name):
            told.append(chunk.text)

    with pytest.raises(Unavailable) as caught:
        await listen()
    assert "".join(told) == "Half of an answer"
    assert caught.value.key == key


async def test_an_error_status_carries_the_servers_own_words(desk: Desk):
    desk.server.refuse(500, "model requires more system memory")
    with pytest.raises(Unavailable) as caught:
        await desk.read()
    assert caught.value.key == "error-model-failed"
    assert caught.value.params["reason"] == "model requires more system memory"


async def test_a_full_queue_is_told_as_busy(desk: Desk):
    desk.server.refuse(503, "server busy, please try again")
    assert await desk.failure() == "error-model-busy"


@pytest.mark.parametrize("fault", ["nothing", "blank"])
async def test_an_answer_without_a_word_is_told_as_empty(desk: Desk, fault: str):
    if fault == "nothing":
        desk.server.empty()
    else:
        desk.server.reply(chunks=["", " \n"])
    assert await desk.failure() == "error-model-empty"


async def test_no_server_is_told_as_unreachable(desk: Desk):
    await desk.server.stop()
    assert await desk.failure() == "error-model-unreachable"


async def test_a_model_that_is_not_there_is_told_by_name(desk: Desk):
    gone = "huge@openai" if "@" in desk.name else "huge"
    with pytest.raises(Unavailable) as caught:
        await Desk(desk.server, desk.model, desk.catalog, gone).read()
    assert caught.value.key in ("error-model-missing", "error-model-not-served")
    assert caught.value.params["model"] == gone
    assert await desk.catalog.is_gone(gone)
    assert not await desk.catalog.is_gone(desk.name)
