"""The filters of a rule, one after the other, on the original post; doubt holds a post back, never lets it pass."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Literal, cast

import structlog

from core.discovery import discover
from core.ids import RuleId
from forwarding import filters as catalogue
from forwarding.post import Album
from forwarding.rules import Rule, RuleSpec

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a post goes on, and why. `held` is the pipeline's own word: a filter broke or took too long."""

    outcome: Literal["pass", "drop", "held"]
    reason: str = ""


PASS = Verdict("pass")

Judge = Callable[[Album], Awaitable[Verdict]]


@dataclass(frozen=True, slots=True)
class PostFilter:
    """What a file in `forwarding/filters/` exports: `prepare` makes the judge of one rule, once."""

    name: str
    prepare: Callable[[RuleSpec], Judge]


class Pipeline:
    """All filters, prepared once per rule."""

    def __init__(self, filters: Sequence[PostFilter], timeout: float = 2.0) -> None:
        self._filters = tuple(filters)
        self._timeout = timeout
        self._prepared: dict[tuple[RuleId, str], tuple[RuleSpec, Judge]] = {}

    async def judge(self, rule: Rule, album: Album) -> Verdict:
        """The first filter that does not let the post pass has the last word."""
        for post_filter in self._filters:
            verdict = await self._ask(post_filter, rule, album)
            if verdict.outcome != "pass":
                return verdict
        return PASS

    async def _ask(self, post_filter: PostFilter, rule: Rule, album: Album) -> Verdict:
        try:
            async with asyncio.timeout(self._timeout):
                return await self._judge_of(post_filter, rule)(album)
        except TimeoutError:
            return Verdict("held", f"{post_filter.name}: timeout")
        except Exception as error:  # whatever a filter raises, the post is neither passed on nor lost
            log.exception("filter_failed", filter=post_filter.name, rule=rule.id, source=album.first.source)
            return Verdict("held", f"{post_filter.name}: {type(error).__name__}")

    def _judge_of(self, post_filter: PostFilter, rule: Rule) -> Judge:
        key = (rule.id, post_filter.name)
        known = self._prepared.get(key)
        if known is None or known[0] != rule.spec:
            known = self._prepared[key] = rule.spec, post_filter.prepare(rule.spec)
        return known[1]


def all_filters() -> list[PostFilter]:
    """The catalogue in `forwarding/filters/`."""
    return cast(list[PostFilter], discover(catalogue, "FILTER"))
