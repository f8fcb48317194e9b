"""What a delivery carries: a text, a copy, an edit of it, a call of a webhook; and how it becomes a row and back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from core.buttons import Rows
from core.ids import ChatId, MessageId, RuleId, TopicId
from core.text import Formatted
from forwarding.post import Entity, Media
from storage.outbox import Delivery

Via = Literal["bot", "account", "web"]
"""Who read the post: in Telegram only that one can copy it. What came from the web, the bot says."""


@dataclass(frozen=True, slots=True)
class SendText:
    """Something that the platform itself says: a reminder, a digest, a notice, a link card."""

    text: str
    entities: tuple[Entity, ...] = ()
    buttons: Rows = ()
    repeat_note: str = ""
    """Put before the text when an earlier attempt may have arrived."""
    has_preview: bool = False
    instead_of: tuple[MessageId, ...] = ()
    """Messages of ours in the chat that go away when this one comes."""
    topic_name: str = ""
    """Of the topic that it goes to, where the rule names one."""
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What a copy says instead of what the original says."""

    text: str
    entities: tuple[Entity, ...] = ()
    buttons: Rows = ()
    has_preview: bool = True
    pictures: dict[int, str] = field(default_factory=dict)
    """By original message: the blob that stands in for its picture."""
    contents: dict[int, bytes] = field(default_factory=dict)
    """Those blobs, once it is about to leave; in no row."""


@dataclass(frozen=True, slots=True)
class LinkedPost:
    """An address in a post that leads to another one: in the copy it leads to that one's copy, where there is one."""

    address: str
    source: ChatId
    message: MessageId


@dataclass(frozen=True, slots=True)
class CopyPosts:
    """A post, or the parts of an album in rising order."""

    source: ChatId
    messages: tuple[MessageId, ...]
    has_media: bool = False
    via: Via = "bot"
    card: str = ""
    """What is sent instead when the source forbids copying: a title and a link."""
    media: tuple[Media | None, ...] = ()
    """Of the messages, one by one; given where something is rewritten."""
    rewrite: Rewrite | None = None
    """None copies it as it is."""
    under: Rows = ()
    """Buttons of ours, below those that it has itself; Telegram takes none under an album or a forward."""
    has_votes: bool = False
    """Thumbs stand under it, with their numbers at that moment."""
    is_forward: bool = False
    """Shows where it came from."""
    reply_to: MessageId | None = None
    """The message of the source that it answers: the copy answers that one's copy."""
    links: tuple[LinkedPost, ...] = ()
    username: str = ""
    """Of the destination."""
    merged: tuple[MessageId, ...] = ()
    """Further messages of the source whose words stand in this one."""
    topic_name: str = ""
    kind: Literal["copy"] = "copy"


@dataclass(frozen=True, slots=True)
class EditCopy:
    """The original reads so now."""

    source: ChatId
    message: MessageId
    text: str
    entities: tuple[Entity, ...] = ()
    media: Media | None = None
    """The new media, when that was exchanged."""
    buttons: Rows = ()
    has_preview: bool = True
    links: tuple[LinkedPost, ...] = ()
    username: str = ""
    """Of the destination."""
    via: Via = "bot"
    under: Rows = ()
    has_votes: bool = False
    """As of `CopyPosts`."""
    picture: str = ""
    """The blob that stands in for the new media."""
    content: bytes = b""
    """That blob, once it is about to leave; in no row."""
    topic_name: str = ""
    kind: Literal["edit"] = "edit"


@dataclass(frozen=True, slots=True)
class DeleteCopy:
    """The original is gone."""

    source: ChatId
    message: MessageId
    via: Via = "bot"
    topic_name: str = ""
    kind: Literal["delete"] = "delete"


@dataclass(frozen=True, slots=True)
class ShowVotes:
    """The thumbs under a copy of ours, with their numbers at that moment."""

    copy: MessageId
    buttons: Rows = ()
    """What else stands there."""
    topic_name: str = ""
    kind: Literal["votes"] = "votes"


@dataclass(frozen=True, slots=True)
class CallHook:
    """What a webhook is told of a post."""

    event: Literal["new", "more", "digest", "edit", "delete"]
    rule: RuleId
    rule_name: str
    source: ChatId
    source_title: str
    messages: tuple[MessageId, ...]
    date: datetime
    author: str = ""
    link: str = ""
    text: str | None = None
    """None where that stays as it was."""
    entities: tuple[Entity, ...] = ()
    media: tuple[Media, ...] = ()
    reply_to: MessageId | None = None
    topic_name: str = ""
    kind: Literal["call"] = "call"


Outgoing = SendText | CopyPosts | EditCopy | DeleteCopy | ShowVotes | CallHook

_outgoing: TypeAdapter[Outgoing] = TypeAdapter(Annotated[Outgoing, Field(discriminator="kind")])


def to_payload(outgoing: Outgoing) -> dict[str, Any]:
    payload: dict[str, Any] = _outgoing.dump_python(outgoing, mode="json")
    return payload


def from_payload(payload: dict[str, Any]) -> Outgoing:
    return _outgoing.validate_python(payload)


def text_delivery(
    key: str,
    chat: ChatId,
    text: str | Formatted,
    *,
    buttons: Sequence[Sequence[Any]] = (),
    topic: TopicId | None = None,
    repeat_note: str = "",
    instead_of: Sequence[MessageId] = (),
) -> Delivery:
    """What reminders, digests and notices enqueue; `text` within Telegram's 4,096 UTF-16 units."""
    formatted = Formatted(text, ()) if isinstance(text, str) else text
    entities = tuple(
        Entity(entity.kind, entity.offset, entity.length, entity.url, entity.language) for entity in formatted.entities
    )
    rows = tuple(tuple(row) for row in buttons)
    said = SendText(formatted.text, entities, rows, repeat_note, instead_of=tuple(instead_of))
    return Delivery(key, chat, to_payload(said), topic)
