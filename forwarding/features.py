"""A text as hashed features for learning: its words, pairs of them, pieces of words, and signs such as links."""

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from unicodedata import normalize
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

LONGEST = 3000
"""Characters that are looked at."""
LONGEST_WORD = 40
GRAMS = (3, 4, 5)
"""Letters of a piece: they forgive endings and typos."""

Vector = tuple[NDArray[np.intp], NDArray[np.float32]]
"""Places and values; words and pieces weigh the same, together the length is one."""

_TOKEN = re.compile(r"\w+|[^\w\s]")
_SIGNS = (
    (re.compile(r"(?:https?://|www\.|\bt\.me/)\S+"), " §link "),
    (re.compile(r"(?<!\w)@\w{3,}"), " §name "),
    (re.compile(r"\+?\d[\d ()-]{8,}\d"), " §phone "),
    (re.compile(r"\d+(?:[.,]\d+)?\s?%"), " §percent "),
    (re.compile(r"[$€£]\s?\d[\d.,]*|\d[\d .,]*(?:₽|\$|€|£)"), " §sum "),
    (re.compile(r"\d+(?:[.,]\d+)*"), " 0 "),
)
_PAUSES = frozenset(",.;:()\"'«»“”-–—0")


def vector(text: str, width: int) -> Vector:
    """Of a text without words too: then it has no places. The same on every machine and in every run."""
    tokens = _tokens(text)
    words = Counter(tokens)
    words.update(f"{first} {second}" for first, second in pairwise(tokens))
    told: Counter[int] = Counter()
    for word, count in words.items():
        told[_hash(word) % width] += count
    pieces = Counter(piece % width for token in tokens for piece in _pieces(token))
    found: dict[int, float] = {}
    for block in (told, pieces):
        length = (2 * block.total()) ** 0.5 or 1.0
        for place, count in block.items():
            found[place] = found.get(place, 0.0) + count**0.5 / length
    places = np.fromiter(found.keys(), np.intp, len(found))
    return places, np.fromiter(found.values(), np.float32, len(found))


def _tokens(text: str) -> list[str]:
    folded = normalize("NFKC", text[:LONGEST]).casefold().replace("ё", "е")
    for pattern, sign in _SIGNS:
        folded = pattern.sub(sign, folded)
    return [token for token in _TOKEN.findall(folded.replace("§", "_")) if token not in _PAUSES]


@lru_cache(maxsize=4096)
def _pieces(token: str) -> tuple[int, ...]:
    padded = f"‹{token[:LONGEST_WORD]}›"
    return tuple(_hash(padded[start : start + size]) for size in GRAMS for start in range(len(padded) - size + 1))


def _hash(feature: str) -> int:
    return crc32(feature.encode("utf-8", "replace"))
