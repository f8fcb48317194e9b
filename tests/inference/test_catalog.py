"""The catalogue of models."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack

import pytest

from core.errors import Unavailable
from inference.catalog import Automatic, ModelCatalog
from inference.model_server import ModelServer
from inference.openai_server import OpenAIServer
from tests.fakes.ollama import EMBEDDER, TINY, FakeModel, FakeOllama
from tests.fakes.openai_server import FakeOpenAI


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


async def test_the_default_calls_tools_if_any_model_does_and_says_why(ollama: FakeOllama, server: ModelServer) -> None:
    ollama.models["blind:1b"] = FakeModel("blind:1b", capabilities=("completion", "vision"))
    catalog = ModelCatalog(server, fresh_seconds=0)
    assert await catalog.automatic() == Automatic("tiny:latest", "tools")
    del ollama.models["tiny:latest"]
    assert await catalog.automatic() == Automatic("blind:1b", "chats")
    assert await ModelCatalog(server, "huge:70b").automatic() == Automatic("huge:70b", "operator")


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


@pytest.fixture
async def second() -> AsyncIterator[FakeOpenAI]:
    async with FakeOpenAI(["tiny:latest", "nomic-embed-text"], key="secret") as other:
        yield other


Listing = Callable[..., OpenAIServer]


@pytest.fixture
async def listing(second: FakeOpenAI) -> AsyncIterator[Listing]:
    """Connects to the second server, with its key unless another is given."""
    async with AsyncExitStack() as stack:

        def connect(key: str = "secret") -> OpenAIServer:
            connection = OpenAIServer(f"{second.url}/v1", key, ("vision",))
            stack.push_async_callback(connection.close)
            return connection

        yield connect


async def test_the_models_of_a_second_server_stand_behind_ollamas_under_names_of_their_own(
    server: ModelServer, listing: Listing
) -> None:
    catalog = ModelCatalog(server, openai=listing())
    assert [model.name for model in await catalog.list()] == [
        "embedder:latest", "tiny:latest", "nomic-embed-text@openai", "tiny:latest@openai",
    ]  # fmt: skip
    found = await catalog.find("tiny:latest@openai")
    assert found is not None
    assert (found.server, found.capabilities, found.context_length) == (
        "openai",
        frozenset({"completion", "vision"}),
        16384,
    )
    embedder = await catalog.find("nomic-embed-text@openai")
    assert embedder is not None
    assert not embedder.can_chat


async def test_a_server_that_is_down_hides_its_own_models_only(
    ollama: FakeOllama, server: ModelServer, second: FakeOpenAI, listing: Listing
) -> None:
    catalog = ModelCatalog(server, openai=listing(), fresh_seconds=0)
    await ollama.stop()
    assert await catalog.default() == "tiny:latest@openai"
    assert not await catalog.is_gone("tiny:latest")
    with pytest.raises(Unavailable):
        await catalog.require("ollama")
    await second.stop()
    assert not await catalog.is_reachable()


async def test_a_second_server_that_refuses_the_key_says_so(server: ModelServer, listing: Listing) -> None:
    catalog = ModelCatalog(server, openai=listing("wrong"))
    with pytest.raises(Unavailable) as caught:
        await catalog.require("openai")
    assert caught.value.key == "error-model-key"


async def test_a_model_is_found_by_what_it_can(ollama: FakeOllama, server: ModelServer, listing: Listing) -> None:
    ollama.models["seeing:7b"] = FakeModel("seeing:7b", capabilities=("completion", "vision"))
    catalog = ModelCatalog(server, openai=listing())
    assert await catalog.first_that_can("vision") == "seeing:7b"
    assert await catalog.first_that_can("vision", preferred="tiny:latest@openai") == "tiny:latest@openai"
    assert await catalog.first_that_can("tools", preferred="seeing:7b") == "tiny:latest"
    assert await catalog.first_that_can("insert") is None
