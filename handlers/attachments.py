"""What a question came with, kept as Telegram's file ids so that it can be asked again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from aiogram.types import Document, Message, PhotoSize

Kind = Literal["photo", "document", "quote", "forwarded", "lent", "transcript"]

NAME_LENGTH = 100
PICTURES = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the question, or a word about it.

    `quote` holds the text replied to, `forwarded` marks foreign text, `lent` files that came with an earlier question.
    """

    kind: Kind
    file: str = ""
    """Telegram's file id."""
    name: str = ""
    text: str = ""

    @property
    def is_file(self) -> bool:
        return bool(self.file)

    def as_row(self) -> dict[str, str]:
        """As `turns.attachments` keeps it."""
        return {"kind": self.kind, "file": self.file, "name": self.name, "text": self.text}


def from_rows(rows: Sequence[Mapping[str, Any]]) -> tuple[Attachment, ...]:
    """What `as_row` made."""
    return tuple(Attachment(row["kind"], row.get("file", ""), row.get("name", ""), row.get("text", "")) for row in rows)


def attachment_of(message: Message, edge: int) -> Attachment | None:
    """The message's picture, also one that was sent as a file, or its document; pictures no larger than needed."""
    if message.photo:
        return Attachment("photo", _size_for(message.photo, edge).file_id)
    document = message.document
    if document is None or message.animation is not None:
        return None
    return Attachment("photo" if is_picture(document) else "document", document.file_id, name_of(document))


def is_picture(document: Document) -> bool:
    return (document.mime_type or "").lower() in PICTURES


def name_of(document: Document) -> str:
    """In one line, and without what would end the label of its pieces."""
    name = " ".join((document.file_name or "document").split()).translate(str.maketrans("[]", "()"))
    return name[-NAME_LENGTH:]


def _size_for(sizes: Sequence[PhotoSize], edge: int) -> PhotoSize:
    """Telegram makes some sizes of a photo: the smallest that need not be made larger, else the largest."""
    by_size = sorted(sizes, key=lambda size: size.width * size.height)
    return next((size for size in by_size if max(size.width, size.height) >= edge), by_size[-1])
