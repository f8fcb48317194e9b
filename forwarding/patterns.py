"""Regular expressions of many people: one pass finds those whose words stand in a text, and only they are run."""

import asyncio
import time
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Self, TypeVar

from core.errors import PlatformError, Unavailable, UserError
from forwarding.automaton import Automaton
from forwarding.expressions import PATIENCE, Expression, Text, compile_pattern, parse
from forwarding.ordeals import ordeals

Key = TypeVar("Key", bound=Hashable)

LONGEST_PATTERN = 1000
PATIENCE_WITH_ALL = 1.0
"""Seconds for all expressions together that are not quick with one text."""
MANY = 500
"""Quick expressions that take the loop some milliseconds."""

_UNLIKE = tuple(sign * 64 for sign in ("q", "ж", "7", "?", "🔥", " "))
"""Texts with nothing in common: what matches all of them matches everything."""


@dataclass(frozen=True, slots=True)
class Matches(Generic[Key]):
    """For each key the part of the text that one of its expressions matched; `failed`: there it is not known."""

    found: dict[Key, str] = field(default_factory=dict)
    failed: dict[Key, PlatformError] = field(default_factory=dict)

    def of(self, key: Key) -> str | None:
        """What matched; None when nothing did.

        Raises:
            PlatformError: an expression took too long, or cannot be read.
        """
        if key not in self.found and key in self.failed:
            raise self.failed[key]
        return self.found.get(key)


class PatternIndex(Generic[Key]):
    """All expressions of all keys. Never changes, so that any thread may scan while another builds the next one."""

    def __init__(
        self, owners: Mapping[Expression, Sequence[Key]], broken: Mapping[Key, PlatformError] | None = None
    ) -> None:
        self._owners = owners
        self._broken = dict(broken or {})
        self._wordless = [expression for expression in owners if not expression.words]
        needing: dict[str, list[Expression]] = {}
        for expression in owners:
            for word in expression.words:
                needing.setdefault(word, []).append(expression)
        self._needing = list(needing.values())
        self._automaton = Automaton(needing)

    @classmethod
    def build(cls, patterns: Mapping[Key, Sequence[str]]) -> Self:
        """10,000 take seconds: large ones belong in a thread. A pattern that cannot be read fails its key alone."""
        expressions: dict[str, Expression] = {}
        owners: dict[Expression, list[Key]] = {}
        broken: dict[Key, PlatformError] = {}
        for key, pattern in ((key, pattern) for key, each in patterns.items() for pattern in each):
            try:
                expression = expressions.get(pattern) or compile_pattern(pattern)
            except UserError as error:
                broken[key] = error
                continue
            expressions[pattern] = expression
            owners.setdefault(expression, []).append(key)
        return cls(owners, broken)

    def scan(self, text: str) -> Matches[Key]:
        """Takes a second at worst; on the loop `search` is the one to use."""
        read = Text(text)
        return self._scan(read, self._candidates(read))

    async def search(self, text: str) -> Matches[Key]:
        """The same, with all that may take long in a thread."""
        read = Text(text)
        candidates = self._candidates(read)
        if len(candidates) > MANY:
            return await asyncio.to_thread(self._scan, read, candidates)
        matches, slow = self._quick(read, candidates)
        if slow:
            await asyncio.to_thread(self._slow, slow, read, matches)
        return matches

    def _scan(self, text: Text, candidates: Collection[Expression]) -> Matches[Key]:
        matches, slow = self._quick(text, candidates)
        self._slow(slow, text, matches)
        return matches

    def _quick(self, text: Text, candidates: Collection[Expression]) -> tuple[Matches[Key], Sequence[Expression]]:
        """What can be answered at once, and the expressions that are left."""
        matches = Matches(failed=dict(self._broken))
        slow: list[Expression] = []
        for expression in candidates:
            if expression.engine.is_quick:
                self._look(expression, text, matches)
            else:
                slow.append(expression)
        return matches, slow

    def _slow(self, expressions: Iterable[Expression], text: Text, matches: Matches[Key]) -> None:
        deadline = time.monotonic() + PATIENCE_WITH_ALL
        for expression in expressions:
            if time.monotonic() < deadline:
                self._look(expression, text, matches)
            else:
                error = Unavailable("error-pattern-slow", pattern=expression.pattern)
                matches.failed.update(dict.fromkeys(self._owners[expression], error))

    def _candidates(self, text: Text) -> Collection[Expression]:
        candidates = dict.fromkeys(self._wordless)
        for number in {number for number, _, _ in self._automaton.find(text.folded)}:
            candidates.update(dict.fromkeys(self._needing[number]))
        return candidates

    def _look(self, expression: Expression, text: Text, matches: Matches[Key]) -> None:
        keys = [key for key in self._owners[expression] if key not in matches.found]
        if not keys:
            return
        try:
            match = expression.engine.find(text)
        except Unavailable as error:
            matches.failed.update(dict.fromkeys(keys, error))
            return
        if match is not None:
            matches.found.update(dict.fromkeys(keys, match))


def check_pattern(pattern: str) -> None:
    """Before it is saved; takes up to a second, in a thread.

    Raises:
        UserError: it is too long, cannot be read, matches everything, or takes too long with some texts.
    """
    expression = check_speed(pattern)
    try:
        if all(expression.engine.find(Text(text)) is not None for text in _UNLIKE):
            raise UserError("error-rule-broad-pattern")
    except Unavailable as error:
        raise UserError("error-rule-slow-pattern") from error


def check_speed(pattern: str) -> Expression:
    """The same for an expression that may match everything.

    Raises:
        UserError: it is too long, cannot be read, or takes too long with some texts.
    """
    if len(pattern) > LONGEST_PATTERN:
        raise UserError("error-rule-long-pattern", limit=LONGEST_PATTERN)
    expression = compile_pattern(pattern)
    try:
        _try(expression)
    except Unavailable as error:
        raise UserError("error-rule-slow-pattern") from error
    return expression


def _try(expression: Expression) -> None:
    try:
        nodes, _ = parse(expression.pattern)
    except UserError:
        return
    for text in ordeals(nodes):
        started = time.thread_time()
        expression.engine.find(Text(text))
        if time.thread_time() - started > PATIENCE:
            raise Unavailable("error-pattern-slow", pattern=expression.pattern)
