"""The filters of rules made ready to judge: one index of words and patterns for all, one tree of judges for each."""

import asyncio
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any, NoReturn, TypeVar

import structlog
from pydantic import ValidationError

from core.errors import PlatformError, UserError
from core.ids import RuleId
from forwarding.keywords import KeywordIndex, KeywordList
from forwarding.means import Context
from forwarding.patterns import Matches, PatternIndex
from forwarding.post import Album
from forwarding.post_filter import AnyFilter, Candidate, CheckKey, Judge, Outcome, Verdict, text_of
from forwarding.spec import Node

T = TypeVar("T")

_OPPOSITE: dict[Outcome, Outcome] = {"pass": "drop", "drop": "pass", "held": "held"}

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Seen:
    """One filter's word about a post; `number` is its place in the rule, `is_negated`: a `not` turns it round."""

    number: int
    name: str
    outcome: Outcome
    value: str = ""
    is_negated: bool = False

    @property
    def counts_as(self) -> Outcome:
        """What its word is to the rule."""
        return _OPPOSITE[self.outcome] if self.is_negated else self.outcome


def read_trace(trace: Sequence[Sequence[Any]]) -> tuple[Seen, ...]:
    """What `write_trace` made; of older decisions it is not known what the rule wanted."""
    return tuple(Seen(*each) for each in trace)


def write_trace(seen: Sequence[Seen]) -> list[list[Any]]:
    """As it is stored."""
    return [[each.number, each.name, each.outcome, each.value, each.is_negated] for each in seen]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a rule says of a post, and the filters that were asked, in their order."""

    outcome: Outcome
    seen: tuple[Seen, ...] = ()

    @property
    def reason(self) -> str:
        """The filter that decided, and by what."""
        return ": ".join(part for part in self.decider if part)

    @property
    def decider(self) -> tuple[str, str]:
        """The name of the filter that decided, and by what; both empty where none was asked."""
        agreeing = [each for each in self.seen if each.counts_as == self.outcome] or self.seen[-1:]
        # What was found says more than what was not.
        decisive = next((each for each in reversed(agreeing) if each.value), agreeing[-1] if agreeing else None)
        return (decisive.name, decisive.value) if decisive else ("", "")


@dataclass(frozen=True, slots=True)
class Check:
    """A node of a rule's tree with its judge; a group has none."""

    op: str
    number: int
    parts: tuple["Check", ...] = ()
    judge: Judge | None = None
    seconds: float = 0.0


def compile_node(node: Node, filters: Mapping[str, AnyFilter], context: Context) -> Check:
    """
    Raises:
        UserError: `error-rule-…`: a filter that does not exist, or parameters that do not fit it.
    """
    return _compile(node, filters, context, count())


def _compile(node: Node, filters: Mapping[str, AnyFilter], context: Context, numbers: Iterator[int]) -> Check:
    number = next(numbers)
    if node.is_group:
        if node.op != "all" and not node.parts:
            raise UserError("error-rule-empty-group", group=node.op)
        return Check(node.op, number, tuple(_compile(part, filters, context, numbers) for part in node.parts))
    post_filter = filter_of(node, filters)
    judge = post_filter.prepare(params_of(node, post_filter), context, (context.rule, number))
    return Check(node.op, number, judge=judge, seconds=post_filter.seconds or context.means.filter_seconds)


def filter_of(node: Node, filters: Mapping[str, AnyFilter]) -> AnyFilter:
    """
    Raises:
        UserError: `error-rule-unknown-filter`.
    """
    if node.op not in filters:
        raise UserError("error-rule-unknown-filter", filter=node.op)
    return filters[node.op]


def params_of(node: Node, post_filter: AnyFilter) -> Any:
    """
    Raises:
        UserError: `error-rule-params`, or what the parameters themselves say.
    """
    try:
        return post_filter.read(node.params)
    except ValidationError as error:
        refuse_params(node.op, error)


BOUNDS = ("ge", "gt", "le", "lt", "min_length", "max_length")
"""What Pydantic calls the limits of a value."""


def refuse_params(name: str, error: ValidationError) -> NoReturn:
    first = error.errors()[0]
    where = ".".join(map(str, first["loc"])) or "?"
    about = first.get("ctx", {})
    limit = next((about[bound] for bound in BOUNDS if isinstance(about.get(bound), int | float)), 0)
    expected = str(about.get("expected", "")).replace("'", "")
    params = {"name": name, "field": where, "kind": first["type"], "reason": first["msg"]}
    raise UserError("error-rule-params", **params, limit=limit, expected=expected) from error


def checks_of(node: Node) -> list[tuple[int, Node]]:
    """The filters of a tree with their numbers."""
    return [(number, each) for number, each in enumerate(node.walk()) if not each.is_group]


