"""A Transport: a way in and out of Telegram, and what it reports besides core.errors."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from core.errors import DeliveryRejected, PlatformError, RetryLater
from core.ids import ChatId, MessageId, TopicId, UserId
from forwarding.outgoing import CopyPosts, EditCopy, SendText
from forwarding.post import Post


@dataclass(frozen=True, slots=True)
class ChatInfo:
    """A chat as a transport sees it."""

    id: ChatId
    kind: Literal["private", "group", "supergroup", "channel", "feed", "webhook"]
    title: str
    username: str = ""
    is_protected: bool = False


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may do in a chat. `can_read` means that new posts reach them."""

    is_member: bool = False
    is_admin: bool = False
    can_read: bool = False
    can_post: bool = False
    can_open_topics: bool = False


@dataclass(frozen=True, slots=True)
class Address:
    """Where a delivery goes, and by what those who take it once know it: its key, and over MTProto its number."""

    chat: ChatId
    topic: TopicId | None = None
    key: str = ""
    random_id: int = 0
    """0 for what goes out without a number."""
    may_have_arrived: bool = False


class DeliveryUncertain(PlatformError):
    """The line broke after the request had left: it may have arrived."""

    default_key = "error-delivery-uncertain"


class CopyForbidden(DeliveryRejected):
    """The source protects its content."""


class TopicGone(DeliveryRejected):
    """The chat is there, its topic is not."""


class AlreadySent(PlatformError):
    """Telegram has this very delivery: an earlier attempt had arrived."""


class SlowMode(RetryLater):
    """This one chat lets nobody write so often: what else is sent need not wait."""


class ChatMigrated(PlatformError):
    """The group became a supergroup; nothing was sent."""

    default_key = "error-chat-migrated"

    def __init__(self, new: ChatId) -> None:
        self.new = new
        super().__init__(chat=new)


class Reader(Protocol):
    """What the rule book needs."""

    async def resolve(self, reference: str) -> ChatInfo:
        """
        Raises:
            UserError: `error-chat-not-found`, no such chat, or not visible from here.
        """

    async def rights(self, chat: ChatId, user: UserId | None = None) -> Rights:
        """Of the person, or of this transport's own account."""

    async def watch(self, source: ChatId) -> None:
        """From now on read every post of the source, and none from before."""


class Speaker(Protocol):
    """Puts something new into a chat.

    Sending raises RetryLater, Unavailable (not sent, try again), DeliveryRejected (`is_gone`: the whole chat is; or
    CopyForbidden), DeliveryUncertain, ChatMigrated or AlreadySent.
    """

    async def copy(
        self, address: Address, posts: CopyPosts, reply_to: MessageId | None = None
    ) -> tuple[MessageId, ...]:
        """The copies' ids; fewer than asked for where Telegram skipped some. They answer `reply_to`, where that is."""

    async def say(self, address: Address, text: SendText) -> MessageId:
        """Send a text of our own."""


class History(Protocol):
    """Looks at what stands in a chat."""

    async def recent(self, chat: ChatId, since: datetime, sender: UserId | None = None) -> list[Post]:
        """What `sender`, or whoever looks, may have posted there since then; in a channel nobody tells who did.

        Raises:
            DeliveryRejected, RetryLater, Unavailable: it cannot be looked at.
        """


class Transport(Reader, Speaker, Protocol):
    """What the courier needs besides. Editing and deleting raise what sending raises."""

    async def edit(self, address: Address, copy: MessageId, content: EditCopy, *, has_media: bool) -> None:
        """Make the copy read as the original; a copy that reads so already is a success."""

    async def delete(self, address: Address, copy: MessageId) -> None:
        """Take the copy away; one that is gone already is a success."""
