"""Vectors in Chroma: embedded in a folder, or a server by URL."""

import asyncio
import fcntl
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit
from zlib import crc32

import httpx
import numpy as np

from core.errors import Unavailable
from core.ids import RecordId
from memory.index import Hit, IndexPlace, Vector

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

SHARDS = 32
"""A filtered search costs by the size of its collection; a collection per owner would cost memory and open files."""
PREFIX = "mem-"
THREADS = 2
ANSWER_SECONDS = 20.0
OPENING_SECONDS = 120.0
"""The first call imports Chroma and opens the folder."""
BATCH = 1000
"""Chroma takes at most some five thousand at once."""

Result = TypeVar("Result")


class ChromaIndex:
    """Chroma's client blocks, so each call goes to a small pool of threads and is waited for only so long."""

    def __init__(self, place: IndexPlace) -> None:
        self.name = f"chroma/{place.embedding}"
        self._shards = Shards(place.folder, place.url, place.embedding)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="chroma")

    async def add(self, owner: str, vectors: Sequence[tuple[RecordId, Vector]]) -> None:
        for start in range(0, len(vectors), BATCH):
            await self._run(partial(self._shards.add, owner, vectors[start : start + BATCH]))

    async def search(self, owner: str, vector: Vector, limit: int) -> list[Hit]:
        return await self._run(partial(self._shards.search, owner, vector, limit))

    async def remove(self, owner: str, records: Sequence[RecordId]) -> None:
        if records:
            await self._run(partial(self._shards.remove, owner, records))

    async def remove_owner(self, owner: str) -> None:
        await self._run(partial(self._shards.remove_owner, owner))

    async def count(self) -> int:
        return await self._run(self._shards.count)

    async def clear(self) -> None:
        await self._run(self._shards.clear)

    async def ping(self) -> None:
        await self._run(self._shards.ping)

    async def close(self) -> None:
        await asyncio.to_thread(self._shards.close)
        self._threads.shutdown(wait=False)

    async def _run(self, call: Callable[[], Result]) -> Result:
        try:
            async with asyncio.timeout(ANSWER_SECONDS if self._shards.is_open else OPENING_SECONDS):
                return await asyncio.get_running_loop().run_in_executor(self._threads, call)
        except TimeoutError as error:
            raise Unavailable("error-memory-slow") from error


class Shards:
    """The collections, owners spread over a fixed number of them. Everything here blocks.

    Imports and opens Chroma at the first call: it takes seconds, and some roles never need it.
    """

    def __init__(self, folder: Path, url: str, embedding: str) -> None:
        self._folder = folder
        self._url = url
        self._embedding = embedding
        self._opening = Lock()
        self._client: ClientAPI | None = None
        self._held: TextIOWrapper | None = None

    @property
    def is_open(self) -> bool:
        return self._client is not None

    def add(self, owner: str, vectors: Sequence[tuple[RecordId, Vector]]) -> None:
        with self._translated():
            self._shard(owner, len(vectors[0][1])).upsert(
                ids=[str(record) for record, _ in vectors],
                embeddings=np.asarray([vector for _, vector in vectors], dtype=np.float32),
                metadatas=[{"owner": owner} for _ in vectors],
            )

    def search(self, owner: str, vector: Vector, limit: int) -> list[Hit]:
        with self._translated():
            found = self._shard(owner, len(vector)).query(
                query_embeddings=np.asarray([vector], dtype=np.float32),
                n_results=limit,
                where={"owner": owner},
                include=["distances"],
            )
        distances = (found["distances"] or [[]])[0]
        return [
            Hit(RecordId(int(id_)), 1.0 - float(distance))
            for id_, distance in zip(found["ids"][0], distances, strict=True)
        ]

    def remove(self, owner: str, records: Sequence[RecordId]) -> None:
        with self._translated():
            self._shard(owner).delete(ids=[str(record) for record in records], where={"owner": owner})

    def remove_owner(self, owner: str) -> None:
        with self._translated():
            self._shard(owner).delete(where={"owner": owner})

    def count(self) -> int:
        with self._translated():
            return sum(shard.count() for shard in self._all() if _embedding_of(shard) == self._embedding)

    def clear(self) -> None:
        with self._translated():
            for shard in self._all():
                self._open().delete_collection(shard.name)

    def ping(self) -> None:
        with self._translated():
            self._open().heartbeat()

    def close(self) -> None:
        with self._opening:
            if self._client is not None:
                _close_sessions(self._client)
                self._client.close()  # type: ignore[attr-defined]
                self._client = None
            if self._held is not None:
                self._held.close()
                self._held = None

    def _shard(self, owner: str, dimensions: int = 0) -> "Collection":
        """The owner's collection; one that holds vectors of other embeddings is emptied first."""
        name = f"{PREFIX}{crc32(owner.encode()) % SHARDS}"
        client = self._open()
        with self._opening:
            shard = self._make(client, name, dimensions)
            known = int((shard.metadata or {}).get("dimensions", 0))
            if _embedding_of(shard) == self._embedding and (not dimensions or not known or known == dimensions):
                return shard
            client.delete_collection(name)
            return self._make(client, name, dimensions)

    def _make(self, client: "ClientAPI", name: str, dimensions: int) -> "Collection":
        metadata = {"hnsw:space": "cosine", "embedding": self._embedding, "dimensions": dimensions}
        return client.get_or_create_collection(name, metadata=metadata, embedding_function=None)

    def _all(self) -> "list[Collection]":
        return [shard for shard in self._open().list_collections() if shard.name.startswith(PREFIX)]

    def _open(self) -> "ClientAPI":
        with self._opening:
            if self._client is None:
                self._client = self._connect() if self._url else self._embed()
            return self._client

    def _connect(self) -> "ClientAPI":
        import chromadb
        from chromadb.config import Settings

        parts = urlsplit(self._url if "://" in self._url else f"http://{self._url}")
        return chromadb.HttpClient(
            parts.hostname or "127.0.0.1",
            parts.port or 8000,
            ssl=parts.scheme == "https",
            settings=Settings(anonymized_telemetry=False),
        )

    def _embed(self) -> "ClientAPI":
        import chromadb
        from chromadb.config import Settings

        self._folder.mkdir(parents=True, exist_ok=True)
        self._hold()
        return chromadb.PersistentClient(str(self._folder), settings=Settings(anonymized_telemetry=False))

    def _hold(self) -> None:
        """Two processes in one folder would destroy the index, so the second is refused."""
        held = self._folder.with_name(f"{self._folder.name}.lock").open("w")
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            held.close()
            raise Unavailable("error-memory-in-use", folder=str(self._folder)) from error
        self._held = held

    @contextmanager
    def _translated(self) -> Iterator[None]:
        from chromadb.errors import ChromaError

        try:
            yield
        # Chroma's client tells a missing server as a ValueError and a broken folder as a RuntimeError.
        except (ChromaError, httpx.HTTPError, OSError, ValueError, RuntimeError) as error:
            raise Unavailable("error-memory-index") from error


def _close_sessions(client: "ClientAPI") -> None:
    """Chroma 1.5.9 leaves the sockets of its two HTTP clients open."""
    for owner in (client, getattr(client, "_admin_client", None)):
        session = getattr(getattr(owner, "_server", None), "_session", None)
        if isinstance(session, httpx.Client):
            session.close()


def _embedding_of(shard: "Collection") -> Any:
    return (shard.metadata or {}).get("embedding")


BACKEND = ChromaIndex
