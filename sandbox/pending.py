"""What waits for somebody: a draft for its end; a press, an inline query and a summons for the bot's answer."""

from dataclasses import dataclass
from typing import Protocol, TypeVar

from sandbox.model import Chat, Content, Json, Message


@dataclass(slots=True, eq=False)
class Draft:
    """A bot's answer in the making; it fades 30 seconds after its last change."""

    bot: int
    chat: Chat
    draft_id: int
    content: Content
    date: float
    topic: int = 0
    can_stop: bool = False
    keep_on_stop: bool = False
    is_stopped: bool = False


@dataclass(slots=True, eq=False)
class Callback:
    """A press of an inline button, waiting for the bot's answer."""

    id: str
    account: int
    bot: int
    message: Message
    data: str
    date: float
    is_answered: bool = False
    text: str = ""
    is_alert: bool = False
    url: str = ""


@dataclass(slots=True, eq=False)
class InlineQuery:
    """Somebody types `@bot …` in a chat; the results are the bot's InlineQueryResult objects."""

    id: str
    account: int
    bot: int
    chat: Chat
    query: str
    offset: str
    date: float
    results: list[Json] | None = None
    button: Json | None = None
    """Above the results: `{"text", "start_parameter"}` leads to the chat with the bot."""


@dataclass(slots=True, eq=False)
class Summons:
    """Somebody mentioned a guest bot in a chat where it is no member, or answered what it said there."""

    id: str
    bot: int
    message: Message
    date: float
    is_answered: bool = False


QUESTION_LIFE = 15 * 60.0
"""Seconds within which a bot may answer."""


class _Dated(Protocol):
    date: float


Question = TypeVar("Question", bound=_Dated)


def put_fresh(waiting: dict[str, Question], key: str, question: Question) -> None:
    """Keep it, and forget those that nobody may answer any more."""
    for old in list(waiting):
        if question.date - waiting[old].date <= QUESTION_LIFE:
            break
        del waiting[old]
    waiting[key] = question
