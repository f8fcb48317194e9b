"""Pull, remove and unload, against a server that speaks Ollama's wire format."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from core.errors import Unavailable, UserError
from inference.catalog import ModelCatalog
from inference.installing import Installer, PullProgress, read_name
from inference.model_server import ModelServer
from tests.fakes.ollama import FakeModel, FakeOllama

NEW = FakeModel("new:8b", size=4_000)


@pytest.fixture
async def ollama() -> AsyncIterator[FakeOllama]:
    async with FakeOllama() as server:
        server.library.registry[NEW.name] = NEW
        yield server


@pytest.fixture
async def catalog(ollama: FakeOllama) -> AsyncIterator[ModelCatalog]:
    server = ModelServer(ollama.url)
    yield ModelCatalog(server)
    await server.close()


@pytest.fixture
async def installer(ollama: FakeOllama, catalog: ModelCatalog) -> AsyncIterator[Installer]:
    server = ModelServer(ollama.url)
    yield Installer(server, catalog)
    await server.close()


async def pulled(installer: Installer, name: str) -> list[PullProgress]:
    async with aclosing(installer.pull(name)) as progress:
        return [step async for step in progress]


async def test_a_download_tells_how_far_it_is_and_the_catalogue_is_fresh_at_once(
    installer: Installer, catalog: ModelCatalog
):
    assert await catalog.find("new:8b") is None
    steps = await pulled(installer, "new:8b")
    assert steps[0] == PullProgress("starting")
    assert [step.completed for step in steps if step.phase == "downloading"] == [0, 1000, 2000, 3000, 4000]
    assert [step.phase for step in steps[-3:]] == ["finishing", "finishing", "done"]
    found = await catalog.find("new:8b")
    assert found is not None
    assert found.context_length == 32768


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("write /models/blobs/sha256-1: no space left on device", "error-pull-no-space"),
        ("dial tcp: lookup registry.ollama.ai: no such host", "error-pull-network"),
        ("max retries exceeded: unexpected EOF", "error-pull-network"),
        ("The model you are attempting to pull requires a newer version of Ollama.", "error-pull-too-new"),
        ("digest mismatch", "error-pull-failed"),
    ],
)
async def test_what_broke_a_download_has_a_sentence(ollama: FakeOllama, installer: Installer, words: str, key: str):
    ollama.library.failure = words
    with pytest.raises(Unavailable) as caught:
        await pulled(installer, "new:8b")
    assert caught.value.key == key


async def test_a_name_that_no_registry_knows_has_a_sentence(installer: Installer):
    with pytest.raises(Unavailable) as caught:
        await pulled(installer, "qwen99")
    assert (caught.value.key, caught.value.params["model"]) == ("error-pull-unknown", "qwen99")


async def test_ollama_that_is_down_is_told_as_such(ollama: FakeOllama, installer: Installer):
    await ollama.stop()
    with pytest.raises(Unavailable) as caught:
        await pulled(installer, "new:8b")
    assert caught.value.key == "error-model-unreachable"


async def test_leaving_a_download_ends_it(ollama: FakeOllama, installer: Installer):
    ollama.library.gates = [asyncio.Event()]
    stream = installer.pull("new:8b")
    assert (await anext(stream)).phase == "starting"
    assert (await anext(stream)).phase == "downloading"
    await stream.aclose()
    async with asyncio.timeout(5):
        await ollama.library.closed.wait()
    assert "new:8b" not in ollama.models


async def test_a_removed_model_leaves_the_catalogue_at_once(installer: Installer, catalog: ModelCatalog):
    assert await catalog.find("tiny") is not None
    await installer.remove("tiny:latest")
    assert await catalog.find("tiny") is None
    assert await catalog.is_gone("tiny")


async def test_an_unloaded_model_leaves_the_memory(ollama: FakeOllama, installer: Installer):
    ollama.loaded.add("tiny:latest")
    (loaded,) = await installer.loaded()
    assert (loaded.name, loaded.memory, loaded.until is not None) == ("tiny:latest", 815_319_791, True)
    await installer.unload("tiny:latest")
    assert await installer.loaded() == []


async def test_nobody_is_loaded_where_nobody_answers(ollama: FakeOllama, installer: Installer):
    await ollama.stop()
    assert await installer.loaded() == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("qwen3:4b", "qwen3:4b"),
        (" llama3.2 ", "llama3.2"),
        ("ollama pull gemma3:12b-it-qat", "gemma3:12b-it-qat"),
        ("ollama run  qwen3", "qwen3"),
        ("someone/model:latest", "someone/model:latest"),
        ("hf.co/bartowski/Llama-3.2-1B-Instruct-GGUF:Q4_K_M", "hf.co/bartowski/Llama-3.2-1B-Instruct-GGUF:Q4_K_M"),
        ("https://registry.example:5000/team/model", "registry.example:5000/team/model"),
    ],
)
def test_names_are_read_as_people_write_them(text: str, name: str):
    assert read_name(text) == name


@pytest.mark.parametrize(
    "text", ["", "two words", "../etc/passwd", "a/b/c/d", "model:", ":tag", "модель", "-x", "a//b", "x" * 81, "m:t:u"]
)
def test_what_cannot_be_a_name_is_refused(text: str):
    with pytest.raises(UserError):
        read_name(text)
