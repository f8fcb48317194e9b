"""What a vector index must do, and how the one of the settings is opened."""

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

from core.ids import RecordId
from storage.database import Database

Vector = Sequence[float]


@dataclass(frozen=True, slots=True)
class Hit:
    """A record whose vector is near: cosine from -1 to 1."""

    id: RecordId
    similarity: float


@dataclass(frozen=True, slots=True)
class IndexPlace:
    """All that a backend may need to open."""

    folder: Path
    """Where an embedded index lives."""
    url: str
    """A server instead; empty for embedded."""
    database: Database
    embedding: str
    """Name of the embeddings: vectors of another name are dropped."""


class VectorIndex(Protocol):
    """Vectors by record and owner. It holds no texts, and may lose everything: it is rebuilt from SQL.

    Each method raises Unavailable when the index does not answer.
    """

    @property
    def name(self) -> str:
        """Of backend and embeddings; a record is marked with it."""

    async def add(self, owner: str, vectors: Sequence[tuple[RecordId, Vector]]) -> None:
        """Adding a record again replaces its vector."""

    async def search(self, owner: str, vector: Vector, limit: int) -> list[Hit]:
        """Nearest first; the owner is a condition of the search itself, not of what comes after."""

    async def remove(self, owner: str, records: Sequence[RecordId]) -> None: ...

    async def remove_owner(self, owner: str) -> None: ...

    async def count(self) -> int:
        """Vectors of these embeddings, of all owners."""

    async def clear(self) -> None:
        """Forget everything, vectors of other embeddings too."""

    async def ping(self) -> None: ...

    async def close(self) -> None: ...


def open_index(backend: str, place: IndexPlace) -> VectorIndex:
    """The index of `memory/backends/<backend>.py`; only that file is imported."""
    module = importlib.import_module(f"memory.backends.{backend}")
    return cast(Callable[[IndexPlace], VectorIndex], module.BACKEND)(place)
