"""An intent as its file in `agents/intents/` describes it: what people say, and what is then done without a model."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from agents.services import Services
from agents.state import ApprovalAsked, Offered, Turn
from core.i18n import Texts


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody said, and what may be used to do it; `text` may hold what they said just before."""

    text: str
    turn: Turn
    services: Services

    @property
    def texts(self) -> Texts:
        return self.services.translator.bound(self.turn.language)


def not_a_question(said: str) -> str | None:
    """What somebody said completes a wish, unless it asks for something itself."""
    return None if said.rstrip().endswith("?") else said


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is said of it: Markdown, and what stands under it."""

    text: str
    extras: tuple[Offered | ApprovalAsked, ...] = ()
    is_question: bool = False
    """Something is missing: nothing was done, and what the person says next completes it."""
    completion: Callable[[str], str | None] = not_a_question
    """What of the next message completes it; None where that is something new."""
    so_far: str = ""
    """What the question is asked of, where that is not all that was said."""
    needs_advice: bool = False
    """A model would have done better."""


@dataclass(frozen=True, slots=True)
class Intent:
    """`carry_out` gives None when it is not meant after all."""

    name: str
    signs: tuple[re.Pattern[str], ...]
    """What leaves no doubt."""
    carry_out: Callable[[Wish], Awaitable[Outcome | None]]

    def has_sign(self, text: str) -> bool:
        return any(sign.search(text) for sign in self.signs)
