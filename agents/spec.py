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
    """What in a message leaves no doubt that it is for this agent; all that is less clear the classifier weighs."""
    is_for_admins: bool = False
    takes_servers: bool = False
    """Whether the tools of the servers that admins added are its too."""

    def has_sign(self, text: str) -> bool:
        return any(sign.search(text) for sign in self.signs)


def signs(*patterns: str) -> tuple[re.Pattern[str], ...]:
    """Patterns that ignore case; write `(?-i:…)` where case matters."""
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)
