"""What goes into the graph and what comes out of it: a Turn, and the ReplyChunks of its answer."""

from dataclasses import dataclass, field
from typing import Literal

from core.ids import ApprovalId, ChatId, ThreadId, TurnId, UserId


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

    @property
    def has_foreign_text(self) -> bool:
        """Then no tool is called: nobody knows whose order it would be."""
        return self.is_untrusted or bool(self.document)


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


ReplyChunk = TextDelta | Status | HandOver | ApprovalAsked | Finished
