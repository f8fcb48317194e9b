"""What a post becomes in the database: its stored form, the albums it belongs to, and the deliveries that follow."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from pydantic import TypeAdapter

from core.ids import ChatId, MessageId, RuleId, endpoint_of
from forwarding.addresses import linked_posts
from forwarding.calling import call_of
from forwarding.draft import Draft
from forwarding.notices import link_of
from forwarding.outgoing import CopyPosts, EditCopy, LinkedPost, Outgoing, Rewrite, SendText, Via, to_payload
from forwarding.post import Album, Post
from forwarding.rules import Rule
from forwarding.spec import Destination
from forwarding.styled import Styled
from storage.outbox import Delivery
from storage.posts import StoredPost

NO_CHATS: Mapping[str, ChatId] = MappingProxyType({})

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
    return read_post(stored.content)


def read_post(content: Mapping[str, Any]) -> Post:
    return _posts.validate_python(content)


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


def copy_deliveries(
    rule: Rule, draft: Draft, via: Via, *, chats: Mapping[str, ChatId] = NO_CHATS, card_note: str = ""
) -> list[Delivery]:
    """One for each destination, and what follows as messages of its own; `chats` are those whose posts have copies."""
    first = draft.album.first
    parts = [each_destination(rule, first, "new", outgoing_of(rule, draft, via, chats, card_note), draft.styled)]
    for number, said in enumerate(draft.rest, 1):
        more = SendText(said.text, said.entities, has_preview=draft.has_preview)
        parts.append(each_destination(rule, first, f"rest:{number}", more))
    return [delivery for deliveries in parts for delivery in deliveries]


def each_destination(
    rule: Rule, post: Post, what: str, outgoing: Outgoing, said: Styled | None = None
) -> list[Delivery]:
    """Order holds per source and destination. `said` is what a copy shows, for those who cannot look at it."""
    return [
        Delivery(
            key=delivery_key(rule.id, post.source, post.message, to, what),
            chat=to.chat,
            payload=to_payload(
                _addressed(rule, to, outgoing)
                if endpoint_of(to.chat) is None
                else call_of(rule, post, what, outgoing, said)
            ),
            topic=to.topic,
            lane=f"post:{post.source}:{place_of(to)}",
            rule=rule.id,
        )
        for to in rule.spec.destinations
    ]


def _addressed(rule: Rule, to: Destination, outgoing: Outgoing) -> Outgoing:
    if isinstance(outgoing, CopyPosts | EditCopy) and outgoing.links:
        outgoing = replace(outgoing, username=rule.username(to.chat))
    return replace(outgoing, topic_name=to.topic_name)


def outgoing_of(
    rule: Rule, draft: Draft, via: Via, chats: Mapping[str, ChatId], card_note: str = ""
) -> CopyPosts | SendText:
    """What is asked of Telegram; of what must not be copied a card."""
    album = draft.album
    card = "\n".join(part for part in (rule.title(album.first.source), link_of(rule, album)) if part)
    if album.is_protected:
        return SendText(card, has_preview=True)
    is_forward = rule.spec.mode == "forward"
    links = () if is_forward else linked_posts(draft.styled, draft.buttons, chats)
    rewrite = _rewrite(draft) if is_rewritten(draft, links) and not is_forward else None
    return CopyPosts(
        source=album.first.source,
        messages=tuple(post.message for post in album.posts),
        has_media=any(post.media is not None for post in album.posts),
        via=via,
        card=f"{card}\n{card_note}" if card_note else card,
        media=tuple(post.media for post in album.posts) if rewrite else (),
        rewrite=rewrite,
        has_votes=has_thumbs(rule, album),
        is_forward=is_forward,
        reply_to=album.first.reply_to,
        links=links,
        merged=draft.merged,
    )


def has_thumbs(rule: Rule, album: Album) -> bool:
    """Telegram takes no buttons under an album."""
    return rule.spec.votes and len(album.posts) == 1 and not album.first.album


def is_rewritten(draft: Draft, links: Sequence[LinkedPost]) -> bool:
    """Whether its copy is made anew.

    An album that answers something is, as Telegram copies none as an answer; several posts that become one album; and
    what Telegram does not have at all.
    """
    album = draft.album
    is_answer = len(album.posts) > 1 and album.first.reply_to is not None
    is_known = all(post.media is not None and post.media.unique_id for post in album.posts)
    is_from_web = endpoint_of(album.first.source) is not None
    return is_from_web or album.is_merged or not draft.is_original or bool(links) or (is_answer and is_known)


def _rewrite(draft: Draft) -> Rewrite:
    return Rewrite(
        draft.text,
        draft.entities,
        draft.buttons,
        draft.has_preview,
        {int(message): blob for message, blob in draft.pictures.items()},
    )


def delivery_key(rule: RuleId, source: ChatId, message: MessageId, to: Destination, what: str = "new") -> str:
    """`message` is the first one of an album."""
    return f"post:{rule}:{source}:{message}:{place_of(to)}:{what}"


def place_of(to: Destination) -> str:
    """What stands for the destination in keys and lanes."""
    if to.topic_name:
        return f"{to.chat}/#{to.topic_name}"
    return f"{to.chat}" if to.topic is None else f"{to.chat}/{to.topic}"
