"""Where a post goes that the filters of a rule let pass: before a reviewer, among those that wait, or on its way."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

from core.clock import Clock, SystemClock
from forwarding.drafting import Drafting
from forwarding.gathering import gather_of
from forwarding.outgoing import Via
from forwarding.passing import Passing
from forwarding.previews import Previews
from forwarding.routing import album_of
from forwarding.rules import Rule
from storage.gathering import Gather
from storage.outbox import Delivery
from storage.posts import StoredPost
from storage.reviews import Review


@dataclass(frozen=True, slots=True)
class Released:
    """To be recorded in the transaction that decides about it."""

    verdict: Literal["pass", "review"]
    deliveries: Sequence[Delivery] = ()
    gathered: Sequence[Gather] = ()
    reviews: Sequence[Review] = ()


class Releasing:
    """The same way for what passes at once and for what a reviewer publishes."""

    def __init__(self, drafting: Drafting, passing: Passing, previews: Previews, clock: Clock | None = None) -> None:
        self._drafting = drafting
        self._passing = passing
        self._previews = previews
        self._clock = clock or SystemClock()

    async def passed(self, rule: Rule, group: Sequence[StoredPost]) -> Released:
        """Of an album, or a post, that the filters let pass.

        Raises:
            DraftFailed: nothing is to be sent, and nobody is to be asked.
        """
        place = rule.spec.review_chat
        if place is None:
            return await self.published(rule, group)
        first, messages = group[0], tuple(post.message for post in group)
        shown = place.model_dump(mode="json")
        review = Review(rule.id, first.source, messages, shown, first.via, rule.version)
        draft = await self._drafting.draft(rule, album_of(group))
        return Released("review", await self._previews.show(rule, review, draft), reviews=(review,))

    async def published(self, rule: Rule, group: Sequence[StoredPost]) -> Released:
        """Of one about which there is nothing left to say.

        Raises:
            DraftFailed: nothing is to be sent.
        """
        if rule.spec.is_timed:
            return Released("pass", gathered=(gather_of(rule, group, self._clock.now()),))
        draft = await self._drafting.draft(rule, album_of(group))
        return Released("pass", await self._passing.deliveries(rule, draft, cast(Via, group[0].via)))
