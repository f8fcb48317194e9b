"""One filter of the catalogue, asked about a post."""

from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from core.ids import RuleId
from forwarding.means import Context, Means
from forwarding.post import Album, Post
from forwarding.post_filter import AnyFilter, Candidate, Verdict
from tests.fakes.clock import FakeClock

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
"""A Monday."""


async def asked(
    name: str, params: dict[str, Any], *posts: Post, now: datetime = NOON, zone: str = "UTC", means: Means | None = None
) -> Verdict:
    """What it says; several posts are an album."""
    found: AnyFilter = import_module(f"forwarding.filters.{name}").FILTER
    judge = found.prepare(found.read(params), Context(RuleId(1), zone, means or Means(FakeClock())), (RuleId(1), 0))
    verdict = judge(Candidate(Album(posts), now))
    return verdict if isinstance(verdict, Verdict) else await verdict


async def outcome(name: str, params: dict[str, Any], *posts: Post) -> str:
    return (await asked(name, params, *posts)).outcome
