"""What stands under an answer: thumbs and asking again; after a stop also going on; after a failure another try."""

from collections.abc import Iterable

from agents.state import Finished, Offered, Turn
from core.buttons import Button, Rows, encode
from core.i18n import Texts
from core.ids import TurnId
from handlers.ui.keyboards import marked
from handlers.ui.place import Place
from storage.turns import PastTurn

NO_MODEL = "fallback"
"""The agent that answers while no model does."""
CARRIED_OUT = "intents"
"""The agent that did what was asked for: asked once more it would do it twice."""
POINTLESS = ("error-message-empty", "error-message-too-long")
"""What would fail in the same way if it were asked again."""

QUOTED = "quoted"
"""In a press: the question stands above the answer."""

UP, DOWN, NONE = 1, -1, 0


def rows_after(turn: TurnId, finished: Finished, texts: Texts, *, is_incognito: bool = False) -> Rows:
    """Under an answer that has just ended."""
    if is_incognito and finished.state != "failed":
        return _incognito(texts)
    if finished.state == "failed" or not finished.has_text:
        return () if finished.error_key in POINTLESS or finished.state == "done" else _retry(turn, texts)
    if finished.agent == NO_MODEL:
        return _retry(turn, texts)
    if finished.agent == CARRIED_OUT:
        return (thumbs(turn, NONE),)
    if finished.state in ("stopped", "cut"):
        return (*_unfinished(turn, texts), thumbs(turn, NONE))
    return _finished(turn, NONE, texts)


def rows_inline(turn: Turn, finished: Finished, place: Place, texts: Texts) -> Rows:
    """Under an answer in a chat that the bot is not in: nothing of that chat is kept, so what was asked about something
    of it cannot be asked again."""
    if finished.state != "failed" or finished.error_key in POINTLESS or turn.quote or turn.is_untrusted:
        return ()
    arguments = (turn.id, QUOTED) if place.heading else (turn.id,)
    return ((Button(texts("button-retry"), encode("again", *arguments)),),)


def rows_of(past: PastTurn, texts: Texts) -> Rows:
    """Under an answer of before, with its thumb."""
    if past.is_incognito:
        return _incognito(texts)
    if past.agent == CARRIED_OUT:
        return (thumbs(past.id, past.rating),)
    if past.agent == NO_MODEL:
        return _retry(past.id, texts)
    if past.state in ("stopped", "cut"):
        return (*_unfinished(past.id, texts), thumbs(past.id, past.rating))
    return _finished(past.id, past.rating, texts)


def offer_rows(offers: Iterable[Offered], texts: Texts) -> Rows:
    """What the answer itself offers, such as the Undo of a reminder."""
    return tuple((Button(texts(each.key), each.data),) for each in offers)


def rows_gone_on(past: PastTurn, texts: Texts) -> Rows:
    """Under an answer that another one went on from."""
    return _finished(past.id, past.rating, texts)


def _finished(turn: TurnId, rating: int, texts: Texts) -> Rows:
    return ((*thumbs(turn, rating), Button(texts("button-regenerate"), encode("again", turn))),)


def _unfinished(turn: TurnId, texts: Texts) -> Rows:
    first = Button(texts("button-continue"), encode("follow", "continue", turn))
    shorter = Button(texts("button-shorter"), encode("follow", "shorter", turn))
    return (first,), (Button(texts("button-regenerate"), encode("again", turn)), shorter)


def thumbs(turn: TurnId, rating: int) -> tuple[Button, ...]:
    """A press carries what it sets: handled twice it changes nothing. The thumb that is set takes itself back."""
    return tuple(
        Button(marked(sign, rating == value), encode("rate", turn, NONE if rating == value else value))
        for sign, value in (("👍", UP), ("👎", DOWN))
    )


def _retry(turn: TurnId, texts: Texts) -> Rows:
    return ((Button(texts("button-retry"), encode("again", turn)),),)


def _incognito(texts: Texts) -> Rows:
    return ((Button(texts("button-incognito"), encode("incognito", "about")),),)
