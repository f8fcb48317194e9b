"""Lets what a rule gathered leave when its moment has come: taken out and enqueued in one transaction."""

from collections.abc import Sequence
from itertools import takewhile

from core.clock import Clock, SystemClock
from forwarding.departing import Departing
from forwarding.gathering import Departure, departures
from forwarding.rules import Rule, RuleBook
from storage.gatherings import Gathered, Gatherings, Leaving, Queue
from storage.outbox import Outbox
from storage.posts import Posts, StoredPost

TOGETHER = 20
"""Departures in one transaction."""
MOST_LOOKS = 100
"""At one rule in one go; the next tick goes on."""


class Gatherer:
    """What a paused rule gathered waits for it; whose moment passed meanwhile leaves when it is resumed."""

    def __init__(
        self,
        rulebook: RuleBook,
        posts: Posts,
        gatherings: Gatherings,
        departing: Departing,
        *,
        outbox: Outbox,
        clock: Clock | None = None,
    ) -> None:
        self._rulebook = rulebook
        self._posts = posts
        self._gatherings = gatherings
        self._departing = departing
        self._outbox = outbox
        self._clock = clock or SystemClock()

    async def run(self) -> None:
        """Whatever is due by now."""
        for id in await self._gatherings.due(self._clock.now()):
            for _ in range(MOST_LOOKS):
                rule = await self._rulebook.get(id)
                if rule is None or rule.is_paused or not await self._look(rule):
                    break
            self._outbox.announce()

    async def _look(self, rule: Rule) -> bool:
        """Whether more may be due."""
        now = self._clock.now()
        queue = await self._gatherings.queue(rule.id)
        planned = departures(rule.spec, queue)
        ripe = takewhile(lambda each: each.at is not None and each.at <= now, planned)
        leaving = list(ripe)[: 1 if _is_single(rule) else TOGETHER]
        await self._leave(rule, queue, leaving, planned[len(leaving) :])
        return bool(leaving)

    async def _leave(
        self, rule: Rule, queue: Queue, leaving: Sequence[Departure], staying: Sequence[Departure]
    ) -> None:
        """Nothing happens where a post was changed meanwhile: it is looked at again."""
        gathered = [each for departure in leaving for each in departure.gathered]
        groups = [await self._stored(each) for each in gathered]
        departed = await self._departing.of(rule, groups)
        moments = [departure.at for departure in staying if departure.at is not None]
        # A post that was deleted takes no slot.
        has_left = rule.spec.timing.kind == "slots" and bool(departed.deliveries)
        await self._gatherings.release(
            rule.id,
            queue,
            Leaving(
                gathered,
                seen={(post.source, post.message): (post.version, post.is_deleted) for each in groups for post in each},
                deliveries=departed.deliveries,
                decisions=departed.decisions,
                made=departed.made,
                due=min(moments, default=None),
                left_at=self._clock.now() if has_left else None,
                version=rule.version,
            ),
        )

    async def _stored(self, gathered: Gathered) -> list[StoredPost]:
        posts = [await self._posts.get(gathered.source, message) for message in gathered.messages]
        return [post for post in posts if post is not None]


def _is_single(rule: Rule) -> bool:
    """Whether what leaves at one moment is one thing."""
    return rule.spec.merge is not None or rule.spec.timing.kind in ("slots", "digest")
