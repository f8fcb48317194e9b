"""What exists in the sandbox's Telegram: accounts, chats, messages, files; plain data without behaviour of a server."""

from dataclasses import dataclass, field
from typing import Any, Literal

from sandbox.rights import DEFAULT_PERMISSIONS

ChatKind = Literal["private", "group", "supergroup", "channel"]
MemberStatus = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]
MediaKind = Literal[
    "photo", "video", "animation", "audio", "voice", "video_note", "document", "sticker", "location", "contact", "poll"
]
Json = dict[str, Any]
"""A JSON object in the Bot API's shape (reply markup, rich message)."""

GENERAL_TOPIC = 1


@dataclass(slots=True, eq=False)
class BotProfile:
    """What only bots have."""

    token: str
    owner: int = 0
    has_privacy: bool = True
    """Privacy mode: in groups it sees commands, replies to it and mentions of it only (admins see all)."""
    can_join_groups: bool = True
    has_guest_mode: bool = False
    """It may be summoned by a mention in chats where it is no member."""
    has_topics: bool = False
    """Its private chats may have topics, and people may open them."""
    inline_placeholder: str | None = None
    """None: inline mode is off."""
    description: str = ""
    short_description: str = ""
    commands: dict[str, list[Json]] = field(default_factory=dict)
    """`<scope type>[:<chat>[:<user>]]|<language>` -> BotCommand objects."""
    menu_buttons: dict[int, Json] = field(default_factory=dict)
    """Private chat -> MenuButton; 0 is the default one."""


@dataclass(slots=True, eq=False)
class Account:
    """A person or a bot; `id` is above zero."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    phone: str = ""
    password: str = ""
    """The 2FA password of a person who has one."""
    is_deleted: bool = False
    bot: BotProfile | None = None

    @property
    def is_bot(self) -> bool:
        return self.bot is not None


@dataclass(frozen=True, slots=True)
class Membership:
    """Somebody's place in a group or channel; replaced as a whole when it changes."""

    account: int
    status: MemberStatus = "member"
    rights: frozenset[str] = frozenset()
    """Of an administrator: ADMIN_RIGHTS; of a restricted one: what MEMBER_PERMISSIONS are left."""
    title: str = ""
    since: int = 0
    until: int = 0
    by: int = 0
    """Who invited, promoted or banned."""

    @property
    def is_inside(self) -> bool:
        return self.status in {"creator", "administrator", "member", "restricted"}

    @property
    def is_admin(self) -> bool:
        return self.status in {"creator", "administrator"}


@dataclass(slots=True, eq=False)
class Topic:
    """A topic of a forum or of a private chat with a bot; General of a forum is 1.

    Else its id is the number of the service message that opened it, in a private chat as the bot counts.
    """

    id: int
    title: str
    creator: int
    date: int
    icon_color: int = 0x6FB9F0
    icon_emoji: str = ""
    is_closed: bool = False
    is_hidden: bool = False
    is_nameless: bool = False
    """Opened without a name of its own: whoever can find a better one."""


@dataclass(slots=True, eq=False)
class Chat:
    """A conversation. `id` is the Bot API's form; a private chat has 0, each side knows it by the other's id."""

    key: str
    """Unique: `private:<low>:<high>` or the id as text."""
    kind: ChatKind
    id: int = 0
    title: str = ""
    username: str = ""
    about: str = ""
    date: int = 0
    members: dict[int, Membership] = field(default_factory=dict)
    """Of a private chat: its two sides."""
    permissions: frozenset[str] = DEFAULT_PERMISSIONS
    topics: dict[int, Topic] = field(default_factory=dict)
    """Of a group, when there are any: a forum."""
    pinned: list[int] = field(default_factory=list)
    """uids of pinned messages, oldest first."""
    read: dict[int, int] = field(default_factory=dict)
    """account -> highest message id (as that account counts) it has read."""
    is_protected: bool = False
    """noforwards"""
    has_signatures: bool = False
    linked: int = 0
    """Discussion group of a channel, and back."""
    migrated_to: int = 0
    migrated_from: int = 0
    invite: str = ""
    """The hash of the invite link."""

    @property
    def is_forum(self) -> bool:
        return bool(self.topics) and self.kind != "private"

    @property
    def is_shared(self) -> bool:
        """One message id for all (and a box of its own) rather than one per account."""
        return self.kind in {"supergroup", "channel"}

    def id_for(self, viewer: int) -> int:
        if self.kind != "private":
            return self.id
        return next((account for account in self.members if account != viewer), viewer)


@dataclass(frozen=True, slots=True)
class MessageEntity:
    """Formatting of a range, in UTF-16 units; kinds are the Bot API's."""

    kind: str
    offset: int
    length: int
    url: str = ""
    user: int = 0
    language: str = ""
    custom_emoji: str = ""


@dataclass(slots=True)
class StoredFile:
    """The bytes of one upload."""

    id: int
    size: int
    name: str = ""
    mime_type: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Media:
    """What a message carries besides text; `file` is a StoredFile's id, 0 for kinds without bytes."""

    kind: MediaKind
    file: int = 0
    file_name: str = ""
    mime_type: str = ""
    width: int = 0
    height: int = 0
    duration: int = 0
    title: str = ""
    performer: str = ""
    emoji: str = ""
    has_spoiler: bool = False
    data: Json = field(default_factory=dict)
    """Of a location, contact or poll: the object in the Bot API's shape."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says."""

    text: str = ""
    """Text, or the caption of media."""
    entities: tuple[MessageEntity, ...] = ()
    media: Media | None = None
    rich: Json | None = None
    """A RichMessage: `{"blocks": [...]}`."""
    caption_above: bool = False
    preview: Json | None = None
    """LinkPreviewOptions as given."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a forwarded message was first posted."""

    date: int
    sender: int
    """Account id, or the id of the chat or channel that spoke."""
    message_id: int = 0
    """In a channel: its message there."""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """A service message; kinds are the Bot API's field names, data what belongs to them."""

    kind: str
    data: Json = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Message:
    """One message of the world; how each account numbers it is in `ids` (shared chats: `shared_id`)."""

    uid: int
    chat: Chat
    author: int
    """The account that wrote it."""
    sender: int
    """Whom it is shown as: the author, or (posts, anonymous admins) a chat id below zero."""
    date: int
    content: Content
    shared_id: int = 0
    ids: dict[int, int] = field(default_factory=dict)
    topic: int = 0
    """0 outside forums and in the main part of a private chat; GENERAL_TOPIC and others inside."""
    reply_to: int = 0
    """uid of the message it answers (it may be deleted by now)."""
    quote: str = ""
    album: str = ""
    origin: Origin | None = None
    service: Service | None = None
    markup: Json | None = None
    """Inline keyboard (or the reply keyboard it brought), in the Bot API's shape."""
    reactions: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """account -> emoji"""
    edited: int = 0
    signature: str = ""
    via_bot: int = 0
    guest_caller: int = 0
    """Of a guest bot's answer: who summoned it."""
    inline_id: str = ""
    is_protected: bool = False
    is_silent: bool = False
    is_automatic_forward: bool = False
    is_deleted: bool = False
    views: int = 0
    only_for: int = 0
    """An ephemeral message: the one account that sees it (besides its author)."""

    @property
    def text(self) -> str:
        return self.content.text

    def id_for(self, viewer: int) -> int:
        """The message's id as this account sees it; 0 if it never had it, or no longer has."""
        return self.shared_id or self.ids.get(viewer, 0)
