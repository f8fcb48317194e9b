"""What is made of posts at the moment at which they leave: their copies, one post of several, or a digest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from core.ids import ChatId, MessageId
from forwarding.drafting import DraftFailed, Drafting
from forwarding.merging import Run, as_merged, runs
from forwarding.notices import Notices
from forwarding.outgoing import Via
from forwarding.passing import Passing
from forwarding.program import Judgement, Seen, read_trace, write_trace
from forwarding.routing import album_of
from forwarding.rules import Rule
from forwarding.telling import Telling
from forwarding.trouble import held_deliveries
from storage.gatherings import Made
from storage.outbox import Delivery
from storage.posts import Decision, Posts, StoredPost


@dataclass(frozen=True, slots=True)
class Departed:
    """To be recorded in one transaction."""

    deliveries: tuple[Delivery, ...] = ()
    decisions: tuple[Decision, ...] = ()
    """Of posts of which nothing could be made: they are held."""
    made: Mapping[tuple[ChatId, MessageId], Made] = field(default_factory=dict)
    """Of posts that have no copy of their own."""

    def __add__(self, other: "Departed") -> "Departed":
        return Departed(
            self.deliveries + other.deliveries, self.decisions + other.decisions, {**self.made, **other.made}
        )


class Departing:
    """Works on posts as they stand in their rows by now."""

    def __init__(self, posts: Posts, drafting: Drafting, passing: Passing, notices: Notices, telling: Telling) -> None:
        self._posts = posts
        self._drafting = drafting
        self._passing = passing
        self._notices = notices
        self._telling = telling

    async def of(self, rule: Rule, groups: Sequence[Sequence[StoredPost]]) -> Departed:
        """Of albums and posts that leave at one moment. One that was deleted is left out, if the rule cares."""
        is_digest = rule.spec.timing.kind == "digest"
        is_heard = is_digest or rule.spec.deletions != "ignore"
        there = [[post for post in group if not (is_heard and post.is_deleted)] for group in groups]
        left = [group for group in there if group]
        if is_digest:
            return await self._digest(rule, left)
        if rule.spec.merge is not None:
            made = [await self._run(rule, run) for run in runs(left)]
        else:
            made = [await self._run(rule, Run(tuple(group), album_of(group).posts)) for group in left]
        return sum(made, Departed())

    async def _digest(self, rule: Rule, groups: Sequence[Sequence[StoredPost]]) -> Departed:
        told = await self._telling.deliveries(rule, [album_of(group) for group in groups])
        made: Made = "digest"
        return Departed(tuple(told), made={(post.source, post.message): made for group in groups for post in group})

    async def _run(self, rule: Rule, run: Run) -> Departed:
        via = cast(Via, run.stored[0].via)
        try:
            draft = as_merged(await self._drafting.draft(rule, run.album), run)
        except DraftFailed as error:
            return await self._held(rule, run, Seen(0, error.transform, "held", error.reason))
        copies = await self._passing.deliveries(rule, draft, via)
        made: Made = "merged"
        merged = {(post.source, post.message): made for post in run.stored} if run.is_merged else {}
        return Departed(tuple(copies), made=merged)

    async def _held(self, rule: Rule, run: Run, failed: Seen) -> Departed:
        first = run.stored[0]
        decisions = [await self._decision(rule, post, failed) for post in run.stored]
        reason, moment = decisions[0].reason, first.accepted_at or first.date
        told = await held_deliveries(self._notices, rule, run.album, reason, via=cast(Via, first.via), moment=moment)
        return Departed(tuple(told), tuple(decisions))

    async def _decision(self, rule: Rule, post: StoredPost, failed: Seen) -> Decision:
        """The filters said what they said, and then this."""
        known = await self._posts.decisions(post.source, post.message)
        before = next((each for each in known if each.rule == rule.id), None)
        seen = read_trace(before.trace if before else ())
        judgement = Judgement("held", (*seen, replace(failed, number=len(seen))))
        trace = write_trace(judgement.seen)
        return Decision(rule.id, post.source, post.message, "held", judgement.reason, trace, rule.version)
