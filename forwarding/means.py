"""What filters and transforms may use besides the post itself; what is missing here holds a post back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.clock import Clock
from core.ids import RuleId, UserId
from forwarding.post import Post
from forwarding.seen import Seen
from storage.relevance import Relevances
from storage.reviews import Reviews

Fits = Callable[[str], bool]
"""Whether what a model wrote can be used."""


class Files(Protocol):
    """The bytes that a post carries."""

    async def read(self, post: Post, limit: int) -> bytes:
        """
        Raises:
            Unavailable: not to be had now.
            UserError: never to be had, or larger than `limit` bytes.
        """


class Blobs(Protocol):
    """Pictures that were made for copies, by name."""

    async def has(self, name: str) -> bool: ...

    async def get(self, name: str) -> bytes | None: ...

    async def put(self, name: str, content: bytes) -> None: ...


class Asker(Protocol):
    """A local model."""

    async def ask(self, order: str, text: str, *, choices: Sequence[str] = (), fits: Fits | None = None) -> str:
        """Its answer about the text, which it takes for data; one of `choices`, where there are some.

        The same question has the same answer later. One that does not fit is asked for once more.

        Raises:
            Unavailable: no model answers now, or none as it is asked to.
        """


@dataclass(frozen=True, slots=True)
class Means:
    """None stands for what this installation does not have."""

    clock: Clock
    files: Files | None = None
    blobs: Blobs | None = None
    asker: Asker | None = None
    seen: Seen | None = None
    relevances: Relevances | None = None
    reviews: Reviews | None = None
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
