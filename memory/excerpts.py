"""What of a document a model reads for a question: its beginning and the pieces that have to do with the question."""

from collections.abc import Collection

from core.ids import RecordId
from inference.words import Stemmer
from memory.loaders import Document
from memory.recall import coverage
from storage.memories import LexicalHit

MOST_STEMS = 32


def excerpt(document: Document, question: str, budget: int, recalled: Collection[str] = ()) -> str:
    """Pieces in their order, `budget` bytes at the most; a short document is whole.

    `recalled` are pieces that the memory finds for the question. Where nothing has to do with the question, such as
    `What is this about?`, the pieces are from all over the document.
    """
    pieces = document.pieces
    chosen: set[int] = set()
    left = budget
    for number in _by_worth(pieces, question, recalled):
        size = len(pieces[number].encode("utf-8", "replace")) + 1
        if size <= left:
            chosen.add(number)
            left -= size
    return "\n".join(pieces[number] for number in sorted(chosen)) or pieces[0][: budget // 4]


def _by_worth(pieces: list[str], question: str, recalled: Collection[str]) -> list[int]:
    """The first, then the relevant ones, best first, then the others, spread out."""
    scores = _scores(pieces, question)
    for number, piece in enumerate(pieces):
        if piece in recalled:
            scores[number] = scores.get(number, 0.0) + 0.5
    relevant = sorted(scores, key=lambda number: (-scores[number], number))
    return list(dict.fromkeys([0, *relevant, *_spread(len(pieces))]))


def _scores(pieces: list[str], question: str) -> dict[int, float]:
    stemmer = Stemmer()
    stems = list(dict.fromkeys(stemmer.stems(question)))[:MOST_STEMS]
    if not stems:
        return {}
    wanted = set(stems)
    found = ((number, wanted.intersection(stemmer.stems(piece))) for number, piece in enumerate(pieces))
    hits = [LexicalHit(RecordId(number), frozenset(common)) for number, common in found if common]
    return {int(number): score for number, score in coverage(stems, hits, len(pieces)).items()}


def _spread(count: int) -> list[int]:
    """All numbers below `count`, each as far from those before it as halving gets: last, middle, quarters, …"""
    order = [0, count - 1]
    step = count
    while step > 1:
        step = (step + 1) // 2
        order += range(step, count, step)
    return order
