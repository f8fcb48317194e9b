"""How rules stand to each other: which do the same, and which lead round in a circle."""

from collections.abc import Sequence
from typing import Protocol

from core.errors import UserError
from core.ids import ChatId
from forwarding.spec import RuleSpec


class Named(Protocol):
    """A rule, saved or not."""

    @property
    def name(self) -> str: ...

    @property
    def spec(self) -> RuleSpec: ...

    @property
    def is_paused(self) -> bool: ...


def check_shape(spec: RuleSpec, others: Sequence[Named], limit: int, *, is_paused: bool = False) -> None:
    """
    Raises:
        UserError: it copies a chat into itself, does what another rule does, or closes a circle.
    """
    sources, destinations = spec.source_chats, frozenset(spec.written_chats)
    if sources & destinations:
        raise UserError("error-rule-same-chat")
    if len(others) >= limit:
        raise UserError("error-rule-too-many", limit=limit)
    if not is_paused:
        check_alone(spec, others)
    if any(leads_to(source, destination, others) for source in sources for destination in destinations):
        raise UserError("error-rule-loop")


def check_alone(spec: RuleSpec, others: Sequence[Named]) -> None:
    """Of rules that do the same only one is at work; the others are paused.

    Raises:
        UserError: it does what another rule does.
    """
    for rule in others:
        if not rule.is_paused and _does_the_same(rule.spec, spec):
            raise UserError("error-rule-exists", rule=rule.name)


def _does_the_same(one: RuleSpec, other: RuleSpec) -> bool:
    return (
        set(one.sources) == set(other.sources)
        and set(one.destinations) == set(other.destinations)
        and one.filters == other.filters
    )


def leads_to(goal: ChatId, start: ChatId, rules: Sequence[Named]) -> bool:
    """Whether posts that arrive in `start` can travel on to `goal`."""
    seen: set[ChatId] = set()
    reached = {start}
    while reached:
        seen |= reached
        next_ones = (frozenset(rule.spec.written_chats) for rule in rules if rule.spec.source_chats & reached)
        reached = set().union(*next_ones) - seen
    return goal in seen
