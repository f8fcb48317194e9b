"""What waits for somebody: a draft for its end, a press and an inline query for the bot's answer."""

from dataclasses import dataclass

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
