"""Finding what is remembered: words by their stems and vectors by nearness, fused into one order."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import structlog

from core.errors import Unavailable
from core.ids import RecordId
from inference.embeddings import Embeddings
from inference.words import Stemmer, is_about_self
from memory.index import VectorIndex
from storage.memories import LexicalHit, Memories, MemoryRecord

logger = structlog.get_logger(__name__)

LEXICAL_LIMIT = 1000
"""Records with a common word that are looked at; the newest win."""
NEAREST = 20
MOST_STEMS = 32
LEAST_COVERAGE = 0.15
"""One common word in a long question makes nothing relevant."""
VECTOR_SECONDS = 3.0
"""An answer waits no longer for the vectors; the words alone must do then."""
WORDS_WEIGHT = 0.6
"""In Russian the stemmer is worth more than an English-bred vector."""


@dataclass(frozen=True, slots=True)
class Recollection:
    """A record and how well it answers, from 0 to 1."""

    record: MemoryRecord
    score: float


class Recall:
    """Asks both ways and fuses; without the vectors the words alone answer."""

    def __init__(self, memories: Memories, index: VectorIndex, embeddings: Embeddings) -> None:
        self._memories = memories
        self._index = index
        self._embeddings = embeddings
        self._stemmer = Stemmer()

    async def find(self, owner: str, query: str, limit: int) -> list[Recollection]:
        """Best first; nothing when nothing has to do with the query. `What do you know about me` finds the newest."""
        stems = list(dict.fromkeys(self._stemmer.stems(query)))[:MOST_STEMS]
        if not stems:
            newest = await self._memories.page(owner, limit) if is_about_self(query) else []
            return [Recollection(record, 0.0) for record in newest]
        scores = fuse(await self._by_words(owner, stems), await self._by_nearness(owner, query))
        best = sorted(scores, key=lambda record: (-scores[record], -record))[:limit]
        records = await self._memories.get(owner, best)
        return [Recollection(records[id_], scores[id_]) for id_ in best if id_ in records]

    async def _by_words(self, owner: str, stems: Sequence[str]) -> dict[RecordId, float]:
        hits = await self._memories.having(owner, stems, LEXICAL_LIMIT)
        return coverage(stems, hits, await self._memories.count(owner)) if hits else {}

    async def _by_nearness(self, owner: str, query: str) -> dict[RecordId, float]:
        try:
            async with asyncio.timeout(VECTOR_SECONDS):
                [vector] = await self._embeddings.embed([query])
                hits = await self._index.search(owner, vector, NEAREST)
        except (Unavailable, TimeoutError) as error:
            logger.warning("recall_without_vectors", reason=repr(error))
            return {}
        return {hit.id: hit.similarity for hit in hits if hit.similarity >= self._embeddings.related_from}


def coverage(stems: Sequence[str], hits: Sequence[LexicalHit], total: int) -> dict[RecordId, float]:
    """How much of the query a record has, rare words counting more."""
    total = max(total, len(hits))  # they were counted later: some may be forgotten by then
    weights = {stem: log(1 + total / (1 + sum(stem in hit.stems for hit in hits))) for stem in stems}
    whole = sum(weights.values())
    shares = {hit.id: sum(weights[stem] for stem in stems if stem in hit.stems) / whole for hit in hits}
    return {record: share for record, share in shares.items() if share >= LEAST_COVERAGE}


def fuse(by_words: dict[RecordId, float], by_nearness: dict[RecordId, float]) -> dict[RecordId, float]:
    """The weighted sum of both, a record that one way did not find counting 0 there."""
    return {
        record: WORDS_WEIGHT * by_words.get(record, 0.0) + (1 - WORDS_WEIGHT) * min(1.0, by_nearness.get(record, 0.0))
        for record in by_words.keys() | by_nearness.keys()
    }
