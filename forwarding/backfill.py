"""Reads histories for rules, page by page from the oldest on, while the live posts of those rules wait behind."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import structlog

from core.clock import Clock, SystemClock
from core.errors import RetryLater, Unavailable, UserError
from core.ids import ChatId, MessageId, RuleId
from forwarding.forwarder import Forwarder, Tally
from forwarding.post import Post
from forwarding.rules import Rule, RuleBook
from storage.backfills import Backfill, Backfills
from storage.outbox import Outbox

AHEAD = 40
"""So many copies of a rule may wait: the rest of the history is not judged before there is room."""
AT_ONCE = 8
"""Posts or albums in one step."""
IDLE_SECONDS = 2.0
ALIVE = timedelta(minutes=5)
"""Whoever only waits shows so often that it is still there."""
PAUSE = timedelta(seconds=15)
"""After an outage."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Span:
    """Messages after `after` up to `until`; about `total` of them."""

    after: MessageId
    until: MessageId
    total: int


@dataclass(frozen=True, slots=True)
class Page:
    """Posts in their order, no album cut in two; `count` messages up to `last`, service messages included."""

    posts: tuple[Post, ...]
    last: MessageId
    count: int
    is_last: bool


class Past(Protocol):
    """What an account sees. Everything raises UserError (nobody sees the source), Unavailable or RetryLater."""

    async def measure(self, source: ChatId, count: int) -> Span:
        """Where the last `count` messages begin and end."""

    async def page(self, source: ChatId, after: MessageId, until: MessageId) -> Page:
        """The next ones after `after`."""

    async def look(self, source: ChatId, messages: Sequence[MessageId]) -> dict[MessageId, Post | None]:
        """Each of the messages as it is now; None for one that is gone."""

    async def is_channel(self, source: ChatId) -> bool:
        """Whether it is a channel, whose past everybody sees alike."""


class Backfiller:
    """One of these runs, where the accounts are. What it has come to is in the rows, so that a kill loses nothing."""

    def __init__(
        self,
        backfills: Backfills,
        rulebook: RuleBook,
        forwarder: Forwarder,
        outbox: Outbox,
        *,
        past: Past,
        clock: Clock | None = None,
    ) -> None:
        self._backfills = backfills
        self._rulebook = rulebook
        self._forwarder = forwarder
        self._outbox = outbox
        self._past = past
        self._clock = clock or SystemClock()
        self._pages: dict[int, tuple[Page, deque[list[Post]]]] = {}

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                is_busy = await self.step()
            except Unavailable as error:
                log.warning("backfills_postponed", reason=error.key)
                is_busy = False
            if not is_busy:
                await asyncio.sleep(IDLE_SECONDS)

    async def step(self) -> bool:
        """Bring each history some posts further; False when there is nothing to do now."""
        open_ones = await self._backfills.open()
        if not open_ones:
            return False
        waiting = await self._waiting()
        return any([await self._go_on(each, waiting.get(each.rule, 0)) for each in open_ones])

    async def _waiting(self) -> dict[RuleId | None, int]:
        found: dict[RuleId | None, int] = {}
        for each in await self._outbox.waiting():
            found[each.rule] = found.get(each.rule, 0) + each.count
        return found

    async def _go_on(self, backfill: Backfill, waiting: int) -> bool:
        rule = await self._rulebook.get(backfill.rule)
        if rule is None or backfill.source not in rule.source_chats:
            return await self._end(backfill, rule, "backfill-rule-gone")
        if backfill.is_cancelled:
            return await self._end(backfill, rule, "backfill-cancelled")
        if rule.is_paused or backfill.not_before > self._clock.now() or waiting >= _room(rule):
            if self._clock.now() - backfill.touched_at > ALIVE:
                await self._backfills.rest(backfill, backfill.reason, backfill.not_before)
            return False
        try:
            return await self._read(backfill, rule)
        except RetryLater as error:
            await self._backfills.rest(backfill, error.key, self._clock.now() + timedelta(seconds=error.seconds))
        except Unavailable as error:
            await self._backfills.rest(backfill, error.key, self._clock.now() + PAUSE)
        except UserError as error:
            return await self._end(backfill, rule, error.key)
        return False

    async def _read(self, backfill: Backfill, rule: Rule) -> bool:
        if backfill.cursor is None:
            span = await self._past.measure(backfill.source, backfill.wanted)
            await self._backfills.measured(backfill, span.after, span.until, span.total)
            return True
        page, left = self._pages.get(backfill.id) or await self._turn(backfill, backfill.cursor)
        posts = [left.popleft() for _ in range(min(AT_ONCE, len(left)))]
        tally = Tally()
        for album in posts:
            tally += await self._forwarder.accept_history(rule, album, rule.via(backfill.source))
        cursor = page.last if not left else MessageId(left[0][0].message - 1)
        done = sum(map(len, posts)) + (0 if left else page.count - len(page.posts))
        await self._backfills.advance(backfill, cursor, done, tally.passed, tally.held)
        if left:
            return True
        del self._pages[backfill.id]
        return await self._end(backfill, rule) if page.is_last or cursor >= backfill.until else True

    async def _turn(self, backfill: Backfill, cursor: MessageId) -> tuple[Page, deque[list[Post]]]:
        page = await self._past.page(backfill.source, cursor, backfill.until)
        turned = self._pages[backfill.id] = page, deque(albums(page.posts))
        return turned

    async def _end(self, backfill: Backfill, rule: Rule | None, reason: str = "") -> bool:
        self._pages.pop(backfill.id, None)
        can_decide = rule is not None and not rule.is_paused
        await self._forwarder.end_history(backfill, rule if can_decide else None, reason)
        return True


def albums(posts: Sequence[Post]) -> list[list[Post]]:
    """In the order of their first parts."""
    found: dict[str | int, list[Post]] = {}
    for post in posts:
        found.setdefault(post.album or post.message, []).append(post)
    return list(found.values())


def _room(rule: Rule) -> int:
    """Fewer than the rule drops for being too many."""
    return AHEAD if rule.spec.overflow == "queue" else max(1, min(AHEAD, rule.spec.overflow_after // 2))
