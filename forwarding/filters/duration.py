"""Passes posts whose longest video or sound is neither too short nor too long; a post without any lasts 0 seconds."""

from forwarding.means import Context
from forwarding.measures import Bounds, Seconds
from forwarding.post_filter import Candidate, CheckKey, Judge, PostFilter, Verdict, passed_if


class Params(Bounds):
    """Like `1m30s`; a bare number is seconds."""

    min: Seconds = None
    max: Seconds = None


def prepare(params: Params, context: Context, key: CheckKey) -> Judge:
    def judge(candidate: Candidate) -> Verdict:
        longest = max((post.media.duration for post in candidate.posts if post.media is not None), default=0)
        return passed_if(params.hold(longest), f"{longest // 60}:{longest % 60:02}")

    return judge


FILTER = PostFilter("duration", Params, prepare)
