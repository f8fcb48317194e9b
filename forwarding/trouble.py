"""What becomes of a post that a rule can neither pass on nor drop: it waits, and where the rule says so people look."""

from dataclasses import replace
from datetime import datetime

from core.ids import endpoint_of
from forwarding.notices import Notices, link_of
from forwarding.outgoing import CopyPosts, Rewrite, Via, to_payload
from forwarding.post import Album
from forwarding.rules import Rule
from forwarding.spec import Destination
from storage.outbox import Delivery


async def held_deliveries(
    notices: Notices, rule: Rule, album: Album, reason: str, *, via: Via, moment: datetime
) -> list[Delivery]:
    """Word to the author, once an hour; or to the check chat, below the post itself. The post came at `moment`."""
    to = rule.spec.check_chat
    if rule.spec.trouble == "wait" or to is None:
        return [await notices.held(rule, album, reason, f"{reason}:{moment:%Y%m%dT%H}")]
    notice = await notices.held(rule, album, reason, f"{album.first.source}:{album.first.message}")
    lane = f"check:{to.chat}"
    word = replace(notice, chat=to.chat, topic=to.topic, lane=lane)
    # What is protected is never sent anew, and the word below has its link.
    return [word] if album.is_protected else [replace(_copy(rule, album, to, via), lane=lane), word]


def _copy(rule: Rule, album: Album, to: Destination, via: Via) -> Delivery:
    first = album.first
    is_from_web = endpoint_of(first.source) is not None
    posts = CopyPosts(
        source=first.source,
        messages=tuple(post.message for post in album.posts),
        has_media=any(post.media is not None for post in album.posts),
        via=via,
        media=tuple(post.media for post in album.posts) if is_from_web else (),
        rewrite=Rewrite(first.text, first.entities) if is_from_web else None,
        card=link_of(rule, album) or rule.title(first.source),
    )
    key = f"check:{rule.id}:{first.source}:{first.message}"
    return Delivery(key, to.chat, to_payload(posts), topic=to.topic, rule=rule.id)
