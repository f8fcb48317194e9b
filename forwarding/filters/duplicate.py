"""Passes posts that were there before within some hours: forwarded, with the same file, or in nearly the same words."""

from datetime import timedelta

from pydantic import Field

from core.errors import Unavailable
from forwarding.means import Context
from forwarding.post_filter import Candidate, CheckKey, Judge, PostFilter, Verdict, passed_if
from forwarding.scopes import LONGEST_HOURS, Among, keys_of, scope_of, shown, sighting_of
from forwarding.spec import Strict

LOOKING_SECONDS = 30.0
"""The first look after a start reads what was seen before."""


class Params(Strict):
    """`among`: where the first one may have stood: in the same source, in any of the rule, or of its owner's rules."""

    hours: int = Field(24, ge=1, le=LONGEST_HOURS)
    near: bool = True
    among: Among = "rule"


def prepare(params: Params, context: Context, key: CheckKey) -> Judge:
    span = timedelta(hours=params.hours)

    async def judge(candidate: Candidate) -> Verdict:
        if context.means.seen is None:
            raise Unavailable
        scope = scope_of("text", params.among, context, candidate.first.source)
        fresh, parts = sighting_of(candidate, scope), keys_of(candidate.album)
        found = await context.means.seen.before(fresh, parts, span, is_near=params.near)
        return passed_if(found is not None, shown(found) if found else "")

    return judge


FILTER = PostFilter("duplicate", Params, prepare, seconds=LOOKING_SECONDS)
