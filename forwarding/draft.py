"""What of a post is going to be sent: its text and buttons, which transforms change, and the media of the original."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from core.buttons import Rows
from core.ids import MessageId
from core.text import MESSAGE_LIMIT
from forwarding.post import Album, Entity
from forwarding.styled import NOTHING, Styled, joined

CAPTION_LIMIT = 1024
"""Longest text under media, in UTF-16 units."""

CAPTIONED = frozenset({"photo", "video", "animation", "audio", "voice", "document"})
"""Media under which a text may stand."""


@dataclass(frozen=True, slots=True)
class Byline:
    """Where a post comes from, for whoever reads the copy."""

    source: str = ""
    """The title of the chat."""
    link: str = ""
    """Empty where messages have no address."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Begins as the original; each transform makes another one of it."""

    album: Album
    text: str
    """Text or caption, of any length; offsets of the entities are in UTF-16 units."""
    entities: tuple[Entity, ...] = ()
    buttons: Rows = ()
    has_preview: bool = True
    pictures: Mapping[MessageId, str] = field(default_factory=dict)
    """Blobs that stand in for the pictures of these parts."""
    rest: tuple[Styled, ...] = ()
    """What follows as messages of its own."""
    byline: Byline = Byline()
    original: Styled = NOTHING
    """What the text was before a model wrote it anew, to be shown below it."""
    merged: tuple[MessageId, ...] = ()
    """Further posts whose words stand in the text."""

    @property
    def is_original(self) -> bool:
        """Whether it can be copied as it is."""
        return self == draft_of(self.album, self.byline)

    @property
    def styled(self) -> Styled:
        return Styled(self.text, self.entities)

    @property
    def has_media(self) -> bool:
        return self.album.first.media is not None

    @property
    def is_textual(self) -> bool:
        """Whether a text may stand in it at all: none under a sticker or a poll."""
        media = self.album.first.media
        return media is None or media.kind in CAPTIONED

    @property
    def limit(self) -> int:
        """How much text Telegram takes with it, in UTF-16 units."""
        return CAPTION_LIMIT if self.has_media else MESSAGE_LIMIT

    def saying(self, text: str, entities: tuple[Entity, ...] = ()) -> "Draft":
        return replace(self, text=text, entities=entities)

    def showing(self, said: Styled) -> "Draft":
        return self.saying(said.text, said.entities)


def draft_of(album: Album, byline: Byline | None = None) -> Draft:
    """The captions of all parts are one text, in their order."""
    said = joined((Styled(post.text, post.entities) for post in album.posts), "\n\n")
    return Draft(album, said.text, said.entities, byline=byline or Byline())
