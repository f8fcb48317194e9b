"""What happened in the world; each face turns these into the updates of its protocol."""

from dataclasses import dataclass, field

from sandbox.model import Account, Chat, Membership, Message, Topic
from sandbox.pending import Callback, Draft, InlineQuery


@dataclass(slots=True, kw_only=True)
class Event:
    """`pts`: for the kinds that boxes log, box (account id, or channel id below zero) -> pts after it."""

    pts: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class AccountAdded(Event):
    """A person or a bot came into the world."""

    account: Account


@dataclass(slots=True)
class WorldReplaced(Event):
    """Another world stands here now (reset, or loaded from a snapshot): who looks has to look afresh."""


@dataclass(slots=True)
class NewMessage(Event):
    message: Message


@dataclass(slots=True)
class MessageEdited(Event):
    message: Message
    by: int


@dataclass(slots=True)
class MessagesDeleted(Event):
    """`ids`: box -> message ids as that box counts them; each id takes one pts."""

    chat: Chat
    ids: dict[int, tuple[int, ...]]
    messages: tuple[Message, ...] = ()


@dataclass(slots=True)
class MessagesPinned(Event):
    """`ids` as in MessagesDeleted."""

    chat: Chat
    ids: dict[int, tuple[int, ...]]
    messages: tuple[Message, ...]
    is_pinned: bool = True


@dataclass(slots=True)
class ReactionChanged(Event):
    message: Message
    account: int
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(slots=True)
class MemberChanged(Event):
    """Also in private chats: a person who blocks a bot makes the bot `kicked`, unblocking makes it `member`."""

    chat: Chat
    actor: int
    old: Membership
    new: Membership


@dataclass(slots=True)
class ChatChanged(Event):
    """Title, username, photo, forum mode, protection, permissions: look at the chat."""

    chat: Chat


@dataclass(slots=True)
class TopicChanged(Event):
    chat: Chat
    topic: Topic
    is_deleted: bool = False


@dataclass(slots=True)
class HistoryRead(Event):
    chat: Chat
    account: int
    up_to: int
    """As `account` counts."""


@dataclass(slots=True)
class Typing(Event):
    chat: Chat
    account: int
    action: str
    """The Bot API's chat action, or `cancel`."""
    topic: int = 0


@dataclass(slots=True)
class DraftChanged(Event):
    """A draft appeared, changed, was stopped, or (`is_gone`) left the screen because the bot sent a message."""

    draft: Draft
    is_gone: bool = False


@dataclass(slots=True)
class GenerationStopped(Event):
    """The person pressed Stop."""

    draft: Draft


@dataclass(slots=True)
class CallbackPressed(Event):
    callback: Callback


@dataclass(slots=True)
class CallbackAnswered(Event):
    callback: Callback


@dataclass(slots=True)
class InlineAsked(Event):
    query: InlineQuery


@dataclass(slots=True)
class InlineAnswered(Event):
    query: InlineQuery


@dataclass(slots=True)
class InlineChosen(Event):
    query: InlineQuery
    result_id: str
    message: Message


@dataclass(slots=True)
class CommandsChanged(Event):
    """The bot's command list or menu button."""

    bot: int


@dataclass(slots=True)
class FaultMet(Event):
    """A call met a fault that was ordered for it."""

    method: str


LoggedEvent = NewMessage | MessageEdited | MessagesDeleted | MessagesPinned
"""The kinds that take pts and that a difference after absence brings."""
