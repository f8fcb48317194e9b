"""Texts as vectors: by Ollama's embedding model, or without any model by hashing stems and pieces of words."""

import asyncio
import zlib
from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np

from core.errors import Unavailable
from inference.model_server import ModelServer, translated
from inference.words import Stemmer, words_of

HASHED_DIMENSIONS = 384
BATCH = 64
ANSWER_SECONDS = 60.0
"""Longest wait for one batch; covers loading the embedding model."""
_AT_ONCE_ON_THE_LOOP = 4
"""More texts than these are hashed in a thread."""


class Embeddings(Protocol):
    """Vectors of unit length; near means alike."""

    @property
    def name(self) -> str:
        """Vectors of different names are never compared."""

    @property
    def dimensions(self) -> int:
        """0 while it is not known yet."""

    @property
    def related_from(self) -> float:
        """The cosine from which two texts are said to have to do with each other."""

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector a text, in order.

        Raises:
            Unavailable: the model behind it does not answer.
        """


class OllamaEmbeddings:
    """Ollama's /api/embed; takes a multilingual model for Russian."""

    related_from = 0.45

    def __init__(self, server: ModelServer, model: str, *, keep_alive: str | int = "10m", num_ctx: int = 8192) -> None:
        self._server = server
        self._model = model
        self._keep_alive = keep_alive
        self._num_ctx = num_ctx
        self._dimensions = 0

    @property
    def name(self) -> str:
        return f"ollama:{self._model}"

    @property
    def dimensions(self) -> int:
        return self._dimensions

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        vectors: list[list[float]] = []
        for start in range(0, len(texts), BATCH):
            vectors += await self._batch(texts[start : start + BATCH])
        return vectors

    async def _batch(self, texts: Sequence[str]) -> list[list[float]]:
        with translated(self._server.host, self._model):
            async with asyncio.timeout(ANSWER_SECONDS):
                answer = await self._server.client.embed(
                    model=self._model,
                    input=list(texts),
                    options={"num_ctx": self._num_ctx},
                    keep_alive=self._keep_alive,
                )
        if len(answer.embeddings) != len(texts):
            raise Unavailable("error-model-broken-stream", model=self._model)
        self._dimensions = len(answer.embeddings[0])
        return [_unit(np.asarray(vector, dtype=np.float64)).tolist() for vector in answer.embeddings]


class HashedEmbeddings:
    """No model, no download, no state: signed hashing of stems and of 3 to 5 letters in a row.

    It knows no meanings, but forgives endings in both languages and finds words inside words.
    """

    name = f"hashed-{HASHED_DIMENSIONS}-v1"
    dimensions = HASHED_DIMENSIONS
    related_from = 0.25

    def __init__(self) -> None:
        self._stemmer = Stemmer()

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        if len(texts) <= _AT_ONCE_ON_THE_LOOP:
            return self._all(texts)
        return await asyncio.to_thread(self._all, list(texts))

    def _all(self, texts: Sequence[str]) -> list[list[float]]:
        return [self._vector(text) for text in texts]

    def _vector(self, text: str) -> list[float]:
        stems = self._stemmer.stems(text) or words_of(text)
        vector = np.zeros(HASHED_DIMENSIONS)
        for stem in stems:
            for feature, weight in _features(stem):
                first = zlib.crc32(feature.encode())
                for code in (first, zlib.crc32(b"second", first)):
                    vector[code % HASHED_DIMENSIONS] += weight if code >> 31 else -weight
        return _unit(vector).tolist()  # type: ignore[no-any-return]


def _features(stem: str) -> Iterator[tuple[str, float]]:
    """The stem itself weighs as much as its pieces together."""
    yield f"={stem}", 1.0
    framed = f"<{stem}>"
    pieces = [framed[start : start + size] for size in (3, 4, 5) for start in range(len(framed) - size + 1)]
    for piece in pieces:
        yield piece, len(pieces) ** -0.5


def _unit(vector: np.ndarray) -> np.ndarray:
    norm = float(np.linalg.norm(vector))
    return vector / norm if norm else vector
