"""Passes posts that were forwarded from the chats or people on a list, from anywhere, or from nowhere."""

from forwarding.choices import Named
from forwarding.means import Context
from forwarding.people import Listed
from forwarding.post import Origin
from forwarding.post_filter import DROP, Candidate, CheckKey, Judge, PostFilter, Verdict
from forwarding.spec import Strict

LONGEST_NAME = 100
ANYWHERE, NOWHERE = "anywhere", "nowhere"


class Params(Strict):
    """Ids, @names, links or shown names; `anywhere` is every forward, `nowhere` every post that is none."""

    chats: Named


def prepare(params: Params, context: Context, key: CheckKey) -> Judge:
    words = {each.casefold() for each in params.chats if isinstance(each, str)}
    listed = Listed.read(each for each in params.chats if str(each).casefold() not in (ANYWHERE, NOWHERE))

    def judge(candidate: Candidate) -> Verdict:
        origins = [post.forwarded_from for post in candidate.posts if post.forwarded_from is not None]
        if not origins:
            return Verdict("pass", NOWHERE) if NOWHERE in words else DROP
        if ANYWHERE in words:
            return Verdict("pass", shown(origins[0]))
        found = (listed.finds(each.chat, each.username, each.name) for each in origins)
        return next((Verdict("pass", each) for each in found if each), DROP)

    return judge


def shown(origin: Origin) -> str:
    name = f"@{origin.username}" if origin.username else origin.name or str(origin.chat)
    return name[:LONGEST_NAME]


FILTER = PostFilter("forwarded_from", Params, prepare)
