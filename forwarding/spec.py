"""What a rule says: where posts come from and go to, which pass, and what becomes of them; as JSON and as YAML."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_serializer, model_validator

from core.errors import UserError
from core.ids import ChatId, TopicId, endpoint_of
from forwarding.normalising import normalise
from forwarding.post import MediaKind
from forwarding.timing import Merge, Timing
from forwarding.topics import GENERAL, GENERAL_NAME

MAX_CHATS = 50
MAX_CHECKS = 200
MAX_DEPTH = 6
MAX_STEPS = 20
MAX_SAMPLES = 50
MAX_TOPIC_NAME = 128
"""Telegram's own bound."""

GROUPS = ("all", "any", "not")


class Strict(BaseModel):
    """A part of a rule: frozen, and a name that it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Strict):
    """A chat that is read, or one topic of it."""

    chat: ChatId
    topic: TopicId | None = None


class Destination(Strict):
    """A chat that is written to, or one topic of it."""

    chat: ChatId
    topic: TopicId | None = None
    topic_name: str = Field("", max_length=MAX_TOPIC_NAME)
    """Instead of its number: the topic is opened when something goes there first."""

    @model_validator(mode="after")
    def _one_topic(self) -> Self:
        if self.topic is not None and self.topic_name:
            raise UserError("error-rule-two-topics")
        return self

    @property
    def is_opened_by_name(self) -> bool:
        """Whether its topic has to be opened; General is there."""
        return bool(self.topic_name) and self.topic_name.casefold() != GENERAL_NAME


class Node(Strict):
    """A filter with its parameters, or `all`, `any` or `not` of others; written as a mapping of one key."""

    op: str
    parts: tuple["Node", ...] = ()
    params: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"op": value}
        if not isinstance(value, Mapping) or "op" in value:
            return value
        if len(value) != 1:
            raise UserError("error-rule-filter-shape")
        ((op, inner),) = value.items()
        if op == "not":
            return {"op": op, "parts": (inner,)}
        if op in GROUPS:
            return {"op": op, "parts": inner}
        return {"op": op, "params": {} if inner is None else inner}

    @model_serializer
    def _write(self) -> dict[str, Any]:
        if self.op == "not":
            return {self.op: self.parts[0].model_dump()}
        if self.op in GROUPS:
            return {self.op: [part.model_dump() for part in self.parts]}
        return {self.op: self.params}

    @property
    def is_group(self) -> bool:
        return self.op in GROUPS

    def walk(self) -> Iterator["Node"]:
        """Itself and all that is in it, in the order of reading."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def depth(self) -> int:
        return 1 + max((part.depth() for part in self.parts), default=0)


EVERYTHING = Node(op="all")
"""Lets every post pass."""


class Step(Strict):
    """A transform with its parameters; written as a mapping of one key."""

    name: str
    params: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"name": value}
        if not isinstance(value, Mapping) or "name" in value:
            return value
        if len(value) != 1:
            raise UserError("error-rule-transform-shape")
        ((name, params),) = value.items()
        return {"name": name, "params": params or {}}

    @model_serializer
    def _write(self) -> dict[str, Any]:
        return {self.name: self.params}


class Sample(Strict):
    """A post as it may come, and what the filters have to say of it whenever the rule is saved."""

    text: str = Field("", max_length=4096)
    media: MediaKind | None = None
    expected: Literal["pass", "drop"] = "pass"


class StoryWindow(Strict):
    """How long after the first post of a story others that tell the same belong to it."""

    hours: int = Field(24, ge=1, le=168)


