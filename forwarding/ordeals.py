"""Texts that a regular expression finds hard: what it repeats, repeated to the length of a post, and then no match."""

from collections.abc import Iterator, Sequence
from itertools import islice
from re import _constants as sre  # type: ignore[attr-defined] # the tree has no public door
from typing import Any

from forwarding.dialect import Node

LONGEST_POST = 4096
SPOIL = "\x01"
"""Ends every text, so that what nearly matched does not."""
MOST = 12
"""Each takes as long as the patience with an expression, and a person waits for them."""

_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
_CATEGORIES = {
    sre.CATEGORY_WORD: "a",
    sre.CATEGORY_DIGIT: "1",
    sre.CATEGORY_SPACE: " ",
    sre.CATEGORY_NOT_WORD: "!",
    sre.CATEGORY_NOT_DIGIT: "a",
    sre.CATEGORY_NOT_SPACE: "a",
}
_COMMON = "aя1 !"


def ordeals(nodes: Sequence[Node]) -> Iterator[str]:
    """At most `MOST` texts."""
    for before, body in islice(_repeated(nodes, ""), MOST):
        yield before + body * (LONGEST_POST // len(body)) + SPOIL


def _repeated(nodes: Sequence[Node], before: str) -> Iterator[tuple[str, str]]:
    """What comes before each endless repetition, and what it repeats."""
    for op, argument in nodes:
        if op in _REPEATS and argument[1] is sre.MAXREPEAT:
            yield from ((before, body) for body in _bodies(argument[-1]))
        for inner in _inner(op, argument):
            yield from _repeated(inner, before)
        before += _sample_of(op, argument)


def _bodies(nodes: Sequence[Node]) -> Iterator[str]:
    """One for each way through the first fork, and all of them in a row."""
    ways = [[*way, *nodes[1:]] for way in _inner(*nodes[0])] if nodes and nodes[0][0] is sre.BRANCH else [nodes]
    samples = [sample for way in ways if (sample := _sample(way))]
    yield from samples
    if len(samples) > 1:
        yield "".join(samples)


def _inner(op: Any, argument: Any) -> Sequence[Sequence[Node]]:
    if op is sre.BRANCH:
        return list(argument[1])
    if op is sre.SUBPATTERN or op in _REPEATS:
        return [argument[-1]]
    if op is sre.ATOMIC_GROUP:
        return [argument]
    return [argument[1]] if op in (sre.ASSERT, sre.ASSERT_NOT) else []


def _sample(nodes: Sequence[Node]) -> str:
    return "".join(_sample_of(op, argument) for op, argument in nodes)


def _sample_of(op: Any, argument: Any) -> str:
    """Something that it matches, most often."""
    if op is sre.LITERAL:
        return chr(argument)
    if op is sre.IN:
        return _member(argument)
    if op in (sre.ANY, sre.NOT_LITERAL):
        return "a"
    if op in _REPEATS:
        return _sample(argument[-1]) * max(1, int(argument[0]))
    inner = _inner(op, argument) if op is not sre.ASSERT_NOT else []
    return _sample(inner[0]) if inner else ""


def _member(members: Sequence[Node]) -> str:
    if members[0][0] is sre.NEGATE:
        excluded = "".join(_first(*member) for member in members[1:])
        return next((sign for sign in _COMMON if sign not in excluded), "~")
    return _first(*members[0])


def _first(op: Any, argument: Any) -> str:
    if op is sre.CATEGORY:
        return _CATEGORIES.get(argument, "a")
    return chr(argument[0] if op is sre.RANGE else argument)
