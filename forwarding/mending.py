"""Reads again, where an account can: what fell into a hole, and what was edited or deleted while nobody looked."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

import structlog

from core.clock import Clock, SystemClock
from core.errors import Unavailable, UserError
from core.ids import ChatId, MessageId
from forwarding.backfill import Past
from forwarding.forwarder import Forwarder
from forwarding.history_desk import with_past
from forwarding.outgoing import Via
from forwarding.post import Post
from forwarding.routing import from_stored
from forwarding.rules import RuleBook
from storage.copied import CopiedPosts
from storage.holes import Hole, Holes
from storage.posts import StoredPost

PACE_SECONDS = 60.0
AGAIN = timedelta(hours=6)
"""Between two looks at the same posts."""
MOST = 1_000
"""The newest posts of a source with copies."""
PAGE = 100
PATIENCE = timedelta(minutes=10)
"""So long a hole may wait for the post at its end."""

log = structlog.get_logger(__name__)


class Mending:
    """One of these runs, where the accounts are."""

    def __init__(
        self,
        holes: Holes,
        copied: CopiedPosts,
        rulebook: RuleBook,
        forwarder: Forwarder,
        *,
        past: Past,
        clock: Clock | None = None,
    ) -> None:
        self._holes = holes
        self._copied = copied
        self._rulebook = rulebook
        self._forwarder = forwarder
        self._past = past
        self._clock = clock or SystemClock()
        self._looked_at: dict[ChatId, datetime] = {}
        self._wake = asyncio.Event()

    def look_soon(self) -> None:
        """An account is there: what nobody saw until now can be looked at."""
        self._looked_at.clear()
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self._wake.clear()
            try:
                await self.fill()
                await self.look_again()
            except Unavailable as error:
                log.warning("mending_postponed", reason=error.key)
            with suppress(TimeoutError):
                async with asyncio.timeout(PACE_SECONDS):
                    await self._wake.wait()

    async def fill(self) -> None:
        """Take in the posts of holes whose sources an account sees."""
        for hole in await self._holes.open():
            if hole.before is None and self._clock.now() - hole.found_at < PATIENCE:
                continue
            rules = await self._rulebook.reading(hole.source)
            with _passing_over(hole.source):
                if rules:
                    await self._holes.fill(hole, await self._read(hole, rules[0].via(hole.source)))

    async def look_again(self) -> None:
        """At the newest posts with copies, of each channel that an account sees: at the start, and then rarely."""
        now = self._clock.now()
        for source in await self._sources():
            if now - self._looked_at.get(source, now - AGAIN) >= AGAIN:
                self._looked_at[source] = now
                with _passing_over(source):
                    await self._look_at(source)

    async def _sources(self) -> list[ChatId]:
        rules = [rule for rule in await self._rulebook.list() if not rule.is_paused]
        followed = [rule for rule in rules if rule.spec.deletions != "ignore" or rule.spec.edits != "ignore"]
        return sorted({source for rule in followed for source in with_past(rule)})

    async def _read(self, hole: Hole, via: Via) -> int:
        until = MessageId(hole.before - 1) if hole.before else (await self._past.measure(hole.source, 1)).until
        cursor, count = hole.after, 0
        while cursor < until:
            page = await self._past.page(hole.source, cursor, until)
            for post in page.posts:
                await self._forwarder.accept(post, via)
            cursor, count = page.last, count + len(page.posts)
            if page.is_last:
                break
        return count

    async def _look_at(self, source: ChatId) -> None:
        if not await self._past.is_channel(source):
            return  # what a member of a group does not see may be from before they came
        rules = [rule.id for rule in await self._rulebook.reading(source)]
        known = await self._copied.newest(rules, source, MOST)
        for first in range(0, len(known), PAGE):
            await self._compare(source, known[first : first + PAGE])

    async def _compare(self, source: ChatId, known: Sequence[StoredPost]) -> None:
        found = await self._past.look(source, [post.message for post in known])
        gone = [post.message for post in known if post.message in found and found[post.message] is None]
        if gone:
            await self._forwarder.accept_deletion(source, gone)
        for post in known:
            if (now := found.get(post.message)) is not None and (edited := _edited(post, now)) is not None:
                await self._forwarder.accept_edit(edited, cast(Via, post.via))


def _edited(known: StoredPost, now: Post) -> Post | None:
    """What it says now, if it was edited since. Bot and account name the same media in different ways."""
    if known.via == "account":
        return now
    before = from_stored(known)
    is_later = now.edited is not None and (before.edited is None or now.edited > before.edited)
    return replace(now, media=before.media) if is_later and now.text != before.text else None


@contextmanager
def _passing_over(source: ChatId) -> Iterator[None]:
    """One source that cannot be read now must not keep the others waiting."""
    try:
        yield
    except (UserError, Unavailable) as error:
        log.info("source_not_looked_at", source=source, reason=error.key)
