"""Passes posts whose largest file is neither too small nor too large; a post without files has 0 bytes."""

from forwarding.means import Context
from forwarding.measures import Bounds, Bytes
from forwarding.post import Media
from forwarding.post_filter import Candidate, CheckKey, Judge, PostFilter, Verdict, passed_if

_UNKNOWN = Verdict("held", "unknown")
_WITHOUT_FILE = ("poll", "location", "contact")
_UNITS = ((1024**3, "GB"), (1024**2, "MB"), (1024, "KB"))


class Params(Bounds):
    """Like `10MB`."""

    min: Bytes = None
    max: Bytes = None


def prepare(params: Params, context: Context, key: CheckKey) -> Judge:
    def judge(candidate: Candidate) -> Verdict:
        files = [post.media for post in candidate.posts if post.media is not None and _is_file(post.media)]
        largest = max((file.size for file in files), default=0)
        is_settled = params.hold(largest) if params.max is None else largest > params.max
        if not is_settled and not all(file.size for file in files):
            return _UNKNOWN
        return passed_if(params.hold(largest), shown(largest))

    return judge


def _is_file(media: Media) -> bool:
    return media.kind not in _WITHOUT_FILE and bool(media.unique_id)


def shown(size: int) -> str:
    return next((f"{size / unit:.1f} {name}" for unit, name in _UNITS if size >= unit), f"{size} B")


FILTER = PostFilter("size", Params, prepare)
