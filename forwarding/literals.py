"""The words without which a regular expression cannot match: looked for first, they spare most expressions the work."""

from collections.abc import Iterable, Sequence
from itertools import product
from re import _constants as sre  # type: ignore[attr-defined] # the tree has no public door
from typing import Any

from forwarding.dialect import Node, Nodes

MOST_WORDS = 32
"""More are no better than none."""

_PLACES = (sre.AT, sre.ASSERT, sre.ASSERT_NOT)
"""They take no room: what stands before them and after them is one word."""
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)

Words = frozenset[str]
NOTHING: Words = frozenset([""])


def required(nodes: Nodes) -> Words:
    """Casefolded; each text that matches has one of them in it. Empty when there are none."""
    best, run = NOTHING, NOTHING
    for op, argument in nodes:
        if op in _PLACES:
            continue
        exact = _exact_of(op, argument)
        if exact is not None and len(run) * len(exact) <= MOST_WORDS:
            run = frozenset(a + b for a, b in product(run, exact))
            continue
        best, run = _better(_better(best, run), _required_of(op, argument)), NOTHING
    best = _better(best, run)
    return best if all(best) else frozenset()


def _required_of(op: Any, argument: Any) -> Words:
    if op is sre.SUBPATTERN:
        return _joined([required(argument[-1])])
    if op is sre.ATOMIC_GROUP:
        return _joined([required(argument)])
    if op is sre.BRANCH:
        return _joined([required(way) for way in argument[1]])
    if op in _REPEATS and argument[0] > 0:
        return _joined([required(argument[-1])])
    return _exact_of(op, argument) or NOTHING


def _joined(ways: Sequence[Words]) -> Words:
    words = frozenset().union(*ways)
    return words if all(ways) and len(words) <= MOST_WORDS else NOTHING


def _exact(nodes: Nodes) -> Words | None:
    """All that it can match, when that is few."""
    words = NOTHING
    for op, argument in nodes:
        if op in _PLACES:
            continue
        exact = _exact_of(op, argument)
        if exact is None or len(words) * len(exact) > MOST_WORDS:
            return None
        words = frozenset(a + b for a, b in product(words, exact))
    return words


def _exact_of(op: Any, argument: Any) -> Words | None:
    if op is sre.LITERAL:
        return frozenset([chr(argument).casefold()])
    if op is sre.IN:
        return _members(argument)
    if op is sre.SUBPATTERN:
        return _exact(argument[-1])
    if op is sre.BRANCH:
        ways = [_exact(way) for way in argument[1]]
        exact: Words = frozenset().union(*(way for way in ways if way is not None))
        return exact if None not in ways and len(exact) <= MOST_WORDS else None
    return None


def _members(members: Sequence[Node]) -> Words | None:
    codes: set[int] = set()
    for op, argument in members:
        if op is sre.LITERAL:
            codes.add(argument)
        elif op is sre.RANGE and argument[1] - argument[0] < MOST_WORDS:
            codes.update(range(argument[0], argument[1] + 1))
        else:
            return None
    return frozenset(chr(code).casefold() for code in codes) if len(codes) <= MOST_WORDS else None


def _better(one: Words, other: Words) -> Words:
    return max(one, other, key=_worth)


def _worth(words: Iterable[str]) -> tuple[int, int]:
    """The shortest counts: it stands in the most texts."""
    lengths = [len(word) for word in words]
    return min(lengths), -len(lengths)
