"""From what the filters say of an album to what is recorded of it: decisions, and all that follows from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from core.clock import Clock, SystemClock
from forwarding.drafting import DraftFailed
from forwarding.notices import Notices
from forwarding.outgoing import Via
from forwarding.program import Judgement, Seen, write_trace
from forwarding.releasing import Releasing
from forwarding.routing import album_of
from forwarding.rules import Rule
from forwarding.stories import Storylines
from forwarding.trouble import held_deliveries
from storage.gathering import Gather
from storage.outbox import Delivery
from storage.posts import BEHIND, Decision, StoredPost
from storage.reviews import Review


@dataclass(frozen=True, slots=True)
class Routed:
    """What is recorded about one album in one transaction."""

    decisions: Sequence[Decision]
    deliveries: Sequence[Delivery] = ()
    gathered: Sequence[Gather] = ()
    reviews: Sequence[Review] = ()


class Deciding:
    """For one rule at a time. What was deleted meanwhile goes nowhere, if the rule cares for deletions at all."""

    def __init__(
        self, releasing: Releasing, storylines: Storylines, notices: Notices, clock: Clock | None = None
    ) -> None:
        self._releasing = releasing
        self._storylines = storylines
        self._notices = notices
        self._clock = clock or SystemClock()

    async def decide(self, rule: Rule, judgement: Judgement, group: Sequence[StoredPost]) -> Routed:
        is_heard = rule.spec.deletions != "ignore"
        there = [post for post in group if not (is_heard and post.is_deleted)]
        if there and judgement.outcome == "pass":
            return await self._passed(rule, judgement, group, there)
        if there and judgement.outcome == "held":
            return await self._held(rule, judgement, group, there)
        return Routed(_decisions(rule, judgement, group))

    async def _passed(
        self, rule: Rule, judgement: Judgement, group: Sequence[StoredPost], there: Sequence[StoredPost]
    ) -> Routed:
        came_at = group[0].accepted_at or self._clock.now()
        if (told := await self._storylines.join(rule, album_of(there), judgement, came_at)) is not None:
            judgement, edits = told
            return Routed(_decisions(rule, judgement, group), edits)
        try:
            released = await self._releasing.passed(rule, there)
        except DraftFailed as error:
            failed = Seen(len(judgement.seen), error.transform, "held", error.reason)
            return await self._held(rule, Judgement("held", (*judgement.seen, failed)), group, there)
        decisions = _decisions(rule, judgement, there, released.verdict)
        decisions += _decisions(rule, judgement, [post for post in group if post not in there])
        return Routed(decisions, released.deliveries, released.gathered, released.reviews)

    async def _held(
        self, rule: Rule, judgement: Judgement, group: Sequence[StoredPost], there: Sequence[StoredPost]
    ) -> Routed:
        via, came_at = cast(Via, group[0].via), group[0].accepted_at or self._clock.now()
        told = await held_deliveries(self._notices, rule, album_of(there), judgement.reason, via=via, moment=came_at)
        return Routed(_decisions(rule, judgement, group), told)


def behind(rule: Rule, group: Sequence[StoredPost], verdict: str = BEHIND) -> Routed:
    """It waits for the history that the rule reads first."""
    return Routed([Decision(rule.id, each.source, each.message, verdict, version=rule.version) for each in group])


def _decisions(rule: Rule, judgement: Judgement, group: Sequence[StoredPost], verdict: str = "") -> list[Decision]:
    trace = write_trace(judgement.seen)
    said, reason, version = verdict or judgement.outcome, judgement.reason, rule.version
    return [Decision(rule.id, post.source, post.message, said, reason, trace, version) for post in group]
