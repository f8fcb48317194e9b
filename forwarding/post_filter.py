"""A filter: parameters that a rule gives, and a judge that says of a post whether it goes on, and why."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Generic, Literal, TypeVar

from core.ids import RuleId
from forwarding.keywords import KeywordList
from forwarding.means import Context
from forwarding.patterns import Matches
from forwarding.post import Album, Post
from forwarding.spec import Strict

Outcome = Literal["pass", "drop", "held"]

CheckKey = tuple[RuleId, int]
"""One filter of one rule, numbered in the order of reading."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a post goes on. `held` is for a filter that cannot tell: it broke, took too long, or lacks something."""

    outcome: Outcome
    value: str = ""
    """What decided: the word, the size, the hour; shown to whoever asks why."""


PASS = Verdict("pass")
DROP = Verdict("drop")


def passed_if(is_so: bool, value: object = "") -> Verdict:
    return Verdict("pass" if is_so else "drop", str(value))


class Candidate:
    """An album that is judged by one rule after the other; what several filters ask of it is worked out once."""

    def __init__(
        self,
        album: Album,
        now: datetime,
        words: Mapping[CheckKey, str] | None = None,
        patterns: Matches[CheckKey] | None = None,
    ) -> None:
        self.album = album
        self.now = now
        """When it was read."""
        self.words: Mapping[CheckKey, str] = words or {}
        """The keyword that each list found in the text."""
        self.patterns: Matches[CheckKey] = patterns or Matches()
        """What each list of patterns found in the text."""

    @property
    def posts(self) -> tuple[Post, ...]:
        return self.album.posts

    @property
    def first(self) -> Post:
        return self.album.first

    @cached_property
    def text(self) -> str:
        """Of all parts."""
        return text_of(self.album)


def text_of(album: Album) -> str:
    return album.first.text if len(album.posts) == 1 else "\n".join(post.text for post in album.posts if post.text)


Judge = Callable[[Candidate], Verdict | Awaitable[Verdict]]

P = TypeVar("P", bound=Strict)


@dataclass(frozen=True, slots=True)
class PostFilter(Generic[P]):
    """What a file in `forwarding/filters/` exports. `prepare` makes the judge of one check, once.

    A filter with `words` or `patterns` asks the candidate for what the shared index found under `key`; one that asks
    for nothing else is decided by that alone.
    """

    name: str
    params: type[P]
    prepare: Callable[[P, Context, CheckKey], Judge]
    words: Callable[[P], KeywordList] | None = None
    patterns: Callable[[P], Sequence[str]] | None = None
    seconds: float = 0.0
    """How long it may think; 0 stands for what is usual."""

    def read(self, params: Mapping[str, Any]) -> P:
        """
        Raises:
            UserError: a parameter says so itself.
            pydantic.ValidationError: they do not fit.
        """
        return self.params.model_validate(params)

    @property
    def title(self) -> str:
        """The locale key of its name; with `-about`, that of the sentence that tells what it does."""
        return f"filter-{self.name.replace('_', '-')}"

    @property
    def is_indexed(self) -> bool:
        return self.words is not None or self.patterns is not None


AnyFilter = PostFilter[Any]
