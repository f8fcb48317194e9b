"""What the model is given: the agent's prompt, what is recalled, as much history as fits, the question."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from agents.guardrails import quoted, tokens
from agents.state import Turn
from core.clock import Clock
from core.errors import UserError
from core.recurrence import zone_of
from engines.ledger.cards import mask_numbers
from inference.chat_model import ChatMessage
from memory.store import Recollection
from storage.turns import PastTurn

PROMPTS = Path(__file__).parent / "prompts"
RECALLED_CHARACTERS = 600
"""Of each recalled record; a long document must not fill the context by itself."""


def read_prompts(names: Sequence[str]) -> dict[str, str]:
    """The prompt of each agent with the rules that all share.

    Raises:
        FileNotFoundError: an agent has no prompt.
    """
    shared = (PROMPTS / "_shared.md").read_text(encoding="utf-8").strip()
    return {name: f"{(PROMPTS / f'{name}.md').read_text(encoding='utf-8').strip()}\n\n{shared}" for name in names}


@dataclass(frozen=True, slots=True)
class Prompt:
    """One agent's view of a turn."""

    system: str
    history: tuple[PastTurn, ...]
    question: str

    def messages(self, after: Sequence[ChatMessage], budget: int) -> list[ChatMessage]:
        """Everything in order, followed by `after`; only history gives way, its oldest first, to fit the tokens."""
        system = ChatMessage("system", self.system)
        question = ChatMessage("user", self.question)
        left = budget - sum(tokens(message.content) for message in (system, question, *after))
        kept: list[ChatMessage] = []
        for past in reversed(self.history):
            pair = _pair(past)
            left -= sum(tokens(message.content) for message in pair)
            if left < 0:
                break
            kept = [*pair, *kept]
        return [system, *kept, question, *after]


def system_text(prompt: str, turn: Turn, recalled: Sequence[Recollection], clock: Clock, summary: str = "") -> str:
    """The agent's prompt, then what holds for this turn alone; `summary` comes from the agent that handed over."""
    now = clock.now().astimezone(zone_of_turn(turn))
    parts = [prompt, f"Now it is {now:%A, %d %B %Y, %H:%M} in the person's time zone, {now.tzinfo}."]
    if turn.user_name:
        parts.append(f"The person's name:\n{quoted(turn.user_name[:100], 'profile')}")
    if recalled:
        notes = "\n".join(quoted(_note(found), "memory") for found in recalled)
        parts.append(f"Earlier notes that may matter:\n{notes}")
    if summary:
        parts.append(f"Another agent handed over to you with this summary:\n{quoted(summary, 'agent')}")
    return "\n\n".join(parts)


def question_text(turn: Turn) -> str:
    """The person's words, or somebody else's marked as such."""
    if not turn.is_untrusted:
        return turn.text
    return f"The person passed this on. Say what it is about.\n{quoted(turn.text, 'forwarded')}"


def _pair(past: PastTurn) -> list[ChatMessage]:
    return [ChatMessage("user", mask_numbers(past.text)), ChatMessage("assistant", mask_numbers(past.answer))]


def _note(found: Recollection) -> str:
    record = found.record
    return f"{record.created_at:%Y-%m-%d}: {record.text[:RECALLED_CHARACTERS]}"


def zone_of_turn(turn: Turn) -> ZoneInfo:
    """The person's zone; a date in UTC is better than no answer."""
    try:
        return zone_of(turn.time_zone)
    except UserError:
        return ZoneInfo("UTC")
