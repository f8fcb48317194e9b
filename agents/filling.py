"""What fills a model's context with the next question of a thread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agents.answering import Share
from agents.budget import answer_room, budget_of
from agents.guardrails import cost_of, tokens
from agents.prompting import newest_fitting, pair_of
from inference.chat_model import ToolSpec


@dataclass(frozen=True, slots=True)
class Filling:
    """Estimated, in tokens."""

    window: int
    parts: Mapping[str, int]
    """By name, in their order: system, persona, notes, summary, tools, history, answer."""
    turns: int
    """Of the history; `left_out` more no longer fit."""
    left_out: int

    @property
    def free(self) -> int:
        """For the question."""
        return max(0, self.window - sum(self.parts.values()))


def filling_of(share: Share, tools: Sequence[ToolSpec], system: Mapping[str, str]) -> Filling:
    """`system` is the system prompt in its parts; the question counts as none of them."""
    history, window = share.prompt.history, share.window
    costs = {name: tokens(text) for name, text in system.items()}
    fitting = newest_fitting(history, budget_of(window, tools) - sum(costs.values()))
    costs["system"] += costs.pop("language", 0)
    costs["tools"] = cost_of((), tools)
    costs["history"] = sum(cost_of(pair_of(past)) for past in fitting)
    costs["answer"] = answer_room(window)
    return Filling(window, costs, len(fitting), len(history) - len(fitting))
