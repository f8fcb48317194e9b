"""Vectors in the SQL database, compared one by one: exact, and quick up to some ten thousand records an owner."""

import asyncio
from collections.abc import Sequence

import numpy as np

from core.ids import RecordId
from memory.index import Hit, IndexPlace, Vector
from storage.memory_vectors import MemoryVectors


class ExactIndex:
    """Needs no server and no file of its own; works wherever the database works."""

    def __init__(self, place: IndexPlace) -> None:
        self.name = f"exact/{place.embedding}"
        self._vectors = MemoryVectors(place.database)

    async def add(self, owner: str, vectors: Sequence[tuple[RecordId, Vector]]) -> None:
        packed = [(record, np.asarray(vector, dtype=np.float32).tobytes()) for record, vector in vectors]
        if packed:
            await self._vectors.put(owner, packed)

    async def search(self, owner: str, vector: Vector, limit: int) -> list[Hit]:
        stored = await self._vectors.of_owner(owner)
        return await asyncio.to_thread(_nearest, stored, np.asarray(vector, dtype=np.float32), limit)

    async def remove(self, owner: str, records: Sequence[RecordId]) -> None:
        await self._vectors.delete(owner, records)

    async def remove_owner(self, owner: str) -> None:
        await self._vectors.delete_owner(owner)

    async def count(self) -> int:
        return await self._vectors.count()

    async def clear(self) -> None:
        await self._vectors.clear()

    async def ping(self) -> None:
        await self._vectors.ping()

    async def close(self) -> None:
        """The database is closed by who opened it."""


def _nearest(stored: Sequence[tuple[RecordId, bytes]], vector: np.ndarray, limit: int) -> list[Hit]:
    # Vectors of other embeddings may stand there until the rebuild has passed them.
    alike = [(record, packed) for record, packed in stored if len(packed) == vector.nbytes]
    if not alike:
        return []
    matrix = np.frombuffer(b"".join(packed for _, packed in alike), dtype=np.float32).reshape(len(alike), -1)
    similarities = matrix @ vector
    best = np.argsort(-similarities, kind="stable")[:limit]
    return [Hit(alike[row][0], float(similarities[row])) for row in best]


BACKEND = ExactIndex
