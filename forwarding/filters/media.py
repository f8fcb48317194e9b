"""Passes posts that carry one of the kinds of media."""

from typing import get_args

from pydantic import field_validator

from forwarding.choices import Several, chosen
from forwarding.means import Context
from forwarding.post import MediaKind, Post
from forwarding.post_filter import DROP, Candidate, CheckKey, Judge, PostFilter, Verdict
from forwarding.spec import Strict

KINDS: tuple[str, ...] = (*get_args(MediaKind), "text", "other")


class Params(Strict):
    """`text` is a post of nothing else; `other` is what has no name here: dice, games, stories, giveaways."""

    kinds: Several

    @field_validator("kinds")
    @classmethod
    def _check(cls, kinds: tuple[str, ...]) -> tuple[str, ...]:
        return chosen(kinds, KINDS)


def prepare(params: Params, context: Context, key: CheckKey) -> Judge:
    wanted = frozenset(params.kinds)

    def judge(candidate: Candidate) -> Verdict:
        kind = next((kind for kind in map(kind_of, candidate.posts) if kind in wanted), None)
        return DROP if kind is None else Verdict("pass", kind)

    return judge


def kind_of(post: Post) -> str:
    if post.media is None:
        return "text"
    # What we have no kind for is read as a document without a file.
    return "other" if post.media.kind == "document" and not post.media.unique_id else post.media.kind


FILTER = PostFilter("media", Params, prepare)
