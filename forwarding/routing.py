"""What a post becomes in the database: its stored form, the albums it belongs to, and the deliveries that follow."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, cast

from pydantic import TypeAdapter

from forwarding.notices import link_of
from forwarding.outgoing import CopyPosts, EditCopy, SendText, Via, to_payload
from forwarding.post import Album, Post
from forwarding.rules import Rule
from storage.outbox import Delivery
from storage.posts import StoredPost

_posts: TypeAdapter[Post] = TypeAdapter(Post)


def to_stored(post: Post, via: Via) -> StoredPost:
    content: dict[str, Any] = _posts.dump_python(post, mode="json")
    return StoredPost(
        source=post.source,
        message=post.message,
        date=post.date,
        content=content,
        album=post.album,
        via=via,
        version=version_of(post),
    )


def from_stored(stored: StoredPost) -> Post:
    return _posts.validate_python(stored.content)


def album_of(stored: Sequence[StoredPost]) -> Album:
    return Album(tuple(from_stored(post) for post in stored))


def version_of(post: Post) -> str:
    """The second of the last edit and what it said: two edits in one second differ by that."""
    moment = int(post.edited.timestamp()) if post.edited else 0
    said = sha256(repr((post.text, post.entities, post.media)).encode("utf-8", "replace")).hexdigest()[:8]
    return f"{moment:012d}.{said}"


def is_newer(fresh: StoredPost, known: StoredPost) -> bool:
    """Whether it says something else and was edited no earlier; a new keyboard or reaction says nothing else."""
    moment, said = fresh.version.split(".")
    known_moment, known_said = known.version.split(".")
    return said != known_said and moment >= known_moment


def groups(posts: Sequence[StoredPost]) -> list[list[StoredPost]]:
    """Albums together, also when two come in between each other; other posts alone; in the order of their first ids."""
    found: dict[str | int, list[StoredPost]] = {}
    for post in posts:
        found.setdefault(post.album or post.message, []).append(post)
    return list(found.values())


def lane_of(rule: Rule) -> str:
    """Order holds per source and destination."""
    return f"post:{rule.spec.source}:{rule.spec.destination}"


def copy_delivery(rule: Rule, album: Album, via: Via) -> Delivery:
    card = "\n".join(part for part in (rule.source_title, link_of(rule, album)) if part)
    outgoing: CopyPosts | SendText = CopyPosts(
        source=rule.spec.source,
        messages=tuple(post.message for post in album.posts),
        has_media=any(post.media is not None for post in album.posts),
        via=via,
        card=card,
    )
    if any(post.is_protected for post in album.posts):
        outgoing = SendText(card, has_preview=True)
    return _delivery(rule, album.first, "new", to_payload(outgoing))


def edit_delivery(rule: Rule, before: Post, post: Post, stored: StoredPost) -> Delivery:
    is_exchanged = post.media is not None and (before.media is None or before.media.unique_id != post.media.unique_id)
    edit = EditCopy(
        source=post.source,
        message=post.message,
        text=post.text,
        entities=post.entities,
        media=post.media if is_exchanged else None,
        via=cast(Via, stored.via),
    )
    return _delivery(rule, post, f"edit:{stored.version}", to_payload(edit))


def _delivery(rule: Rule, post: Post, what: str, payload: dict[str, Any]) -> Delivery:
    return Delivery(
        key=f"post:{rule.id}:{post.source}:{post.message}:{rule.spec.destination}:{what}",
        chat=rule.spec.destination,
        payload=payload,
        topic=rule.spec.topic,
        lane=lane_of(rule),
        rule=rule.id,
    )
