"""Passes posts that readers of the rule would like, learned from their thumbs; all of them until there are enough."""

from pydantic import Field

from core.errors import Unavailable
from forwarding.means import Context
from forwarding.post_filter import Candidate, CheckKey, Judge, PostFilter, Verdict, passed_if
from forwarding.relevance import ENOUGH, score
from forwarding.spec import Strict


class Params(Strict):
    """From `threshold` on, between 0 and 1, a post is worth reading."""

    threshold: float = Field(0.5, gt=0, lt=1)


def prepare(params: Params, context: Context, key: CheckKey) -> Judge:
    async def judge(candidate: Candidate) -> Verdict:
        if context.means.relevances is None:
            raise Unavailable
        lessons = await context.means.relevances.get(context.rule)
        liked = score(lessons, candidate.text)
        if liked is None:
            return Verdict("pass", f"👍 {lessons.ups}/{ENOUGH}, 👎 {lessons.downs}/{ENOUGH}")
        is_relevant = liked >= params.threshold
        return passed_if(is_relevant, f"{liked:.2f} {'≥' if is_relevant else '<'} {params.threshold:.2f}")

    return judge


FILTER = PostFilter("relevant", Params, prepare)
