"""Several posts as one: their words one after the other, their pictures and videos as one album."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from forwarding.draft import Draft
from forwarding.fitting import fitted
from forwarding.post import Album, Post
from forwarding.routing import album_of
from forwarding.styled import Styled, joined
from storage.posts import StoredPost

ALBUM_SIZE = 10
"""Telegram's largest album."""
MERGED_MEDIA = ("photo", "video")
"""Of other kinds Telegram takes no mixed album, or none at all."""


@dataclass(frozen=True, slots=True)
class Run:
    """Posts in a row that become one; one alone stays as it is."""

    stored: tuple[StoredPost, ...]
    posts: tuple[Post, ...]

    @property
    def is_merged(self) -> bool:
        return Album(self.posts).is_merged

    @property
    def album(self) -> Album:
        """What carries the media, with all words at the first of them."""
        if not self.is_merged:
            return Album(self.posts)
        said = joined((Styled(post.text, post.entities) for post in self.posts), "\n\n")
        first, *rest = [post for post in self.posts if post.media is not None] or self.posts[:1]
        bare = (replace(post, text="", entities=()) for post in rest)
        return Album((replace(first, text=said.text, entities=said.entities), *bare))


def runs(groups: Sequence[Sequence[StoredPost]]) -> list[Run]:
    """In their order: what cannot be merged stands alone between the others."""
    found: list[Run] = []
    for group in groups:
        run = Run(tuple(group), album_of(group).posts)
        if found and _fits(found[-1], run):
            found[-1] = Run(found[-1].stored + run.stored, found[-1].posts + run.posts)
        else:
            found.append(run)
    return found


def as_merged(draft: Draft, run: Run) -> Draft:
    """Made anew, and as long as Telegram takes it."""
    if not run.is_merged:
        return draft
    carried = {post.message for post in draft.album.posts}
    return fitted(replace(draft, merged=tuple(each.message for each in run.posts if each.message not in carried)))


def _fits(run: Run, more: Run) -> bool:
    media = [post for post in (*run.posts, *more.posts) if post.media is not None]
    is_mergeable = all(_is_mergeable(post) for post in (*run.posts, *more.posts))
    return is_mergeable and len(media) <= ALBUM_SIZE and run.stored[-1].via == more.stored[0].via


def _is_mergeable(post: Post) -> bool:
    if post.is_protected:
        return False
    return post.media is None or (post.media.kind in MERGED_MEDIA and bool(post.media.unique_id))
