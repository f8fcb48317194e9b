"""The node used when no model answers: it does what it understands, says what it remembers, and how to get a model."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from agents.asking import Progress
from agents.intent import Outcome
from agents.quoting import memories, quote
from agents.services import Services
from agents.state import ReplyChunk, TextDelta, Turn
from agents.understanding import Understanding
from core.i18n import Texts
from core.ids import ThreadId
from engines.ledger.cards import mask_numbers
from memory.learning import Statement, worth_keeping
from memory.store import Recollection

NAME = "fallback"
CARRIED_OUT = "intents"
"""In place of it for what was done, and must not be done twice."""
ADVISED_EVERY = timedelta(hours=1)


class Advice:
    """How to get a model: at length once in a while in each thread, else in one short line."""

    def __init__(self) -> None:
        self._given: dict[ThreadId, datetime] = {}

    def key(self, thread: ThreadId, now: datetime) -> str:
        self._given = {known: at for known, at in self._given.items() if now - at < ADVISED_EVERY}
        if thread in self._given:
            return "fallback-no-model-short"
        self._given[thread] = now
        return "fallback-no-model"


class WithoutModel:
    """Does what is asked for, else says what is remembered of it."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._understanding = Understanding(services)
        self._advice = Advice()

    async def carry_out(self, turn: Turn) -> list[ReplyChunk | Progress]:
        """What is clear and can be done, before a model without tools is asked; nothing where that should answer."""
        outcome = await self._understanding.answer(turn, has_model=True)
        if outcome is None or outcome.needs_advice:
            return []
        return [Progress(NAME, ""), *_told(outcome, outcome.text)]

    async def answer(self, turn: Turn, recalled: Sequence[Recollection]) -> list[ReplyChunk | Progress]:
        texts = self._services.translator.bound(turn.language)
        outcome = await self._understanding.answer(turn)
        if outcome is None:
            return [TextDelta(fallback_text(turn, recalled, texts, self._key(turn)))]
        text = f"{outcome.text}\n\n{texts(self._key(turn))}" if outcome.needs_advice else outcome.text
        return _told(outcome, text)

    def _key(self, turn: Turn) -> str:
        return self._advice.key(turn.thread, self._services.clock.now())


def _told(outcome: Outcome, text: str) -> list[ReplyChunk | Progress]:
    done = [] if outcome.is_question or outcome.needs_advice else [Progress(CARRIED_OUT, "")]
    return [*done, *([TextDelta(text)] if text else []), *outcome.extras]


def fallback_text(turn: Turn, recalled: Sequence[Recollection], texts: Texts, advice: str) -> str:
    """Markdown: what is learned from the message, what is remembered about it with its days, the advice on models."""
    kept = () if turn.is_untrusted else worth_keeping(mask_numbers(turn.text))
    is_order = any(statement.kind == "note" for statement in kept)
    parts = [_promise(kept, texts)] if kept else []
    if recalled and not is_order:
        parts.append(memories(recalled, turn, texts))
    return "\n\n".join((*(parts or [texts("fallback-nothing-remembered")]), texts(advice)))


def _promise(kept: Sequence[Statement], texts: Texts) -> str:
    return "\n\n".join((texts("fallback-will-remember"), *(quote(statement.text) for statement in kept)))
