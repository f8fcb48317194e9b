"""Keeps posts that have one of the rule's words to keep, and drops those that have one of its words to drop."""

from forwarding.keywords import Keywords
from forwarding.pipeline import PASS, Judge, PostFilter, Verdict
from forwarding.post import Album
from forwarding.rules import RuleSpec


def prepare(spec: RuleSpec) -> Judge:
    keep, drop = Keywords(spec.keep), Keywords(spec.drop)

    async def judge(album: Album) -> Verdict:
        text = "\n".join(post.text for post in album.posts)
        if word := drop.find(text):
            return Verdict("drop", f"has {word!r}")
        if not spec.keep:
            return PASS
        word = keep.find(text)
        return Verdict("pass", f"has {word!r}") if word else Verdict("drop", "has no word to keep")

    return judge


FILTER = PostFilter("keywords", prepare)
