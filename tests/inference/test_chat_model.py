"""The chat model against a server that speaks Ollama's wire format."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from core.config import InferenceSettings
from core.errors import Unavailable
from inference.catalog import ModelCatalog
from inference.chat_model import ChatMessage, ChatModel, ModelChunk, ToolCall, ToolSpec
from inference.model_server import ModelServer
from inference.ollama_chat import OllamaChat
from tests.fakes.ollama import FakeModel, FakeOllama

QUESTION = [ChatMessage("user", "Hello?")]
CLOCK = ToolSpec("clock", "What time it is", {"type": "object", "properties": {"zone": {"type": "string"}}})


@pytest.fixture
async def ollama() -> AsyncIterator[FakeOllama]:
    async with FakeOllama() as server:
        yield server


@pytest.fixture
async def server(ollama: FakeOllama) -> AsyncIterator[ModelServer]:
    connection = ModelServer(ollama.url)
    yield connection
    await connection.close()


@pytest.fixture
def model(server: ModelServer) -> ChatModel:
    return impatient(server)


def impatient(server: ModelServer, *, first: float = 20.0, between: float = 20.0) -> ChatModel:
    settings = InferenceSettings(first_token_timeout=first, token_timeout=between)
    return ChatModel(ModelCatalog(server), {"ollama": OllamaChat(server, settings)}, settings)


async def read(model: ChatModel, name: str = "tiny", **options: object) -> list[ModelChunk]:
    async with aclosing(model.stream(QUESTION, model=name, **options)) as chunks:  # type: ignore[arg-type]
        return [chunk async for chunk in chunks]


async def failure(model: ChatModel, name: str = "tiny") -> str:
    with pytest.raises(Unavailable) as caught:
        await read(model, name)
    return caught.value.key


async def test_an_answer_arrives_in_the_pieces_it_was_made_in(ollama: FakeOllama, model: ChatModel) -> None:
    ollama.reply(chunks=["Доб", "рый ", "день"])
    chunks = await read(model)
    assert [chunk.text for chunk in chunks] == ["Доб", "рый ", "день", ""]
    assert chunks[-1] == ModelChunk(
        done=True,
        done_reason="stop",
        prompt_tokens=26,
        answer_tokens=7,
        load_seconds=0.001334875,
        prompt_seconds=0.342546,
        answer_seconds=4.535599,
    )


async def test_the_context_length_and_keep_alive_are_always_sent(ollama: FakeOllama, model: ChatModel) -> None:
    await read(model)
    assert ollama.chats[0]["options"]["num_ctx"] == 8192
    assert ollama.chats[0]["keep_alive"] == "10m"
    assert ollama.chats[0]["stream"] is True


async def test_thinking_is_told_apart_from_the_answer(ollama: FakeOllama, model: ChatModel) -> None:
    ollama.reply("Four", thinking="two and two")
    chunks = await read(model)
    assert [chunk.thinking for chunk in chunks if chunk.thinking] == ["two and two"]
    assert "".join(chunk.text for chunk in chunks) == "Four"


async def test_a_tool_call_and_its_result_travel_in_the_wire_format(ollama: FakeOllama, model: ChatModel) -> None:
    ollama.call_tool("clock", zone="Europe/Riga")
    called = next(chunk for chunk in await read(model, tools=[CLOCK]) if chunk.tool_calls)
    assert called.tool_calls == (ToolCall("clock", {"zone": "Europe/Riga"}),)
    assert ollama.chats[0]["tools"][0]["function"]["name"] == "clock"

    told = [
        *QUESTION,
        ChatMessage("assistant", "", tool_calls=called.tool_calls),
        ChatMessage("tool", "12:00", tool_name="clock"),
    ]
    async with aclosing(model.stream(told, model="tiny")) as chunks:
        assert [chunk async for chunk in chunks]
    call, result = ollama.chats[1]["messages"][1:]
    assert call["tool_calls"][0]["function"] == {"name": "clock", "arguments": {"zone": "Europe/Riga"}}
    assert (result["role"], result["tool_name"], result["content"]) == ("tool", "clock", "12:00")


async def test_tools_are_not_sent_to_a_model_that_cannot_call_them(ollama: FakeOllama, model: ChatModel) -> None:
    ollama.models["plain:latest"] = FakeModel("plain:latest", capabilities=("completion",))
    await read(model, "plain", tools=[CLOCK])
    assert not ollama.chats[0].get("tools")


async def test_tools_are_not_sent_when_an_old_server_tells_no_capabilities(
    ollama: FakeOllama, model: ChatModel
) -> None:
    ollama.models["old:latest"] = FakeModel("old:latest", capabilities=None)
    await read(model, "old:latest", tools=[CLOCK])
    assert not ollama.chats[0].get("tools")


async def test_a_schema_goes_out_as_the_format(ollama: FakeOllama, model: ChatModel) -> None:
    schema = {"type": "object", "properties": {"agent": {"type": "string"}}}
    ollama.reply('{"agent": "cards"}')
    await read(model, schema=schema)
    assert ollama.chats[0]["format"] == schema


async def test_closing_the_stream_closes_the_request_within_200_ms(ollama: FakeOllama, model: ChatModel) -> None:
    ollama.hold("I will go on for")
    stream = model.stream(QUESTION, model="tiny")
    assert (await anext(stream)).text == "I will go on for"
    await stream.aclose()
    async with asyncio.timeout(0.2):
        await ollama.closed.wait()


async def test_cancelling_a_reader_that_waits_for_a_token_closes_the_request(
    ollama: FakeOllama, model: ChatModel
) -> None:
    ollama.hold()
    async with asyncio.TaskGroup() as group:
        reader = group.create_task(read(model))
        await ollama.wait_for_chats()
        reader.cancel()
    async with asyncio.timeout(0.2):
        await ollama.closed.wait()


async def test_a_first_token_that_does_not_come_is_a_slow_model(ollama: FakeOllama, server: ModelServer) -> None:
    ollama.hold()
    assert await failure(impatient(server, first=0.05)) == "error-model-slow"
    await ollama.wait_closed()


async def test_a_pause_between_tokens_is_a_stalled_model(ollama: FakeOllama, server: ModelServer) -> None:
    ollama.hold("And then")
    assert await failure(impatient(server, between=0.05)) == "error-model-stalled"


async def test_the_first_token_may_take_longer_than_the_next_ones(ollama: FakeOllama, server: ModelServer) -> None:
    loaded = asyncio.Event()
    ollama.reply("Here I am", before=loaded)
    async with asyncio.TaskGroup() as group:
        reader = group.create_task(read(impatient(server, between=0.2)))
        await ollama.wait_for_chats()
        asyncio.get_running_loop().call_later(0.4, loaded.set)
    assert "".join(chunk.text for chunk in reader.result()) == "Here I am"


async def test_no_server_is_told_as_unreachable(ollama: FakeOllama, model: ChatModel) -> None:
    await ollama.stop()
    assert await failure(model) == "error-model-unreachable"


async def test_a_model_that_is_not_there_is_told_by_name(model: ChatModel) -> None:
    with pytest.raises(Unavailable) as caught:
        await read(model, "huge")
    assert (caught.value.key, caught.value.params) == ("error-model-missing", {"model": "huge"})


@pytest.mark.parametrize(
    ("fault", "key"),
    [
        ("malform", "error-model-garbled"),
        ("scramble", "error-model-not-text"),
        ("cut", "error-model-broken-stream"),
        ("fail_in_stream", "error-model-failed"),
    ],
)
async def test_what_came_before_a_fault_is_kept_and_the_fault_is_told(
    ollama: FakeOllama, model: ChatModel, fault: str, key: str
) -> None:
    getattr(ollama, fault)("Half of ", "an answer")
    told: list[str] = []

    async def listen() -> None:
        async for chunk in model.stream(QUESTION, model="tiny"):
            told.append(chunk.text)

    with pytest.raises(Unavailable) as caught:
        await listen()
    assert "".join(told) == "Half of an answer"
    assert caught.value.key == key


async def test_an_error_status_carries_the_reason(ollama: FakeOllama, model: ChatModel) -> None:
    ollama.refuse(500, "model requires more system memory")
    with pytest.raises(Unavailable) as caught:
        await read(model)
    assert caught.value.key == "error-model-failed"
    assert caught.value.params["reason"] == "model requires more system memory"


async def test_a_full_queue_is_told_as_busy(ollama: FakeOllama, model: ChatModel) -> None:
    ollama.refuse(503, "server busy, please try again")
    assert await failure(model) == "error-model-busy"


async def test_a_body_without_a_byte_is_an_empty_answer(ollama: FakeOllama, model: ChatModel) -> None:
    ollama.empty()
    assert await failure(model) == "error-model-empty"


async def test_an_answer_without_a_word_is_told_as_empty(ollama: FakeOllama, model: ChatModel) -> None:
    ollama.reply(chunks=["", " \n"])
    assert await failure(model) == "error-model-empty"
