"""The catalogue of models."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from inference.catalog import ModelCatalog
from inference.model_server import ModelServer
from tests.fakes.ollama import EMBEDDER, TINY, FakeModel, FakeOllama


@pytest.fixture
async def ollama() -> AsyncIterator[FakeOllama]:
    async with FakeOllama([EMBEDDER, TINY]) as server:
        yield server


@pytest.fixture
async def server(ollama: FakeOllama) -> AsyncIterator[ModelServer]:
    connection = ModelServer(ollama.url)
    yield connection
    await connection.close()


async def test_models_are_listed_by_name_with_what_they_can(server: ModelServer) -> None:
    embedder, tiny = await ModelCatalog(server).list()
    assert (embedder.name, embedder.capabilities) == ("embedder:latest", frozenset({"embedding"}))
    assert (tiny.name, tiny.parameter_size, tiny.size) == ("tiny:latest", "1B", 815_319_791)
    assert tiny.can_chat
    assert not embedder.can_chat


async def test_the_default_is_the_first_model_that_can_chat(server: ModelServer) -> None:
    assert await ModelCatalog(server).default() == "tiny:latest"


async def test_the_operators_choice_is_the_default_without_asking(ollama: FakeOllama, server: ModelServer) -> None:
    assert await ModelCatalog(server, "huge:70b").default() == "huge:70b"
    assert ollama.requests == []


async def test_there_is_no_default_without_a_model_or_a_server(ollama: FakeOllama, server: ModelServer) -> None:
    catalog = ModelCatalog(server, fresh_seconds=0)
    ollama.models.clear()
    assert await catalog.default() is None
    assert await catalog.is_reachable()
    await ollama.stop()
    assert await catalog.default() is None
    assert not await catalog.is_reachable()


async def test_the_server_is_asked_once_while_the_list_is_fresh(ollama: FakeOllama, server: ModelServer) -> None:
    catalog = ModelCatalog(server)
    await catalog.list()
    assert await catalog.can("tiny", "tools")
    assert [asked.path for asked in ollama.requests].count("/api/tags") == 1


async def test_a_new_model_is_seen_and_known_ones_are_not_asked_again(ollama: FakeOllama, server: ModelServer) -> None:
    catalog = ModelCatalog(server, fresh_seconds=0)
    await catalog.list()
    ollama.models["new:8b"] = FakeModel("new:8b")
    assert "new:8b" in [model.name for model in await catalog.list()]
    assert [asked.body["model"] for asked in ollama.requests if asked.path == "/api/show"].count("tiny:latest") == 1


async def test_a_server_that_comes_back_is_seen_again(ollama: FakeOllama, server: ModelServer) -> None:
    catalog = ModelCatalog(server, fresh_seconds=0)
    port = int(ollama.url.rpartition(":")[2])
    await ollama.stop()
    assert not await catalog.is_reachable()
    await ollama.start(port)
    assert await catalog.is_reachable()


async def test_those_who_ask_while_a_dead_server_is_waited_for_wait_once() -> None:
    connections = 0

    async def swallow(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        await asyncio.sleep(0.3)  # longer than the list stays fresh
        writer.close()

    async with await asyncio.start_server(swallow, "127.0.0.1", 0) as listener:
        server = ModelServer(f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}")
        catalog = ModelCatalog(server, fresh_seconds=0.2)
        assert await asyncio.gather(*(catalog.is_reachable() for _ in range(5))) == [False] * 5
        await server.close()
    assert connections == 1
