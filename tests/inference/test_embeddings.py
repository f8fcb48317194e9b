"""Texts as vectors, with and without a model."""

import zlib
from collections.abc import AsyncIterator

import numpy as np
import pytest

from core.errors import Unavailable
from inference.embeddings import BATCH, Embeddings, HashedEmbeddings, OllamaEmbeddings
from inference.model_server import ModelServer
from tests.fakes.ollama import FakeOllama


@pytest.fixture
async def ollama() -> AsyncIterator[FakeOllama]:
    async with FakeOllama() as server:
        yield server


@pytest.fixture
async def server(ollama: FakeOllama) -> AsyncIterator[ModelServer]:
    connection = ModelServer(ollama.url)
    yield connection
    await connection.close()


async def alike(embeddings: Embeddings, one: str, other: str) -> float:
    first, second = await embeddings.embed([one, other])
    return float(np.dot(first, second))


async def test_the_hash_is_the_same_in_every_process() -> None:
    [vector] = await HashedEmbeddings().embed(["Мою собаку зовут Бим"])
    assert len(vector) == HashedEmbeddings.dimensions
    assert np.linalg.norm(vector) == pytest.approx(1.0)
    signs = np.sign(np.round(vector, 6)).astype(np.int8)
    assert zlib.crc32(signs.tobytes()) == 4_025_709_300


async def test_one_text_or_many_give_the_same_vectors() -> None:
    texts = [f"chapter {number}" for number in range(30)]
    embeddings = HashedEmbeddings()
    together = await embeddings.embed(texts)
    assert together == [(await embeddings.embed([text]))[0] for text in texts]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("красная собака", "красной собаке"),
        ("Ёлка во дворе", "елки дворов"),
        ("running meetings", "the meeting runs"),
        ("WEATHER", "weather"),
    ],
)
async def test_other_endings_case_and_yo_stay_near(one: str, other: str) -> None:
    assert await alike(HashedEmbeddings(), one, other) > 0.7


async def test_texts_without_common_words_are_far() -> None:
    embeddings = HashedEmbeddings()
    assert await alike(embeddings, "Мою собаку зовут Бим", "У меня аллергия на орехи") < embeddings.related_from


async def test_a_text_without_letters_is_a_vector_too() -> None:
    assert await HashedEmbeddings().embed(["", "?!", "the"]) != []


async def test_ollama_gives_one_vector_a_text_in_order(ollama: FakeOllama, server: ModelServer) -> None:
    embeddings = OllamaEmbeddings(server, "embedder")
    texts = [f"text number {number}" for number in range(BATCH + 5)]
    vectors = await embeddings.embed(texts)
    assert len(vectors) == len(texts)
    assert vectors[-1] == (await embeddings.embed(texts[-1:]))[0]
    assert embeddings.dimensions == ollama.dimensions
    assert embeddings.name == "ollama:embedder"
    assert [len(asked.body["input"]) for asked in ollama.requests] == [BATCH, 5, 1]


async def test_a_missing_embedding_model_is_told_by_name(server: ModelServer) -> None:
    with pytest.raises(Unavailable) as caught:
        await OllamaEmbeddings(server, "nowhere").embed(["text"])
    assert (caught.value.key, caught.value.params) == ("error-model-missing", {"model": "nowhere"})


async def test_no_server_is_told_as_unreachable(ollama: FakeOllama, server: ModelServer) -> None:
    await ollama.stop()
    with pytest.raises(Unavailable) as caught:
        await OllamaEmbeddings(server, "embedder").embed(["text"])
    assert caught.value.key == "error-model-unreachable"


async def test_the_context_is_said_and_the_model_stays_as_long_as_it_is_set() -> None:
    """With another context length Ollama would load the model once more."""
    async with FakeOllama() as ollama:
        server = ModelServer(ollama.url)
        try:
            await OllamaEmbeddings(server, "embedder", keep_alive=-1, num_ctx=2048).embed(["Hello"])
        finally:
            await server.close()
    sent = ollama.requests[-1].body
    assert (sent["options"], sent["keep_alive"]) == ({"num_ctx": 2048}, -1)
