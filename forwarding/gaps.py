"""What was missed is looked for: holes in what the bot was sent, histories that nobody goes on with, stragglers."""

import asyncio
from datetime import timedelta

import structlog

from core.clock import Clock, SystemClock
from core.errors import Unavailable, UserError
from forwarding.forwarder import Forwarder
from forwarding.notices import Notices
from forwarding.rules import RuleBook
from storage.backfills import Backfills
from storage.holes import Hole, Holes
from storage.outbox import Outbox
from storage.presences import UPDATES, Presences

KEPT = timedelta(hours=24)
"""So long Telegram keeps what it has for a bot that does not ask."""
HEARD = timedelta(minutes=1)
"""How exactly it is known when the bot asked last."""
GRACE = timedelta(minutes=10)
"""So long an account has for filling a hole before people are told of it."""
STALE = timedelta(hours=1)
"""Live posts wait no longer behind a history that nobody goes on with."""
REMEMBERED = timedelta(days=30)

log = structlog.get_logger(__name__)


class Listening:
    """Whether the bot asks for updates, and what it may have missed when it did not for too long."""

    def __init__(self, presences: Presences, holes: Holes, rulebook: RuleBook, clock: Clock | None = None) -> None:
        self._presences = presences
        self._holes = holes
        self._rulebook = rulebook
        self._clock = clock or SystemClock()
        self._heard_at = self._clock.now() - timedelta(days=1)

    async def heard(self) -> None:
        """Telegram answers; to be told before what it sent is looked at."""
        now = self._clock.now()
        if now - self._heard_at < HEARD:
            return
        before = await self._presences.get(UPDATES)
        if before is not None and now - before.at > KEPT:
            await self._suspect()
        await self._presences.seen(UPDATES)
        self._heard_at = now

    async def keep(self) -> None:
        """Where Telegram calls by webhook: whoever is there is heard of."""
        while True:
            try:
                await self.heard()
            except Unavailable as error:
                log.warning("presence_not_kept", reason=error.key)
            await asyncio.sleep(HEARD.total_seconds())

    async def _suspect(self) -> None:
        """Only in channels: there each message has the next number, and the bot sees every one."""
        rules = [rule for rule in await self._rulebook.list() if not rule.is_paused]
        for source in sorted({chat for rule in rules for chat in rule.source_chats if rule.via(chat) == "bot"}):
            try:
                kind = (await self._rulebook.resolve(str(source))).kind
            except UserError:
                continue
            if kind == "channel" and await self._holes.suspect(source):
                log.warning("posts_may_be_missing", source=source)


class Gaps:
    """The scheduler's leader looks every few minutes."""

    def __init__(
        self,
        holes: Holes,
        backfills: Backfills,
        rulebook: RuleBook,
        forwarder: Forwarder,
        *,
        outbox: Outbox,
        notices: Notices,
        clock: Clock | None = None,
    ) -> None:
        self._holes = holes
        self._backfills = backfills
        self._rulebook = rulebook
        self._forwarder = forwarder
        self._outbox = outbox
        self._notices = notices
        self._clock = clock or SystemClock()

    async def run(self) -> None:
        now = self._clock.now()
        await self._holes.measure()
        for hole in await self._holes.open():
            if hole.before is not None and not hole.is_told and now - hole.found_at >= GRACE:
                await self._tell(hole)
        await self._holes.purge(now - REMEMBERED)
        for backfill in await self._backfills.open():
            if now - max(backfill.touched_at, backfill.not_before) > STALE:
                await self._backfills.finish(backfill, "backfill-silent")
        await self._release()

    async def _tell(self, hole: Hole) -> None:
        """Each owner once, however often this is cut."""
        for rule in await self._rulebook.reading(hole.source):
            await self._outbox.enqueue(await self._notices.hole(rule, hole))
        await self._holes.tell(hole)

    async def _release(self) -> None:
        """What still waits behind a history that is through, as another process was just deciding about it."""
        open_ones = {(each.rule, each.source) for each in await self._backfills.open()}
        for id, source in await self._backfills.lines():
            if (id, source) in open_ones:
                continue
            rule = await self._rulebook.get(id)
            if rule is None:
                await self._backfills.forget(id)
            elif not rule.is_paused:
                while await self._forwarder.release(rule, source):
                    pass
