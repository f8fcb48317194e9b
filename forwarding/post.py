"""A channel message, normalised: frozen, free of any Telegram library, entities in UTF-16 units."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from core.ids import ChatId, MessageId, TopicId

MediaKind = Literal[
    "photo", "video", "animation", "audio", "voice", "video_note", "document", "sticker", "poll", "location", "contact"
]


@dataclass(frozen=True, slots=True)
class Entity:
    """Formatting of a range of the text; kinds are the Bot API's MessageEntity types."""

    kind: str
    offset: int
    length: int
    url: str = ""
    language: str = ""
    user: int = 0
    custom_emoji: str = ""


@dataclass(frozen=True, slots=True)
class Media:
    """What a post carries besides text. `file_id` is valid for the bot that read it, `unique_id` everywhere."""

    kind: MediaKind
    file_id: str = ""
    unique_id: str = ""
    file_name: str = ""
    mime_type: str = ""
    size: int = 0
    duration: int = 0


@dataclass(frozen=True, slots=True)
class Origin:
    """Who said first what was forwarded; `chat` is a chat or a person, 0 when they hide, `message` 0 when unknown."""

    chat: int = 0
    name: str = ""
    username: str = ""
    message: int = 0


@dataclass(frozen=True, slots=True)
class Post:
    """One message of a source."""

    source: ChatId
    message: MessageId
    date: datetime
    text: str = ""
    """Text or caption."""
    entities: tuple[Entity, ...] = ()
    media: Media | None = None
    album: str = ""
    """`media_group_id`; empty for a single post."""
    reply_to: MessageId | None = None
    topic: TopicId | None = None
    edited: datetime | None = None
    author: str = ""
    """The signature under a channel post."""
    sender: int = 0
    """A person, or the chat that speaks; 0 when unknown."""
    sender_name: str = ""
    sender_username: str = ""
    forwarded_from: Origin | None = None
    buttons: tuple[str, ...] = ()
    """What its inline buttons open; empty for one that opens nothing."""
    is_protected: bool = False
    link: str = ""
    """Its address, where that does not follow from its chat and number."""


@dataclass(frozen=True, slots=True)
class Album:
    """1-10 posts that travel as one, in the order of their ids; a single post is an album of one."""

    posts: tuple[Post, ...]

    @property
    def first(self) -> Post:
        return self.posts[0]

    @property
    def is_protected(self) -> bool:
        """Whether its words and media must stay where they are."""
        return any(post.is_protected for post in self.posts)

    @property
    def is_merged(self) -> bool:
        """Parts of one album were one before."""
        return len({post.album or post.message for post in self.posts}) > 1

    @property
    def text(self) -> str:
        """The caption: what the first captioned part says."""
        return next((post.text for post in self.posts if post.text), "")
