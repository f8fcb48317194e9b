"""What the model is given: the agent's prompt, what is recalled, as much history as fits, the question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from agents.guardrails import cost_of, cut, is_foreign, plain_name, quoted, tokens
from agents.state import Turn
from agents.tongue import language_line
from core.clock import Clock
from core.errors import UserError
from core.i18n import Texts
from core.recurrence import zone_of
from engines.ledger.cards import mask_numbers
from inference.chat_model import ChatMessage
from memory.labels import in_words, said_in
from memory.store import Recollection
from storage.turns import PastTurn

PROMPTS = Path(__file__).parent / "prompts"
RECALLED_CHARACTERS = 1000
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
    images: tuple[bytes, ...] = ()

    @property
    def cost(self) -> int:
        """Tokens of what never gives way."""
        return cost_of(self._told)

    @property
    def filled(self) -> int:
        """Tokens of the question and of all history, whether it fits or not."""
        return tokens(self.question) + sum(cost_of(pair_of(past)) for past in self.history)

    @property
    def _told(self) -> tuple[ChatMessage, ChatMessage]:
        return ChatMessage("system", self.system), ChatMessage("user", self.question, images=self.images)

    def messages(self, after: Sequence[ChatMessage], budget: int) -> list[ChatMessage]:
        """Everything in order, followed by `after`. To fit the tokens the oldest history gives way first, then the
        oldest results of tools; prompt and question never do, for Ollama would cut the prompt, and silently."""
        system, question = self._told
        left = budget - self.cost
        after = _shortened(after, left)
        fitting = newest_fitting(self.history, left - cost_of(after))
        kept = [message for past in fitting for message in pair_of(past)]
        return [system, *kept, question, *after]


def newest_fitting(history: Sequence[PastTurn], room: int) -> Sequence[PastTurn]:
    """The newest turns without a gap that fit the tokens."""
    first = len(history)
    while first and (room := room - cost_of(pair_of(history[first - 1]))) >= 0:
        first -= 1
    return history[first:]


def system_parts(  # noqa: PLR0917 - one paragraph each
    prompt: str, turn: Turn, clock: Clock, notes: Sequence[str], handed_over: str = "", earlier: str = ""
) -> dict[str, str]:
    """In their order. `handed_over` comes from the agent before, `earlier` is what older turns came to."""
    now = clock.now().astimezone(zone_of_turn(turn))
    system = [prompt, f"Now it is {now:%A, %d %B %Y, %H:%M} in the person's time zone, {now.tzinfo}."]
    if turn.user_name:
        system.append(f"The person's name:\n{quoted(plain_name(turn.user_name), 'profile')}")
    if handed_over:
        system.append(f"Another agent handed over to you with this summary:\n{quoted(handed_over, 'agent')}")
    parts = {"system": "\n\n".join(system)}
    if turn.persona:
        parts["persona"] = f"Your manner in this chat:\n{turn.persona}"
    if notes:
        parts["notes"] = "\n".join(("Earlier notes that may matter:", *notes))
    if earlier:
        parts["summary"] = f"What was said before the messages below, in short:\n{quoted(earlier, 'summary')}"
    if line := language_line(turn):
        parts["language"] = line
    return parts


def notes_of(recalled: Sequence[Recollection], budget: int, turn: Turn, texts: Texts) -> list[str]:
    """What is recalled, best first, as far as it fits the tokens; what comes with the question is not said twice."""
    notes: list[str] = []
    for found in recalled:
        if found.record.text in turn.document:
            continue
        text = said_in(found.record, texts)[:RECALLED_CHARACTERS]
        note = quoted(f"{found.record.created_at:%Y-%m-%d}: {text}", "memory")
        budget -= tokens(note)
        if budget < 0:
            break
        notes.append(note)
    return notes


def question_text(turn: Turn, room: int, texts: Texts) -> str:
    """The person's words, and somebody else's marked as such: as much of those as fits `room` tokens."""
    if turn.is_untrusted:
        return f"The person passed this on. Say what it is about.\n{quoted(turn.text, 'forwarded')}"
    parts = [turn.text if turn.is_private or turn.is_guest else named(turn.text, turn.user_name)]
    for source, other in (("replied-to message", turn.quote), ("document", in_words(turn.document, texts))):
        left = room - sum(map(tokens, parts)) - tokens(quoted("", source))
        if shown := cut(other, left):
            parts.append(quoted(shown, source))
    return "\n".join(parts)


def fitting_parts(parts: Mapping[str, str], room: int) -> dict[str, str]:
    """The system prompt without what it can do without, as long as it takes more than `room` tokens."""
    left = dict(parts)
    for name in ("notes", "summary"):
        if sum(map(tokens, left.values())) > room:
            left.pop(name, None)
    return left


def named(text: str, name: str) -> str:
    """Among several people each line says who speaks."""
    name = plain_name(name)
    return f"{name}: {text}" if name else text


def said_by(past: PastTurn) -> str:
    """The question, in a group with its author."""
    return named(past.text, past.user_name) if past.chat < 0 else past.text


def _shortened(after: Sequence[ChatMessage], budget: int) -> list[ChatMessage]:
    """Calls of tools and their results cut to their beginning, the oldest first, until they fit."""
    messages = list(after)
    for place, message in enumerate(messages):
        if cost_of(messages) <= budget:
            break
        calls = tuple(replace(call, arguments=_short_values(call.arguments)) for call in message.tool_calls)
        content = _short(message.content) if message.role == "tool" else message.content
        messages[place] = replace(message, content=content, tool_calls=calls)
    return messages


def _short_values(arguments: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _short(value) if isinstance(value, str) else value for name, value in arguments.items()}


def _short(text: str) -> str:
    return text if len(text) <= SHORT_RESULT else f"{text[:SHORT_RESULT]}…"


def pair_of(past: PastTurn) -> list[ChatMessage]:
    """What was forwarded then is still data now."""
    asked = mask_numbers(said_by(past))
    question = quoted(asked, "forwarded") if is_foreign(past) else asked
    return [ChatMessage("user", question), ChatMessage("assistant", mask_numbers(past.answer))]


def zone_of_turn(turn: Turn) -> ZoneInfo:
    """The person's zone; a date in UTC is better than no answer."""
    try:
        return zone_of(turn.time_zone)
    except UserError:
        return ZoneInfo("UTC")