class Program:
    """The rules of a source, ready. One that words and patterns alone decide costs nothing when none of its own hit."""

    def __init__(self, rules: Sequence[tuple[Node, Context]], filters: Mapping[str, AnyFilter]) -> None:
        self._checks = {context.rule: compile_node(node, filters, context) for node, context in rules}
        self._words = KeywordIndex.build(_lists(rules, filters))
        patterns = _patterns(rules, filters)
        self._has_patterns = bool(patterns)
        self._patterns = PatternIndex.build(patterns)
        blank = Candidate(Album(()), datetime.min.replace(tzinfo=UTC))
        self._untouched = {
            context.rule: finish(judge(self._checks[context.rule], blank))
            for node, context in rules
            if all(filters[each.op].is_indexed for _, each in checks_of(node))
        }

        self._asking = [rule for rule in self._checks if rule not in self._untouched]
        self._before = {rule: self._untouched.get(rule, Judgement("held")) for rule in self._checks}
        """In the order of the rules, whatever is asked of them later."""

    async def look_at(self, album: Album, now: datetime) -> Candidate:
        """The album, with what the index finds in it."""
        text = text_of(album)
        return Candidate(album, now, self._words.scan(text), await self._patterns.search(text))

    def find(self, text: str) -> tuple[Mapping[CheckKey, str], Matches[CheckKey]]:
        """The words and patterns that stand in a text; may take a second, so off the loop."""
        return self._words.scan(text), self._patterns.scan(text) if self._has_patterns else Matches()

    def untouched(self, rule: RuleId) -> Judgement | None:
        """What the rule says of a text with none of its words and patterns; None where it asks for more than that."""
        return self._untouched.get(rule)

    async def judge(self, candidate: Candidate) -> dict[RuleId, Judgement]:
        """What each rule says."""
        patterns = candidate.patterns
        found = {rule for rule, _ in (*candidate.words, *patterns.found, *patterns.failed)}
        touched = [rule for rule in found if rule in self._untouched]
        # Of hundreds of rules a post touches few: what all others say is copied as a whole.
        said = dict(self._before)
        for rule in (*self._asking, *touched):
            said[rule] = await judge(self._checks[rule], candidate)
        return said


async def judge(check: Check, candidate: Candidate) -> Judgement:
    seen: list[Seen] = []
    outcome = await _outcome(check, candidate, seen)
    return Judgement(outcome, tuple(seen))


def finish(work: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine that waits for nothing.

    Raises:
        RuntimeError: it does wait.
    """
    try:
        work.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    work.close()
    raise RuntimeError("a filter waits where none may")


async def _outcome(check: Check, candidate: Candidate, seen: list[Seen], *, is_negated: bool = False) -> Outcome:
    """By three values: what is held leaves the answer open, unless another part settles it."""
    if check.judge is not None:
        verdict = await _ask(check, check.judge, candidate)
        seen.append(Seen(check.number, check.op, verdict.outcome, verdict.value, is_negated))
        return verdict.outcome
    if check.op == "not":
        return _OPPOSITE[await _outcome(check.parts[0], candidate, seen, is_negated=not is_negated)]
    settling: Outcome = "drop" if check.op == "all" else "pass"
    is_open = False
    for part in check.parts:
        outcome = await _outcome(part, candidate, seen, is_negated=is_negated)
        if outcome == settling:
            return settling
        is_open |= outcome == "held"
    return "held" if is_open else _OPPOSITE[settling]


async def _ask(check: Check, judge: Judge, candidate: Candidate) -> Verdict:
    try:
        verdict = judge(candidate)
        if isinstance(verdict, Verdict):
            return verdict
        async with asyncio.timeout(check.seconds):
            return await verdict
    except TimeoutError:
        return Verdict("held", "timeout")
    except PlatformError as error:
        return Verdict("held", error.key)
    except Exception as error:  # whatever a filter raises, the post is neither passed on nor lost
        log.exception("filter_failed", filter=check.op)
        return Verdict("held", type(error).__name__)


def _lists(rules: Sequence[tuple[Node, Context]], filters: Mapping[str, AnyFilter]) -> dict[CheckKey, KeywordList]:
    return {
        key: post_filter.words(params)
        for key, post_filter, params in _checks(rules, filters)
        if post_filter.words is not None
    }


def _patterns(rules: Sequence[tuple[Node, Context]], filters: Mapping[str, AnyFilter]) -> dict[CheckKey, Sequence[str]]:
    return {
        key: post_filter.patterns(params)
        for key, post_filter, params in _checks(rules, filters)
        if post_filter.patterns is not None
    }


def _checks(
    rules: Sequence[tuple[Node, Context]], filters: Mapping[str, AnyFilter]
) -> Iterator[tuple[CheckKey, AnyFilter, Any]]:
    for node, context in rules:
        for number, each in checks_of(node):
            post_filter = filters[each.op]
            yield (context.rule, number), post_filter, params_of(each, post_filter)
