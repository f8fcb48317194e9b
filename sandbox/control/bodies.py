"""What the control API takes, checked."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from sandbox.faults import FaultKind
from sandbox.model import ChatKind, MediaKind

Reference = int | str
"""A chat: its id as the acting person knows it (another person's id for a private chat), or @name."""


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewPerson(Body):
    first_name: str = Field(min_length=1)
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    phone: str = ""
    password: str = ""


class NewBot(Body):
    first_name: str = Field(min_length=1)
    username: str = Field(min_length=3)
    owner: int = 0
    has_privacy: bool = True
    has_guest_mode: bool = False
    has_topics: bool = False
    inline_placeholder: str | None = None


class NewChat(Body):
    kind: ChatKind
    title: str
    creator: int
    username: str = ""
    about: str = ""
    members: list[int] = []
    is_forum: bool = False


class ChatChange(Body):
    """Only what is given changes."""

    is_protected: bool | None = None
    is_forum: bool | None = None
    has_signatures: bool | None = None
    linked: int | None = None
    username: str | None = None


class MemberChange(Body):
    account: int
    do: Literal["join", "add", "leave", "ban", "unban", "promote", "restrict"]
    actor: int = 0
    """Who does it; 0: the chat's creator."""
    rights: list[str] | None = None
    """promote: ADMIN_RIGHTS (none given: all; empty: demote); restrict: what remains."""


class MediaIn(Body):
    kind: MediaKind
    file: int = 0
    """From POST /control/files."""
    duration: int = 0
    performer: str = ""
    title: str = ""
    data: dict[str, Any] = {}


class TextIn(Body):
    text: str = ""
    parse_mode: str = ""
    entities: list[dict[str, Any]] = []


class Send(TextIn):
    chat: Reference
    media: MediaIn | None = None
    reply_to: int = 0
    topic: int = 0
    is_silent: bool = False


class AlbumItem(TextIn):
    media: MediaIn


class SendAlbum(Body):
    chat: Reference
    items: list[AlbumItem]
    topic: int = 0


class Edit(TextIn):
    chat: Reference
    message: int
    media: MediaIn | None = None


class Pick(Body):
    """Messages of a chat, numbered as the acting person sees them."""

    chat: Reference
    messages: list[int]


class Forward(Pick):
    to: Reference
    without_author: bool = False


class Press(Body):
    chat: Reference
    message: int
    data: str = ""
    label: str = ""
    """Instead of data: the button's text."""
    timeout: float = Field(10.0, ge=0, le=60)
    """Seconds to wait for the bot's answer."""


class React(Body):
    chat: Reference
    message: int
    emoji: str = ""
    """Empty takes it back."""


class Stop(Body):
    chat: Reference
    draft_id: int = 0


class Type(Body):
    chat: Reference
    action: str = "typing"
    topic: int = 0


class Block(Body):
    account: int
    is_blocked: bool = True


class Pin(Body):
    chat: Reference
    message: int
    is_pinned: bool = True


class AskInline(Body):
    bot: int
    chat: Reference
    query: str = ""
    timeout: float = Field(10.0, ge=0, le=60)


class ChooseInline(Body):
    query_id: str
    result_id: str
    topic: int = 0


class Topic(Body):
    """Open a topic in a forum or in the chat with a bot, or (`topic`) give one another title."""

    chat: Reference
    topic: int = 0
    title: str = ""
    """Empty: the topic is opened without a name of its own."""


class ClockChange(Body):
    move: float = Field(0.0, ge=-1e9, le=1e9)
    """Seconds, forward or back."""
    at: str = ""
    """ISO 8601 with a zone: set the time."""
    reset: bool = False


class FaultIn(Body):
    kind: FaultKind
    method: str = "*"
    times: int = Field(1, ge=1)
    retry_after: int = Field(5, ge=1)
    code: int = Field(500, ge=400, le=599)
    description: str = "Internal Server Error"
    seconds: float = Field(1.0, ge=0, le=600)
    account: int = 0


Speed = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class LimitsChange(Body):
    """Speeds are (messages a second, burst)."""

    is_on: bool | None = None
    overall: tuple[Speed, Speed] | None = None
    per_chat: tuple[Speed, Speed] | None = None
    per_group: tuple[Speed, Speed] | None = None
    per_draft_chat: tuple[Speed, Speed] | None = None


class FileName(Body):
    name: str = "world"


class Reset(Body):
    is_seeded: bool = True
