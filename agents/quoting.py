"""What is remembered and what channels wrote, as quotes with their days."""

from collections.abc import Sequence

from agents.prompting import zone_of_turn
from agents.state import Turn
from agents.tools.channel_posts import Hit
from core.i18n import Texts
from core.moments import local_moment
from memory.labels import said_in
from memory.store import Recollection

QUOTE_CHARACTERS = 500


def memories(recalled: Sequence[Recollection], turn: Turn, texts: Texts) -> str:
    quotes = "\n\n".join(_memory(found, zone_of_turn(turn).key, texts) for found in recalled)
    return f"{texts('fallback-remembered', count=len(recalled))}\n\n{quotes}"


def posts(hits: Sequence[Hit], turn: Turn, texts: Texts) -> str:
    zone = zone_of_turn(turn).key
    quotes = "\n\n".join(
        f"{quote(str(post.content['text']))}\n— {title}, {local_moment(post.date, zone, texts)}" for title, post in hits
    )
    return f"{texts('intent-find-posts', count=len(hits))}\n\n{quotes}"


def _memory(found: Recollection, zone: str, texts: Texts) -> str:
    said = local_moment(found.record.created_at, zone, texts)
    return f"{quote(said_in(found.record, texts))}\n{texts('fallback-said-on', date=said)}"


def quote(text: str) -> str:
    shown = text if len(text) <= QUOTE_CHARACTERS else f"{text[:QUOTE_CHARACTERS].rstrip()}…"
    return "\n".join(f"> {line}" for line in shown.splitlines() if line.strip())
