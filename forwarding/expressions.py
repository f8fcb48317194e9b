"""One regular expression of a person, compiled for the engine that can read it.

Case does not matter (`(?-i:…)` where it does), and letters are those of all alphabets. What RE2 can read runs there,
in time linear in the text; look-around and references back run in another engine, with a time limit.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from re import _parser as parser  # type: ignore[attr-defined] # the tree has no public door
from typing import Protocol

import re2
import regex

from core.errors import Unavailable, UserError
from forwarding.dialect import MARK, Node, Untranslatable, asks_for_boundaries, mark, translate
from forwarding.literals import Words, required

PATIENCE = 0.05
"""Seconds that one expression may take for one text."""
MOST_COPIES = 20_000
"""Copies that counted repetitions inside each other may make: the engine for the rest writes out each of them."""
QUICK = 4_000
"""Instructions of RE2 with which the longest post takes milliseconds."""

_COUNTS = re.compile(r"\{(\d*)(?:,(\d*))?\}")


class Text:
    """A text in the forms that the engines read; each is made once, when it is asked for."""

    def __init__(self, text: str) -> None:
        # Half a pair of surrogates is no text and has no bytes.
        self.plain = text.encode(errors="replace").decode()

    @cached_property
    def folded(self) -> str:
        return self.plain.casefold()

    @cached_property
    def encoded(self) -> bytes:
        return self.plain.encode()

    @cached_property
    def marked(self) -> bytes:
        return mark(self.plain).encode()


class Engine(Protocol):
    """Lets other threads run while it looks."""

    @property
    def is_quick(self) -> bool:
        """Fit for the loop."""

    def find(self, text: Text) -> str | None:
        """What it matches first.

        Raises:
            Unavailable: it takes too long to know.
        """


@dataclass(frozen=True, slots=True, eq=False)
class Expression:
    """`words`: a text that, casefolded, has none of them is no match; without words every text may be one."""

    pattern: str
    engine: Engine
    words: Words = frozenset()


def compile_pattern(pattern: str) -> Expression:
    """Takes 0.1 ms, and holds back other threads for 20 ms at worst.

    Raises:
        UserError: `error-rule-bad-pattern`; no engine can read it.
    """
    try:
        nodes, flags = parse(pattern)
    except UserError as error:
        # Such as \p{Lu}, which Python's own engine does not know.
        return Expression(pattern, TimedEngine(pattern, or_else=error))
    try:
        return Expression(pattern, LinearEngine(nodes, flags), required(nodes))
    except Untranslatable:
        return Expression(pattern, TimedEngine(pattern, or_else=_bad(None)), required(nodes))


def parse(pattern: str) -> tuple[Sequence[Node], int]:
    """Its tree and its flags.

    Raises:
        UserError: `error-rule-bad-pattern`.
    """
    try:
        tree = parser.parse(pattern, re.IGNORECASE)
    except re.error as error:
        raise _bad(error.pos) from error
    except (OverflowError, RecursionError, ValueError) as error:
        raise _bad(None) from error
    return list(tree), tree.state.flags


class LinearEngine:
    """RE2."""

    def __init__(self, nodes: Sequence[Node], flags: int) -> None:
        options = re2.Options()
        options.log_errors = False
        options.never_capture = True
        self._is_marked = asks_for_boundaries(nodes)
        try:
            self._expression = re2.compile(translate(nodes, flags).encode(), options)
        except re2.error as error:
            raise Untranslatable from error
        self.is_quick: bool = self._expression.programsize <= QUICK

    def find(self, text: Text) -> str | None:
        match = self._expression.search(text.marked if self._is_marked else text.encoded)
        return None if match is None else match.group().decode().replace(MARK, "")


class TimedEngine:
    """What RE2 cannot read, with a time limit."""

    is_quick = False

    def __init__(self, pattern: str, or_else: UserError) -> None:
        self._expression = compile_timed(pattern, or_else)

    def find(self, text: Text) -> str | None:
        try:
            match = self._expression.search(text.plain, timeout=PATIENCE, concurrent=True)
        except TimeoutError as error:
            raise Unavailable("error-pattern-slow", pattern=self._expression.pattern) from error
        return None if match is None else str(match.group())


def compile_timed(pattern: str, or_else: UserError) -> regex.Pattern[str]:
    """
    Raises:
        UserError: `or_else` where it cannot be read; `error-rule-slow-pattern` where it would fill the memory.
    """
    counts = (int(most or least or 1) for least, most in _COUNTS.findall(pattern))
    if math.prod(max(1, count) for count in counts) > MOST_COPIES:
        raise UserError("error-rule-slow-pattern")
    try:
        return regex.compile(pattern, regex.IGNORECASE)
    except (regex.error, OverflowError, RecursionError, ValueError) as error:
        raise or_else from error


def _bad(position: int | None) -> UserError:
    """Counted from one, as people do."""
    return UserError("error-rule-bad-pattern", position=(position or 0) + 1)
