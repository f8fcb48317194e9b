"""What goes into the graph and what comes out of it: a Turn, and the ReplyChunks of its answer."""

from dataclasses import dataclass, field
from typing import Literal

from core.ids import ApprovalId, ChatId, ThreadId, TurnId, UserId
from memory.store import Owner, owner_of_chat, owner_of_user
from storage.users import Role

THINKING = "status-thinking"
"""The Status of a turn whose answer is being made."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a person on its way to an answer."""

    id: TurnId
    """Row of `storage.turns`, already written with the person's text."""
    thread: ThreadId
    user: UserId
    chat: ChatId
    text: str
    language: str
    is_private: bool
    is_admin: bool = False
    role: Role = Role.USER
    time_zone: str = "UTC"
    user_name: str = ""
    agent: str = ""
    """The person's own choice of agent; empty lets the supervisor choose."""
    model: str = ""
    """The chat's choice of model; empty takes the setting or Ollama's first."""
    source: str = ""
    """Where the message is found again: `message:<chat>:<id>`."""
    is_untrusted: bool = False
    """Forwarded or read from a file: data that may neither call tools nor enter memory."""
    document: str = ""
    """What the question came with: data beside the person's own words."""
    quote: str = ""
    """The message that the question replies to, if it is not the bot's: data too."""
    images: tuple[bytes, ...] = ()
    """Pictures that the question is about, ready for a model that sees."""
    are_images_lent: bool = False
    """They came with an earlier question, and this one asks more about them."""
    is_again: bool = False
    """Another answer is wanted, not the same once more."""
    persona: str = ""
    """The prompt of the chat's persona; empty is the bot's own manner."""
    variant: str = ""
    """Arm of the experiment that this turn takes part in."""
    is_incognito: bool = False
    """Nothing is recalled, learned or kept of it."""
    follows: TurnId | None = None
    """The turn that it goes on from, if that is not simply the one before."""
    is_guest: bool = False
    """Asked in a chat that the bot is not in: nothing is recalled or learned."""

    @property
    def has_foreign_text(self) -> bool:
        """Then no tool is called: nobody knows whose order it would be."""
        return self.is_untrusted or bool(self.document or self.quote or self.images)

    @property
    def stands_alone(self) -> bool:
        """A question that brings its pictures is answered by them alone, not by what was said before."""
        return bool(self.images) and not self.are_images_lent

    @property
    def history_end(self) -> TurnId:
        """Turns before this one are its history: an old question asked again does not know what came later."""
        return self.id if self.follows is None else TurnId(self.follows + 1)

    @property
    def owner(self) -> Owner | None:
        """Whose memory the turn may see and add to: a group's never a person's own, and some turns have none."""
        if self.is_incognito or self.is_guest:
            return None
        return owner_of_user(self.user) if self.is_private else owner_of_chat(self.chat)


@dataclass(frozen=True, slots=True)
class TextDelta:
    """More of the answer's Markdown."""

    text: str


@dataclass(frozen=True, slots=True)
class Status:
    """A sign of life before or between texts: a locale key and its variables."""

    key: str
    params: dict[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HandOver:
    """Another agent goes on; the person is shown it."""

    from_agent: str
    to_agent: str
    reason: str = ""
    """In the words of the agent that handed over."""


@dataclass(frozen=True, slots=True)
class Queued:
    """The model is busy with others: how many answers come before this one, and about how long they take."""

    before: int
    seconds: float
    """0 while nothing was measured yet."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A button to stand under the answer, such as the Undo of a reminder: a locale key, and what a press carries."""

    key: str
    data: str


@dataclass(frozen=True, slots=True)
class ApprovalAsked:
    """A tool that changes something for others waits for a press: what it will do, as a locale key."""

    approval: ApprovalId
    key: str
    params: dict[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finished:
    """The last chunk of every stream. `cut` means that the model hit its length limit."""

    state: Literal["done", "stopped", "cut", "failed"]
    agent: str = ""
    model: str = ""
    error_key: str = ""
    error_params: dict[str, str | int | float] = field(default_factory=dict)
    hint: str = ""
    """A locale key of a last line under the answer."""
    has_text: bool = field(default=False, compare=False)
    """Whether anything of the answer was said."""


ReplyChunk = TextDelta | Status | Queued | HandOver | ApprovalAsked | Offered | Finished
