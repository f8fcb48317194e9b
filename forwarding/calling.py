"""What a webhook is told, where a chat would get a copy, an edit of it or its end."""

from typing import Literal

from forwarding.notices import link_to
from forwarding.outgoing import CallHook, CopyPosts, EditCopy, Outgoing, SendText
from forwarding.post import Media, Post
from forwarding.rules import Rule
from forwarding.styled import Styled

Event = Literal["new", "more", "digest", "edit", "delete"]

_EVENTS: dict[str, Event] = {
    "rest": "more",
    "digest": "digest",
    "edit": "edit",
    "delete": "delete",
    "tombstone": "delete",
}
"""By what stands in the key of the delivery."""


def call_of(rule: Rule, post: Post, what: str, outgoing: Outgoing, said: Styled | None) -> CallHook:
    """`said` is what a copy shows, where `outgoing` does not spell that out."""
    shown = _shown(outgoing, said)
    return CallHook(
        event=_EVENTS.get(what.partition(":")[0], "new"),
        rule=rule.id,
        rule_name=rule.name,
        source=post.source,
        source_title=rule.title(post.source),
        messages=outgoing.messages if isinstance(outgoing, CopyPosts) else (post.message,),
        date=post.date,
        author=post.author,
        link=post.link or link_to(post.source, rule.username(post.source), post.message),
        text=shown.text if shown else None,
        entities=shown.entities if shown else (),
        media=_media(post, outgoing),
        reply_to=post.reply_to,
    )


def _shown(outgoing: Outgoing, said: Styled | None) -> Styled | None:
    match outgoing:
        case SendText() | EditCopy(media=None):
            return Styled(outgoing.text, outgoing.entities)
        case EditCopy():
            return Styled(outgoing.text, outgoing.entities) if outgoing.text else None
        case CopyPosts():
            return said
    return None


def _media(post: Post, outgoing: Outgoing) -> tuple[Media, ...]:
    match outgoing:
        case CopyPosts() if any(outgoing.media):
            return tuple(each for each in outgoing.media if each is not None)
        case CopyPosts() if post.media is not None:
            return (post.media,)
        case EditCopy() if outgoing.media is not None:
            return (outgoing.media,)
    return ()
