"""Long-term memory: SQL holds what is remembered, a vector index helps to find it, each owner has their own."""

import asyncio
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NewType

import structlog

from core.clock import Clock
from core.errors import Unavailable
from core.ids import ChatId, RecordId, UserId
from inference.embeddings import Embeddings
from inference.words import Stemmer
from memory.index import VectorIndex
from memory.recall import Recall, Recollection
from storage.memories import Memories, MemoryRecord, NewMemory, RecordKind

__all__ = ["MemoryRecord", "MemoryStore", "Owner", "Recollection", "RecordKind", "owner_of_chat", "owner_of_user"]

log = structlog.get_logger(__name__)

BATCH = 200

Owner = NewType("Owner", str)
"""Whose memory: a person's own, or a group's."""


def owner_of_user(user: UserId) -> Owner:
    return Owner(f"user:{user}")


def owner_of_chat(chat: ChatId) -> Owner:
    return Owner(f"chat:{chat}")


class MemoryStore:
    """Writes go to SQL first. What the index could not take is marked there and taken by the next `heal`."""

    def __init__(self, memories: Memories, index: VectorIndex, embeddings: Embeddings, clock: Clock) -> None:
        self._memories = memories
        self._index = index
        self._embeddings = embeddings
        self._clock = clock
        self._stemmer = Stemmer()
        self._recall = Recall(memories, index, embeddings)
        # A rebuild between a vector and its mark in SQL would lose the vector.
        self._indexing = asyncio.Lock()

    async def remember(self, owner: Owner, texts: Iterable[str], kind: RecordKind, source: str) -> list[RecordId]:
        """One id a text. The same text of the same owner and source is kept once; blank texts are left out."""
        ids = await self.write(owner, texts, kind, source)
        await self.catch_up()
        return ids

    async def write(self, owner: Owner, texts: Iterable[str], kind: RecordKind, source: str) -> list[RecordId]:
        """As `remember`, but for the vectors, which are the next `catch_up`'s: of a long document they take a while."""
        new = [NewMemory(text, tuple(self._stemmer.stems(text))) for text in map(str.strip, texts) if text]
        return await self._memories.add(owner, new, kind, source, self._clock.now())

    async def source(self, owner: Owner, prefix: str) -> str:
        """Under which source, that begins so, something is remembered; empty when nothing is."""
        return await self._memories.source(owner, prefix)

    async def recall(self, owner: Owner, query: str, limit: int) -> list[Recollection]:
        """What the owner's memory has to say to the query, best first; nothing of anybody else, ever."""
        return await self._recall.find(owner, query, limit)

    async def page(self, owner: Owner, limit: int, offset: int = 0) -> list[MemoryRecord]:
        """Newest first."""
        return await self._memories.page(owner, limit, offset)

    async def count(self, owner: Owner) -> int:
        return await self._memories.count(owner)

    async def forget(self, owner: Owner, record: RecordId) -> bool:
        """Whether there was such a record of this owner."""
        if not await self._memories.delete(owner, record):
            return False
        await self._drop(owner, [record])
        return True

    async def forget_sources(self, owner: Owner, sources: Sequence[str]) -> int:
        """How many records came from these messages."""
        gone = await self._memories.delete_from(owner, sources)
        if gone:
            await self._drop(owner, gone)
        return len(gone)

    async def forget_all(self, owner: Owner) -> int:
        """How many records there were."""
        gone = await self._memories.delete_all(owner)
        try:
            await self._index.remove_owner(owner)
        except Unavailable as error:
            log.warning("vectors_left_behind", reason=error.key)
        return gone

    async def _drop(self, owner: Owner, records: Sequence[RecordId]) -> None:
        try:
            await self._index.remove(owner, records)
        except Unavailable as error:
            log.warning("vectors_left_behind", reason=error.key)

    async def change_owner(self, old: Owner, new: Owner) -> None:
        """A group has another id now."""
        await self._memories.change_owner(old, new)
        try:
            await self._index.remove_owner(old)
        except Unavailable as error:
            log.warning("vectors_left_behind", reason=error.key)
        await self.catch_up()

    async def heal(self) -> int:
        """Bring the index in step with SQL after a crash, a lost folder or another embedding model.

        Returns how many records it lacked.

        Raises:
            Unavailable: the index or the embeddings do not answer; what was done stays done.
        """
        async with self._indexing:
            if await self._index.count() != await self._memories.count_in(self._index.name):
                await self._empty()
            return await self._index_rest()

    async def rebuild(self) -> int:
        """Make the index anew from SQL; returns how many records went in.

        Raises:
            Unavailable: as `heal`.
        """
        async with self._indexing:
            await self._empty()
            return await self._index_rest()

    async def ping(self) -> None:
        """
        Raises:
            Unavailable: the index does not answer.
        """
        await self._index.ping()

    async def close(self) -> None:
        await self._index.close()

    async def catch_up(self) -> None:
        """Give the index what it lacks; what does not work now is the next `heal`'s."""
        try:
            async with self._indexing:
                await self._index_rest()
        except Unavailable as error:
            log.warning("remembered_without_vector", reason=error.key)

    async def _empty(self) -> None:
        await self._memories.unmark_all()
        await self._index.clear()

    async def _index_rest(self) -> int:
        done = 0
        while missing := await self._memories.not_in(self._index.name, BATCH):
            vectors = await self._embeddings.embed([record.text for record in missing])
            await self._add(missing, dict(zip((record.id for record in missing), vectors, strict=True)))
            done += len(missing)
        return done

    async def _add(self, records: Sequence[MemoryRecord], vectors: dict[RecordId, list[float]]) -> None:
        for owner, group in groupby(sorted(records, key=lambda record: record.owner), lambda record: record.owner):
            ids = [record.id for record in group]
            await self._index.add(owner, [(id_, vectors[id_]) for id_ in ids])
            still_there = await self._memories.mark_in(self._index.name, ids)
            if forgotten := [id_ for id_ in ids if id_ not in still_there]:
                await self._index.remove(owner, forgotten)
