"""What a delivery carries: a text, a copy of posts, or an edit of a copy; and how it becomes a row and back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from core.buttons import Rows
from core.ids import ChatId, MessageId, TopicId
from core.text import Formatted
from forwarding.post import Entity, Media
from storage.outbox import Delivery

Via = Literal["bot", "account"]
"""Who read the post: only that one can copy it."""


@dataclass(frozen=True, slots=True)
class SendText:
    """Something that the platform itself says: a reminder, a digest, a notice, a link card."""

    text: str
    entities: tuple[Entity, ...] = ()
    buttons: Rows = ()
    repeat_note: str = ""
    """Put before the text when an earlier attempt may have arrived."""
    has_preview: bool = False
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class CopyPosts:
    """A post, or the parts of an album in rising order."""

    source: ChatId
    messages: tuple[MessageId, ...]
    has_media: bool = False
    via: Via = "bot"
    card: str = ""
    """What is sent instead when the source forbids copying: a title and a link."""
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
    via: Via = "bot"
    kind: Literal["edit"] = "edit"


Outgoing = Annotated[SendText | CopyPosts | EditCopy, Field(discriminator="kind")]

_outgoing: TypeAdapter[SendText | CopyPosts | EditCopy] = TypeAdapter(Outgoing)


def to_payload(outgoing: SendText | CopyPosts | EditCopy) -> dict[str, Any]:
    payload: dict[str, Any] = _outgoing.dump_python(outgoing, mode="json")
    return payload


def from_payload(payload: dict[str, Any]) -> SendText | CopyPosts | EditCopy:
    return _outgoing.validate_python(payload)


def text_delivery(
    key: str,
    chat: ChatId,
    text: str | Formatted,
    *,
    buttons: Sequence[Sequence[Any]] = (),
    topic: TopicId | None = None,
    repeat_note: str = "",
) -> Delivery:
    """What reminders, digests and notices enqueue; `text` within Telegram's 4,096 UTF-16 units."""
    formatted = Formatted(text, ()) if isinstance(text, str) else text
    entities = tuple(
        Entity(entity.kind, entity.offset, entity.length, entity.url, entity.language) for entity in formatted.entities
    )
    rows = tuple(tuple(row) for row in buttons)
    return Delivery(key, chat, to_payload(SendText(formatted.text, entities, rows, repeat_note)), topic)
