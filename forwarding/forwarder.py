"""From a post to the outbox: store, let albums settle, ask the rules, filter, enqueue."""

import asyncio
import contextlib
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from core.clock import Clock, SystemClock
from core.errors import Unavailable
from core.ids import ChatId, MessageId, RuleId
from forwarding.deciding import Deciding, Routed, behind
from forwarding.following import Following
from forwarding.outgoing import Via
from forwarding.pipeline import Pipeline
from forwarding.post import Post
from forwarding.routing import album_of, groups, is_newer, to_stored
from forwarding.rules import Rule, RuleBook
from storage.backfills import Backfill, Backfills
from storage.gatherings import Gatherings
from storage.outbox import Outbox
from storage.posts import Posts, StoredPost

ALBUM_SIZE = 10
"""Telegram's largest album."""

TOGETHER = 8
"""Held posts that are judged at once."""

POLL_SECONDS = 5.0
"""Longest sleep: another process may have stored parts of an album."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Tally:
    """So many albums of a history passed, or are held."""

    passed: int = 0
    held: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.passed + other.passed, self.held + other.held)


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
        deciding: Deciding,
        following: Following,
        backfills: Backfills,
        gatherings: Gatherings,
        settle_seconds: float = 3.5,
        clock: Clock | None = None,
    ) -> None:
        self._posts = posts
        self._rulebook = rulebook
        self._pipeline = pipeline
        self._outbox = outbox
        self._deciding = deciding
        self._following = following
        self._backfills = backfills
        self._gatherings = gatherings
        self._settle = timedelta(seconds=settle_seconds)
        self._clock = clock or SystemClock()
        self._since = self._clock.now()
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
            if known is None or known.is_deleted or not is_newer(fresh, known):
                return
            undecided = await self._following.undecided(known)
            added = await self._posts.edit(fresh, await self._following.edits(known, fresh))
            if undecided and undecided != await self._following.undecided(known):  # published meanwhile, elsewhere
                added += await self._outbox.enqueue(*await self._following.edits(known, fresh))
            if added:
                self._outbox.announce()

    async def accept_deletion(self, source: ChatId, messages: Sequence[MessageId]) -> None:
        """Let the copies follow; what was not sent yet is not sent any more, if the rule cares for deletions at all."""
        async with self._lock(source):
            known = [await self._posts.get(source, message) for message in messages]
            gone = [post for post in known if post is not None and not post.is_deleted]
            following = {post.message: await self._following.deletions(post) for post in gone}
            withdrawn = await self._following.withdrawals(gone)
            if gone and await self._posts.mark_deleted(source, following, withdrawn):
                self._outbox.announce()
            for post in gone if withdrawn else []:  # published meanwhile, elsewhere, it was not withdrawn
                await self._outbox.enqueue(*await self._following.deletions(post))

    async def accept_history(self, rule: Rule, posts: Sequence[Post], via: Via) -> Tally:
        """Let this rule alone decide about old posts, in their order; what it decided about before stays so."""
        tally = Tally()
        for group in groups([to_stored(post, via) for post in posts]):
            async with self._lock(group[0].source):
                stored = await self._backfills.take(group)
                known = await self._backfills.decided(rule.id, group[0].source, [post.message for post in stored])
                fresh = [post for post in stored if post.message not in known]
                tally += await self._decide_late(rule, fresh) if fresh else Tally()
        return tally

    async def release(self, rule: Rule, source: ChatId) -> int:
        """Decide about the next posts that waited behind a history; returns how many, 0 when none is left."""
        async with self._lock(source):
            return await self._release(rule, source)

    async def end_history(self, backfill: Backfill, rule: Rule | None, reason: str = "") -> None:
        """Decide about what waited behind it, where a rule is given; from then on live posts wait no longer."""
        while rule is not None and await self.release(rule, backfill.source):
            pass
        async with self._lock(backfill.source):
            if rule is not None:
                await self._release(rule, backfill.source)
            await self._backfills.finish(backfill, reason)

    async def retry_held(self, rule: RuleId) -> int:
        """Judge the posts that the rule holds once more; returns how many are not held any longer."""
        found = await self._rulebook.get(rule)
        if found is None:
            return 0
        held = await self._posts.held(rule)
        for source in dict.fromkeys(each.source for each in held):
            tried: set[MessageId] = set()
            while judged := await self._retry(found, source, tried):
                tried |= judged
        return len(held) - len(await self._posts.held(rule))

    async def retry_waiting(self) -> None:
        """Judge once more what waits for better times, where the rule says so."""
        for rule in await self._rulebook.list():
            if rule.spec.trouble == "wait" and not rule.is_paused:
                await self.retry_held(rule.id)

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

    async def _retry(self, rule: Rule, source: ChatId, tried: Set[MessageId]) -> set[MessageId]:
        """Judge some posts that are held still, at once: one request to a model serves several."""
        async with self._lock(source):
            held = [each.message for each in await self._posts.held(rule.id) if each.source == source]
            fresh = [message for message in held if message not in tried][: TOGETHER * ALBUM_SIZE]
            stored = [await self._posts.get(source, message) for message in fresh]
            waiting = groups([post for post in stored if post is not None])[:TOGETHER]
            asked = await asyncio.gather(*(self._ask([rule], group) for group in waiting))
            for group, routed in zip(waiting, asked, strict=True):
                await self._record(group, routed)
        return {post.message for group in waiting for post in group}

    async def _advance(self, source: ChatId) -> None:
        async with self._lock(source):
            self._unsettled.pop(source, None)
            for group in groups(await self._posts.waiting(source)):
                if (ready_at := self._ready_at(group)) > self._clock.now():
                    self._unsettled[source] = ready_at
                    return
                rules, busy = await self._rulebook.reading(source), await self._backfills.busy(source)
                routed = await self._ask([rule for rule in rules if rule.id not in busy], group)
                later = [behind(rule, group) for rule in rules if rule.id in busy]
                await self._record(group, [*routed, *later])

    async def _release(self, rule: Rule, source: ChatId) -> int:
        waiting = groups(await self._backfills.behind(rule.id, source, TOGETHER * ALBUM_SIZE))[:TOGETHER]
        for group in waiting:
            await self._decide_late(rule, group)
        return sum(map(len, waiting))

    async def _decide_late(self, rule: Rule, group: Sequence[StoredPost]) -> Tally:
        """Whoever asked for a history is not told of each post in it that is held: they see how many are."""
        routed = await self._ask([rule], group)
        verdicts = {decision.verdict for each in routed for decision in each.decisions}
        if not routed:  # it does not read this topic
            await self._posts.route([], behind(rule, group, "drop").decisions, [])
        elif "held" in verdicts and rule.spec.trouble == "wait":
            await self._posts.route([], routed[0].decisions, [])
        else:
            await self._record([], routed)
        return Tally(passed=int("pass" in verdicts), held=int("held" in verdicts))

    def _ready_at(self, group: Sequence[StoredPost]) -> datetime:
        arrived = [post.accepted_at or self._clock.now() for post in group]
        is_complete = not group[0].album or len(group) >= ALBUM_SIZE
        if is_complete:
            return min(arrived)
        # What an earlier process took in may have parts that wait to be taken in by this one. A clock can be set back.
        began = [self._since] if self._since <= self._clock.now() else []
        return max([*arrived, *began]) + self._settle

    async def _ask(self, rules: Sequence[Rule], group: Sequence[StoredPost]) -> list[Routed]:
        """Judge the whole album, also when only a straggler of it still waits."""
        first = group[0]
        whole = await self._posts.album(first.source, first.album) if first.album else group
        album = album_of(whole)
        reading = [rule for rule in rules if rule.spec.reads(first.source, album.first.topic)]
        judgements = await self._pipeline.judge(reading, album, first.accepted_at)
        return [await self._deciding.decide(rule, judgements[rule.id], group) for rule in reading]

    async def _record(self, group: Sequence[StoredPost], routed: Sequence[Routed]) -> None:
        decisions = [decision for each in routed for decision in each.decisions]
        deliveries = [delivery for each in routed for delivery in each.deliveries]
        gathered = [waits for each in routed for waits in each.gathered]
        reviews = [review for each in routed for review in each.reviews]
        if await self._posts.route(group, decisions, deliveries, gathered, reviews):
            self._outbox.announce()
        if gathered:
            self._gatherings.announce()

    def _lock(self, source: ChatId) -> asyncio.Lock:
        return self._locks.setdefault(source, asyncio.Lock())
