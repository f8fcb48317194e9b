"""Who answers: the person's own choice, else the agent with the most signs in the text, else the assistant."""

from collections.abc import Mapping

from agents.spec import AgentSpec
from agents.state import Turn

DEFAULT = "assistant"


def choose(turn: Turn, agents: Mapping[str, AgentSpec]) -> str:
    """The agent's name. A choice that is gone, or that is not open to this person, counts as none."""
    chosen = agents.get(turn.agent)
    if chosen is not None and is_open(chosen, turn):
        return chosen.name
    best = max(
        (spec for spec in agents.values() if is_open(spec, turn)),
        key=lambda spec: (spec.signs_in(turn.text), spec.name == DEFAULT),
    )
    return best.name


def is_open(spec: AgentSpec, turn: Turn) -> bool:
    return turn.is_admin or not spec.is_for_admins
