"""An agent as its file in `agents/catalog/` describes it."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AgentSpec:
    """Who answers: prompt in `agents/prompts/<name>.md`, shown to people as `agent-<name>` and `agent-<name>-about`."""

    name: str
    summary: str
    """One English line that tells the other agents' model when to hand over here."""
    tools: tuple[str, ...] = ()
    """Names of files in `agents/tools/`."""
    signs: tuple[re.Pattern[str], ...] = ()
    """What in a message speaks for this agent; the one with the most signs answers."""
    is_for_admins: bool = False

    def signs_in(self, text: str) -> int:
        return sum(1 for sign in self.signs if sign.search(text))


def signs(*patterns: str) -> tuple[re.Pattern[str], ...]:
    """Patterns that ignore case; write `(?-i:…)` where case matters."""
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)
