"""Reads the feeds of all rules, each at its own pace: every new entry is a post, every changed one an edit."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from core.clock import Clock, SystemClock
from core.errors import PlatformError, RetryLater, Unavailable
from core.ids import ChatId, MessageId, endpoint_of
from forwarding.forwarder import Forwarder
from forwarding.notices import Notices
from forwarding.post import Post
from forwarding.rules import RuleBook
from forwarding.transports.feeds.document import Document, Entry
from forwarding.transports.feeds.feeds import Feeds
from storage.endpoints import Endpoint, Endpoints
from storage.feed_entries import FeedEntries
from storage.outbox import Outbox

AT_ONCE = 4
PATIENCE = 4
"""Failures in a row after which people hear of a server that does not answer; of what waiting cannot mend, at once."""
LONGEST = timedelta(days=1)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class FeedShelf:
    """What is known of feeds."""

    endpoints: Endpoints
    entries: FeedEntries


class FeedReader:
    """One at a time of these: the scheduler's leader has it."""

    def __init__(
        self,
        feeds: Feeds,
        shelf: FeedShelf,
        rulebook: RuleBook,
        forwarder: Forwarder,
        *,
        notices: Notices,
        outbox: Outbox,
        minutes: float,
        clock: Clock | None = None,
    ) -> None:
        self._feeds = feeds
        self._shelf = shelf
        self._rulebook = rulebook
        self._forwarder = forwarder
        self._notices = notices
        self._outbox = outbox
        self._pace = timedelta(minutes=minutes)
        self._clock = clock or SystemClock()

    async def read_due(self) -> None:
        """Ask every feed whose time has come."""
        gate = asyncio.Semaphore(AT_ONCE)
        async with asyncio.TaskGroup() as group:
            for source in await self._sources():
                group.create_task(self._read_when_due(source, gate))

    async def _sources(self) -> list[ChatId]:
        rules = [rule for rule in await self._rulebook.list() if not rule.is_paused]
        return sorted({chat for rule in rules for chat in rule.source_chats if endpoint_of(chat) is not None})

    async def _read_when_due(self, source: ChatId, gate: asyncio.Semaphore) -> None:
        id = endpoint_of(source)
        feed = await self._shelf.endpoints.get(id) if id is not None else None
        if feed is None or _moment(feed.state.get("next_at")) > self._clock.now():
            return
        async with gate:
            try:
                await self._read(feed)
            except PlatformError as error:
                await self._failed(feed, error)

    async def _read(self, feed: Endpoint) -> None:
        fetched = await self._feeds.fetch(feed.url, feed.state)
        if fetched.document is not None:
            await self._take(feed, fetched.document)
        marks = {"etag": feed.state.get("etag", ""), "modified": feed.state.get("modified", "")} | fetched.marks
        await self._shelf.endpoints.remember(feed.id, {**marks, "next_at": self._later(self._pace)})

    async def _take(self, feed: Endpoint, document: Document) -> None:
        """An entry that was numbered and not passed on, because the process ended there, is passed on now."""
        known = await self._shelf.entries.known(feed.id)
        for entry in document.entries:
            seen = known.get(entry.key)
            if seen is None or not seen.digest:
                number = seen.message if seen else await self._shelf.entries.add(feed.id, entry.key)
                await self._forwarder.accept(self._post(feed, number, entry))
            elif seen.digest != entry.digest:
                await self._forwarder.accept_edit(self._post(feed, seen.message, entry, edited=self._clock.now()))
            else:
                continue
            await self._shelf.entries.passed_on(feed.id, entry.key, entry.digest)

    def _post(self, feed: Endpoint, number: MessageId, entry: Entry, edited: datetime | None = None) -> Post:
        now = self._clock.now()
        return Post(
            feed.chat,
            number,
            min(entry.date or now, now),
            entry.said.text,
            entry.said.entities,
            edited=edited,
            author=entry.author,
            link=entry.link,
        )

    async def _failed(self, feed: Endpoint, error: PlatformError) -> None:
        failures = int(feed.state.get("failures", 0)) + 1
        since = feed.state.get("failing_since") or self._clock.now().isoformat()
        log.warning("feed_not_read", feed=feed.url, reason=error.key, failures=failures)
        pause = min(LONGEST, self._pace * 2 ** min(failures - 1, 10))
        if isinstance(error, RetryLater):
            pause = timedelta(seconds=error.seconds)
        if not isinstance(error, Unavailable) or failures >= PATIENCE:
            await self._tell(feed, error, since)
        failed: dict[str, Any] = {"failures": failures, "failing_since": since, "next_at": self._later(pause)}
        await self._shelf.endpoints.remember(feed.id, {**feed.state, **failed})

    async def _tell(self, feed: Endpoint, error: PlatformError, since: str) -> None:
        """Once: the key of the word is the beginning of the trouble."""
        for rule in await self._rulebook.reading(feed.chat):
            await self._outbox.enqueue(await self._notices.feed_unreadable(rule, feed.chat, error, since))

    def _later(self, pause: timedelta) -> str:
        return (self._clock.now() + pause).isoformat()


def _moment(said: str | None) -> datetime:
    return datetime.fromisoformat(said) if said else datetime.fromisoformat("1970-01-01T00:00:00+00:00")
