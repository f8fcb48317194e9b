"""Passes posts of the people and chats on a list; in a channel, of those whose signature stands under the post."""

from forwarding.choices import Named
from forwarding.means import Context
from forwarding.people import Listed
from forwarding.post_filter import DROP, Candidate, CheckKey, Judge, PostFilter, Verdict
from forwarding.spec import Strict


class Params(Strict):
    """Ids, @names, or names and signatures as they are shown."""

    who: Named


def prepare(params: Params, context: Context, key: CheckKey) -> Judge:
    listed = Listed.read(params.who)

    def judge(candidate: Candidate) -> Verdict:
        for post in candidate.posts:
            if found := listed.finds(post.sender, post.sender_username, post.sender_name, post.author):
                return Verdict("pass", found)
        return DROP

    return judge


FILTER = PostFilter("sender", Params, prepare)
