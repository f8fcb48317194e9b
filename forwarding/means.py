"""What filters and transforms may use besides the post itself; what is missing here holds a post back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from core.clock import Clock
from core.ids import RuleId, UserId
from forwarding.post import Post
from forwarding.seen import Seen
from storage.relevance import Relevances


class Files(Protocol):
    """The bytes that a post carries."""

    async def read(self, post: Post, limit: int) -> bytes:
        """
        Raises:
            Unavailable: not to be had now.
            UserError: never to be had, or larger than `limit` bytes.
        """


class Asker(Protocol):
    """A local model."""

    async def ask(self, order: str, text: str, *, choices: Sequence[str] = ()) -> str:
        """Its answer about the text, which it takes for data; one of `choices`, where there are some.

        Raises:
            Unavailable: no model answers now.
        """


@dataclass(frozen=True, slots=True)
class Means:
    """None stands for what this installation does not have."""

    clock: Clock
    files: Files | None = None
    asker: Asker | None = None
    seen: Seen | None = None
    relevances: Relevances | None = None
    filter_seconds: float = 2.0
    """How long a filter may think, if it does not say so itself."""


@dataclass(frozen=True, slots=True)
class Context:
    """Whose filter or transform it is."""

    rule: RuleId
    time_zone: str
    means: Means
    owner: UserId | None = None
    """None for a rule that is not saved."""
