"""A text as counted features: stems and pairs of them, and pieces of words.

A feature is known by its checksum: kept as words, the features of the agents' utterances and the way to them cost the
process some forty megabytes more. Of 60,000 checksums of 32 bits hardly one is shared by two.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from inference.words import Stemmer

LONGEST = 1000
"""Characters of a text that are looked at: what somebody wants is said at its beginning."""
GRAMS = (3, 4, 5)
RAREST = 2
"""A piece of a word that fewer utterances have tells nothing about others."""
TINY = 1e-9

_TOKEN = re.compile(r"\w+|[^\w\s]|\n")
_PAUSES = frozenset(",.?!:;")

Codes = NDArray[np.uint32]
Places = NDArray[np.int32]
Matrix = NDArray[np.float32]
Vector = tuple[Places, Matrix]
"""The places of the features of a text and their values."""


@dataclass(frozen=True, slots=True)
class Block:
    """Features of one kind that a text has, ascending, and how often it has each."""

    codes: Codes
    counts: Matrix


class Features:
    """Of any text, in two blocks: its words, and the pieces of them."""

    def __init__(self) -> None:
        self._stemmer = Stemmer()

    def of(self, text: str) -> tuple[Block, Block]:
        tokens = _TOKEN.findall(re.sub(r"\d", "0", text[:LONGEST].lower().replace("ё", "е")))
        told = [token for token in tokens if token not in _PAUSES] or tokens
        stems = [self._stem(token) for token in told]
        words = _coded([*stems, *(f"{first} {second}" for first, second in pairwise(stems))])
        pieces = [_pieces(token) for token in told]
        return _counted(words), _counted(np.concatenate(pieces) if pieces else _coded([]))

    def _stem(self, token: str) -> str:
        return next(iter(self._stemmer.stems(token)), token)


@lru_cache(maxsize=4096)
def _pieces(token: str) -> Codes:
    padded = f"‹{token[:40]}›"
    return _coded([padded[start : start + size] for size in GRAMS for start in range(len(padded) - size + 1)])


def _coded(features: Sequence[str]) -> Codes:
    return np.fromiter((crc32(feature.encode()) for feature in features), np.uint32, len(features))


def _counted(codes: Codes) -> Block:
    found, counts = np.unique(codes, return_counts=True)
    return Block(found, counts.astype(np.float32))


class Vocabulary:
    """The features of a labelled set, each with its place, and how rare it is."""

    def __init__(self, counted: Sequence[tuple[Block, Block]]) -> None:
        words = _counted(np.concatenate([block.codes for block, _ in counted]))
        pieces = _counted(np.concatenate([block.codes for _, block in counted]))
        kept = pieces.counts >= RAREST
        self._codes, places = np.unique(np.concatenate([words.codes, pieces.codes[kept]]), return_inverse=True)
        counts = np.bincount(places, weights=np.concatenate([words.counts, pieces.counts[kept]]))
        self._rarity: Matrix = np.log(len(counted) / counts).astype(np.float32)

    def __len__(self) -> int:
        return len(self._codes)

    def vector(self, blocks: tuple[Block, Block]) -> Vector:
        """Of the features that are known; both blocks weigh the same: each is of length one."""
        places, values = zip(*map(self._placed, blocks), strict=True)
        return np.concatenate(places), np.concatenate(values)

    def _placed(self, block: Block) -> Vector:
        near = np.minimum(np.searchsorted(self._codes, block.codes), len(self._codes) - 1)
        is_known = self._codes[near] == block.codes
        places = near[is_known].astype(np.int32)
        values = np.sqrt(block.counts[is_known]) * self._rarity[places]
        return places, values / np.float32(max(float(np.linalg.norm(values)), TINY))