class RuleSpec(Strict):
    """What a person asks for. Every post of every source that the filters let pass goes to every destination."""

    name: str = Field("", max_length=100)
    sources: tuple[Source, ...] = Field(min_length=1, max_length=MAX_CHATS)
    destinations: tuple[Destination, ...] = Field(min_length=1, max_length=MAX_CHATS)
    filters: Node = EVERYTHING
    transforms: tuple[Step, ...] = Field((), max_length=MAX_STEPS)
    mode: Literal["copy", "forward"] = "copy"
    """`forward` shows where the post came from; it leaves no room for transforms."""
    edits: Literal["follow", "versions", "strike", "ignore"] = "follow"
    """`versions` keeps the older texts under the new one, `strike` strikes what was taken away."""
    deletions: Literal["follow", "strike", "tombstone", "ignore"] = "ignore"
    """Only an account hears of deletions."""
    doubt: Literal["at_most_once", "at_least_once"] = "at_most_once"
    """Of a send by the bot that was cut in the middle, so that nobody knows whether it arrived."""
    trouble: Literal["wait", "check"] = "wait"
    """Of a post that a filter or a transform fails at: `wait` tries again by and by, `check` shows it."""
    check_chat: Destination | None = None
    """Where people see what `check` shows."""
    review_chat: Destination | None = None
    """Where an admin says of each post that passes whether it is published."""
    votes: bool = False
    """Thumbs stand under the copies; `relevant` learns from them."""
    overflow: Literal["queue", "drop_oldest", "digest", "paid"] = "queue"
    """When more than `overflow_after` wait: the oldest go unsent, or one digest takes the place of all of them,
    or Telegram is paid for not counting them among all that the bot sends."""
    overflow_after: int = Field(100, ge=1, le=100_000)
    timing: Timing = Timing()
    """When its copies leave."""
    merge: Merge | None = None
    """Several posts become one. Only copies that leave at once are merged."""
    stories: StoryWindow | None = None
    """Posts that say nearly the same share one copy, which names their chats."""
    time_zone: str = "UTC"
    samples: tuple[Sample, ...] = Field((), max_length=MAX_SAMPLES)

    @field_validator("filters")
    @classmethod
    def _bound(cls, node: Node) -> Node:
        if sum(1 for each in node.walk() if not each.is_group) > MAX_CHECKS:
            raise UserError("error-rule-too-many-filters", limit=MAX_CHECKS)
        if node.depth() > MAX_DEPTH:
            raise UserError("error-rule-too-deep", limit=MAX_DEPTH)
        return node

    @model_validator(mode="after")
    def _shown_somewhere(self) -> "RuleSpec":
        if self.trouble == "check" and self.check_chat is None:
            raise UserError("error-rule-no-check-chat")
        if self.check_chat is not None and any(source.chat == self.check_chat.chat for source in self.sources):
            raise UserError("error-rule-check-chat-is-source")
        return self

    @model_validator(mode="after")
    def _reviewed_somewhere(self) -> Self:
        if self.review_chat is None:
            return self
        if endpoint_of(self.review_chat.chat) is not None:
            raise UserError("error-rule-review-chat-on-web")
        if self.review_chat.chat in self.source_chats:
            raise UserError("error-rule-review-chat-is-source")
        if self.review_chat in self.destinations:
            raise UserError("error-rule-review-chat-is-destination")
        return self

    @model_validator(mode="after")
    def _votable(self) -> Self:
        if self.votes and self.mode == "forward":
            raise UserError("error-rule-votes-forward")
        return self

    @model_validator(mode="after")
    def _mergeable(self) -> Self:
        if self.merge is not None and self.timing.kind != "now":
            raise UserError("error-rule-merge-timing")
        if self.merge is not None and self.mode == "forward":
            raise UserError("error-rule-merge-forward")
        return self

    @model_validator(mode="after")
    def _tellable(self) -> Self:
        if self.stories is not None and (self.mode == "forward" or self.merge is not None):
            raise UserError("error-rule-stories-alone")
        return self

    @property
    def is_timed(self) -> bool:
        """Whether what passes waits for something before it leaves."""
        return self.merge is not None or self.timing.kind != "now"

    @property
    def written_places(self) -> tuple[Destination, ...]:
        """The destinations, and where people check and review."""
        places = (*self.destinations, self.check_chat, self.review_chat)
        return tuple(place for place in places if place is not None)

    @property
    def written_chats(self) -> tuple[ChatId, ...]:
        """The chats of these places."""
        return tuple(dict.fromkeys(place.chat for place in self.written_places))

    @property
    def source(self) -> ChatId:
        """The first one, which names the rule."""
        return self.sources[0].chat

    @property
    def destination(self) -> ChatId:
        """The first one, which names the rule."""
        return self.destinations[0].chat

    @property
    def source_chats(self) -> frozenset[ChatId]:
        return frozenset(source.chat for source in self.sources)

    @property
    def destination_chats(self) -> frozenset[ChatId]:
        return frozenset(destination.chat for destination in self.destinations)

    def reads(self, chat: ChatId, topic: TopicId | None = None) -> bool:
        """Whether it reads a post that stands there; Telegram names no topic for those in General."""
        return any(source.chat == chat and source.topic in (None, topic or GENERAL) for source in self.sources)


def simple_rule(
    source: ChatId,
    destination: ChatId,
    *,
    keep: Sequence[str] = (),
    drop: Sequence[str] = (),
    topic: TopicId | None = None,
    name: str = "",
) -> RuleSpec:
    """Posts with one of `keep` (or `keep` is empty) and none of `drop`."""
    wanted = [_any_of(keep)] if any(map(normalise, keep)) else []
    unwanted = [Node(op="not", parts=(_any_of(drop),))] if any(map(normalise, drop)) else []
    return RuleSpec(
        name=name,
        sources=(Source(chat=source),),
        destinations=(Destination(chat=destination, topic=topic),),
        filters=Node(op="all", parts=(*wanted, *unwanted)),
    )


def _any_of(words: Sequence[str]) -> Node:
    return Node(op="keywords", params={"words": list(words)})
