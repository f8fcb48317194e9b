"""The node used when no model answers: what it will remember, what it remembers, and how to get a model."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from agents.prompting import zone_of_turn
from agents.state import Turn
from core.i18n import Texts
from core.ids import ThreadId
from engines.ledger.cards import mask_numbers
from memory.learning import Statement, worth_keeping
from memory.store import Recollection

NAME = "fallback"
QUOTE_CHARACTERS = 500
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


def fallback_text(turn: Turn, recalled: Sequence[Recollection], texts: Texts, advice: str) -> str:
    """Markdown: what is learned from the message, what is remembered about it with its days, the advice on models."""
    kept = () if turn.is_untrusted else worth_keeping(mask_numbers(turn.text))
    is_order = any(statement.kind == "note" for statement in kept)
    parts = [_promise(kept, texts)] if kept else []
    if recalled and not is_order:
        parts.append(_memories(recalled, zone_of_turn(turn), texts))
    return "\n\n".join((*(parts or [texts("fallback-nothing-remembered")]), texts(advice)))


def _promise(kept: Sequence[Statement], texts: Texts) -> str:
    return "\n\n".join((texts("fallback-will-remember"), *(_quote(statement.text) for statement in kept)))


def _memories(recalled: Sequence[Recollection], zone: ZoneInfo, texts: Texts) -> str:
    quotes = "\n\n".join(_memory(found, zone, texts) for found in recalled)
    return f"{texts('fallback-remembered', count=len(recalled))}\n\n{quotes}"


def _memory(found: Recollection, zone: ZoneInfo, texts: Texts) -> str:
    day = found.record.created_at.astimezone(zone)
    return f"{_quote(found.record.text)}\n{texts('fallback-said-on', date=f'{day:%Y-%m-%d %H:%M}')}"


def _quote(text: str) -> str:
    shown = text if len(text) <= QUOTE_CHARACTERS else f"{text[:QUOTE_CHARACTERS].rstrip()}…"
    return "\n".join(f"> {line}" for line in shown.splitlines() if line.strip())
