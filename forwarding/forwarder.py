"""From a post to the outbox: store, let albums settle, ask the rules, filter, enqueue."""

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

import structlog

from core.clock import Clock, SystemClock
from core.errors import Unavailable
from core.ids import ChatId, RuleId
from forwarding.notices import Notices
from forwarding.outgoing import Via
from forwarding.pipeline import Pipeline
from forwarding.post import Post
from forwarding.routing import album_of, copy_delivery, edit_delivery, from_stored, groups, is_newer, to_stored
from forwarding.rules import Rule, RuleBook
from storage.outbox import Delivery, Outbox
from storage.posts import Decision, Posts, StoredPost

ALBUM_SIZE = 10
"""Telegram's largest album."""

POLL_SECONDS = 5.0
"""Longest sleep: another process may have stored parts of an album."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Routed:
    """What is recorded about one album in one transaction."""

    decisions: tuple[Decision, ...]
    deliveries: tuple[Delivery, ...]


class Forwarder:
    """Takes each post of every source once, in the order of their ids.

    A post waits in its row until it is decided about, so that a restart finds it again. Behind an album that has not
    settled, later posts of the source wait too.
    """

    def __init__(
        self,
        posts: Posts,
        rulebook: RuleBook,
        pipeline: Pipeline,
        outbox: Outbox,
        *,
        notices: Notices,
        settle_seconds: float = 1.5,
        clock: Clock | None = None,
    ) -> None:
        self._posts = posts
        self._rulebook = rulebook
        self._pipeline = pipeline
        self._outbox = outbox
        self._notices = notices
        self._settle = timedelta(seconds=settle_seconds)
        self._clock = clock or SystemClock()
        self._locks: dict[ChatId, asyncio.Lock] = {}
        self._unsettled: dict[ChatId, datetime] = {}
        self._changed = asyncio.Event()

    async def accept(self, post: Post, via: Via = "bot") -> None:
        """Store the post and route it as soon as its album has settled; seeing it again changes nothing."""
        await self._posts.add(to_stored(post, via))
        await self._advance(post.source)
        self._changed.set()

    async def accept_edit(self, post: Post, via: Via = "bot") -> None:
        """Let the copies of the post follow its new text. A post that was not passed on stays so."""
        async with self._lock(post.source):
            known = await self._posts.get(post.source, post.message)
            fresh = to_stored(post, via)
            if known is None or not is_newer(fresh, known):
                return
            rules = () if known.is_waiting else await self._passed(known)
            edits = [edit_delivery(rule, from_stored(known), post, fresh) for rule in rules]
            if await self._posts.edit(fresh, edits):
                self._outbox.announce()

    async def retry_held(self, rule: RuleId) -> int:
        """Judge the posts that the rule holds once more; returns how many are not held any longer."""
        found = await self._rulebook.get(rule)
        if found is None:
            return 0
        held = await self._posts.held(rule)
        async with self._lock(found.spec.source):
            stored = [await self._posts.get(each.source, each.message) for each in held]
            for group in groups([post for post in stored if post is not None]):
                await self._record(group, [await self._ask(found, group)])
        return len(held) - len(await self._posts.held(rule))

    async def settle(self) -> float | None:
        """Route what has settled; returns the seconds until the next album does."""
        for source in await self._posts.waiting_sources():
            await self._advance(source)
        if not self._unsettled:
            return None
        return max(0.0, (min(self._unsettled.values()) - self._clock.now()).total_seconds())

    async def run(self) -> None:
        """Settle albums as their time comes, those of an earlier process first."""
        while True:
            self._changed.clear()
            try:
                left = await self.settle()
                pause = POLL_SECONDS if left is None else min(POLL_SECONDS, left)
            except Unavailable as error:
                log.warning("settle_postponed", reason=error.key)
                pause = POLL_SECONDS
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):  # wait_for of Python 3.11 can swallow a cancel
                    await self._changed.wait()

    async def _advance(self, source: ChatId) -> None:
        async with self._lock(source):
            self._unsettled.pop(source, None)
            for group in groups(await self._posts.waiting(source)):
                if (ready_at := self._ready_at(group)) > self._clock.now():
                    self._unsettled[source] = ready_at
                    return
                rules = await self._rulebook.matching(source)
                await self._record(group, [await self._ask(rule, group) for rule in rules])

    def _ready_at(self, group: Sequence[StoredPost]) -> datetime:
        arrived = [post.accepted_at or self._clock.now() for post in group]
        is_complete = not group[0].album or len(group) >= ALBUM_SIZE
        return min(arrived) if is_complete else max(arrived) + self._settle

    async def _ask(self, rule: Rule, group: Sequence[StoredPost]) -> Routed:
        """Judge the whole album, also when only a straggler of it still waits."""
        first = group[0]
        whole = await self._posts.album(first.source, first.album) if first.album else group
        verdict = await self._pipeline.judge(rule, album_of(whole))
        decisions = tuple(
            Decision(rule.id, post.source, post.message, verdict.outcome, verdict.reason) for post in group
        )
        if verdict.outcome == "pass":
            return Routed(decisions, (copy_delivery(rule, album_of(group), cast(Via, first.via)),))
        if verdict.outcome == "held":
            return Routed(decisions, (await self._notices.held(rule, album_of(group), verdict.reason),))
        return Routed(decisions, ())

    async def _record(self, group: Sequence[StoredPost], routed: Sequence[Routed]) -> None:
        decisions = [decision for each in routed for decision in each.decisions]
        deliveries = [delivery for each in routed for delivery in each.deliveries]
        if await self._posts.route(group, decisions, deliveries):
            self._outbox.announce()

    async def _passed(self, post: StoredPost) -> list[Rule]:
        decisions = await self._posts.decisions(post.source, post.message)
        rules = [await self._rulebook.get(each.rule) for each in decisions if each.verdict == "pass"]
        return [rule for rule in rules if rule is not None and not rule.is_paused]

    def _lock(self, source: ChatId) -> asyncio.Lock:
        return self._locks.setdefault(source, asyncio.Lock())
