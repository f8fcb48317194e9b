"""What the model is given: the agent's prompt, what is recalled, as much history as fits, the question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
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

SHORT_RESULT = 200
"""Characters left of a tool's argument or result that has to give way."""


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
        """Everything in order, followed by `after`. To fit the tokens the oldest history gives way first, then the
        oldest results of tools; prompt and question never do, for Ollama would cut the prompt, and silently."""
        system = ChatMessage("system", self.system)
        question = ChatMessage("user", self.question)
        left = budget - _cost((system, question))
        after = _shortened(after, left)
        left -= _cost(after)
        kept: list[ChatMessage] = []
        for past in reversed(self.history):
            pair = _pair(past)
            left -= _cost(pair)
            if left < 0:
                break
            kept = [*pair, *kept]
        return [system, *kept, question, *after]


def system_text(prompt: str, turn: Turn, clock: Clock, notes: Sequence[str], summary: str = "") -> str:
    """The agent's prompt, then what holds for this turn alone; `summary` comes from the agent that handed over."""
    now = clock.now().astimezone(zone_of_turn(turn))
    parts = [prompt, f"Now it is {now:%A, %d %B %Y, %H:%M} in the person's time zone, {now.tzinfo}."]
    if turn.user_name:
        parts.append(f"The person's name:\n{quoted(turn.user_name[:100], 'profile')}")
    if notes:
        parts.append("\n".join(("Earlier notes that may matter:", *notes)))
    if summary:
        parts.append(f"Another agent handed over to you with this summary:\n{quoted(summary, 'agent')}")
    return "\n\n".join(parts)


def notes_of(recalled: Sequence[Recollection], budget: int) -> list[str]:
    """What is recalled, best first, as far as it fits the tokens."""
    notes: list[str] = []
    for found in recalled:
        record = found.record
        note = quoted(f"{record.created_at:%Y-%m-%d}: {record.text[:RECALLED_CHARACTERS]}", "memory")
        budget -= tokens(note)
        if budget < 0:
            break
        notes.append(note)
    return notes


def question_text(turn: Turn) -> str:
    """The person's words, and somebody else's marked as such."""
    if turn.document:
        return f"{turn.text}\n{quoted(turn.document, 'document')}"
    if not turn.is_untrusted:
        return turn.text
    return f"The person passed this on. Say what it is about.\n{quoted(turn.text, 'forwarded')}"


def _cost(messages: Sequence[ChatMessage]) -> int:
    return sum(tokens(message.content) + tokens(str(message.tool_calls or "")) for message in messages)


def _shortened(after: Sequence[ChatMessage], budget: int) -> list[ChatMessage]:
    """Calls of tools and their results cut to their beginning, the oldest first, until they fit."""
    messages = list(after)
    for place, message in enumerate(messages):
        if _cost(messages) <= budget:
            break
        calls = tuple(replace(call, arguments=_short_values(call.arguments)) for call in message.tool_calls)
        content = _short(message.content) if message.role == "tool" else message.content
        messages[place] = replace(message, content=content, tool_calls=calls)
    return messages


def _short_values(arguments: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _short(value) if isinstance(value, str) else value for name, value in arguments.items()}


def _short(text: str) -> str:
    return text if len(text) <= SHORT_RESULT else f"{text[:SHORT_RESULT]}…"


def _pair(past: PastTurn) -> list[ChatMessage]:
    return [ChatMessage("user", mask_numbers(past.text)), ChatMessage("assistant", mask_numbers(past.answer))]


def zone_of_turn(turn: Turn) -> ZoneInfo:
    """The person's zone; a date in UTC is better than no answer."""
    try:
        return zone_of(turn.time_zone)
    except UserError:
        return ZoneInfo("UTC")
