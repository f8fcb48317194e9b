"""Every match of a person's regular expression in a text, and what is put in its place.

Expressions are read as `forwarding.expressions` reads them: in RE2 where that can, else in another engine with a time
limit. `\\1` in what is put stands for the first group, `\\0` for all that matched, `\\n` for a line break.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

import re2

from core.errors import Unavailable, UserError
from forwarding.dialect import MARK, Untranslatable, asks_for_boundaries, mark, translate
from forwarding.expressions import PATIENCE, Text, compile_timed, parse
from forwarding.styled import Edit, Ruler, Styled

MOST_MATCHES = 1000
LONGEST = 20_000
"""UTF-16 units that may come of it."""

_ESCAPE = re.compile(r"\\(\d{1,2}|n|\\)")

Span = tuple[int, int]
"""From where to where, in characters; -1 for a group that took no part."""


class Finder(Protocol):
    """Finds matches; of each the whole and its groups. Lets other threads run."""

    groups: int

    def find(self, text: str) -> Iterator[Sequence[Span]]:
        """
        Raises:
            Unavailable: it takes too long to know.
        """


@dataclass(frozen=True, slots=True)
class Substitution:
    """One expression, and what is put in the place of each match."""

    finder: Finder
    put: Sequence[str | int]
    """Words, and the numbers of groups."""

    def applied(self, said: Styled) -> Styled:
        """What a group takes along keeps its formatting. Takes milliseconds: in a thread.

        Raises:
            Unavailable: it takes too long, or makes too much of the text.
        """
        ruler, edits, length = Ruler(said.text), [], said.length
        for spans in islice(_apart(self.finder.find(said.text)), MOST_MATCHES):
            edit = self._edit(said, ruler, spans)
            length += edit.put.length
            if length > LONGEST:
                raise Unavailable("error-rewritten-too-long", limit=LONGEST)
            edits.append(edit)
        return said.edited(edits)

    def _edit(self, said: Styled, ruler: Ruler, spans: Sequence[Span]) -> Edit:
        put = Styled("")
        for piece in self.put:
            if isinstance(piece, str):
                put += Styled(piece)
            elif spans[piece][0] >= 0:
                put += said.part(*map(ruler.unit, spans[piece]))
        start, end = spans[0]
        return ruler.edit(start, end, put)


def substitution(pattern: str, put: str) -> Substitution:
    """
    Raises:
        UserError: the pattern cannot be read, or `put` names a group that it does not have.
    """
    finder = _finder(pattern)
    pieces = tuple(_pieces(put))
    missing = next((piece for piece in pieces if isinstance(piece, int) and piece > finder.groups), None)
    if missing is not None:
        raise UserError("error-rule-no-group", group=f"\\{missing}", pattern=pattern)
    return Substitution(finder, pieces)


def _pieces(put: str) -> Iterator[str | int]:
    end = 0
    for match in _ESCAPE.finditer(put):
        yield put[end : match.start()]
        sign, end = match[1], match.end()
        yield int(sign) if sign.isdigit() else {"n": "\n"}.get(sign, sign)
    yield put[end:]


def _finder(pattern: str) -> Finder:
    try:
        return LinearFinder(pattern)
    except Untranslatable:
        return TimedFinder(pattern, or_else=UserError("error-rule-bad-pattern", position=1))
    except UserError as error:
        return TimedFinder(pattern, or_else=error)


def _apart(matches: Iterator[Sequence[Span]]) -> Iterator[Sequence[Span]]:
    """Without empty ones at the end of the one before."""
    end = -1
    for spans in matches:
        if spans[0] != (end, end):
            yield spans
        end = spans[0][1]


class LinearFinder:
    """RE2."""

    def __init__(self, pattern: str) -> None:
        nodes, flags = parse(pattern)
        options = re2.Options()
        options.log_errors = False
        self._is_marked = asks_for_boundaries(nodes)
        try:
            self._expression = re2.compile(translate(nodes, flags, keeps_groups=True), options)
        except re2.error as error:
            raise Untranslatable from error
        self.groups: int = self._expression.groups

    def find(self, text: str) -> Iterator[Sequence[Span]]:
        plain = Text(text).plain
        read = mark(plain) if self._is_marked else plain
        places = _unmarked(read) if self._is_marked else range(len(read) + 1)
        for match in self._expression.finditer(read):
            spans = (match.span(group) for group in range(self.groups + 1))
            yield [(places[start], places[end]) if start >= 0 else (-1, -1) for start, end in spans]


class TimedFinder:
    """What RE2 cannot read."""

    def __init__(self, pattern: str, or_else: UserError) -> None:
        self._expression = compile_timed(pattern, or_else)
        self.groups: int = self._expression.groups

    def find(self, text: str) -> Iterator[Sequence[Span]]:
        try:
            for match in self._expression.finditer(text, timeout=PATIENCE, concurrent=True):
                yield [match.span(group) for group in range(self.groups + 1)]
        except TimeoutError as error:
            raise Unavailable("error-pattern-slow", pattern=self._expression.pattern) from error


def _unmarked(marked: str) -> Sequence[int]:
    """For each place in the marked text the one in the text itself."""
    places, place = [0], 0
    for sign in marked:
        place += sign != MARK
        places.append(place)
    return places
