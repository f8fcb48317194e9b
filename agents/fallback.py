"""The node used when no model answers: quotes from memory, and one line on how to get a model."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from agents.prompting import zone_of_turn
from agents.state import Turn
from core.i18n import Texts
from memory.store import Recollection

NAME = "fallback"
QUOTE_CHARACTERS = 500


def fallback_text(turn: Turn, recalled: Sequence[Recollection], texts: Texts) -> str:
    """Markdown: what is remembered about the question, each with its day, then the line on models."""
    advice = texts("fallback-no-model")
    if not recalled:
        return f"{texts('fallback-nothing-remembered')}\n\n{advice}"
    zone = zone_of_turn(turn)
    quotes = "\n\n".join(_quote(found, zone, texts) for found in recalled)
    return f"{texts('fallback-remembered', count=len(recalled))}\n\n{quotes}\n\n{advice}"


def _quote(found: Recollection, zone: ZoneInfo, texts: Texts) -> str:
    record = found.record
    text = record.text if len(record.text) <= QUOTE_CHARACTERS else f"{record.text[:QUOTE_CHARACTERS].rstrip()}…"
    quoted = "\n".join(f"> {line}" for line in text.splitlines() if line.strip())
    day = record.created_at.astimezone(zone)
    return f"{quoted}\n{texts('fallback-said-on', date=f'{day:%Y-%m-%d %H:%M}')}"
