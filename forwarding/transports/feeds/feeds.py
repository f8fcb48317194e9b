"""Feeds as the rule book sees them: opened by their address, and read from the next entry on."""

from typing import Any

from core.clock import Clock, SystemClock
from core.errors import Unavailable
from core.ids import EndpointId
from forwarding.transports.feeds.fetching import Fetched, fetch
from storage.endpoints import Endpoint, Endpoints
from storage.feed_entries import FeedEntries


class Feeds:
    """`allowed` are private hosts, with or without a port."""

    def __init__(
        self, endpoints: Endpoints, entries: FeedEntries, allowed: frozenset[str], clock: Clock | None = None
    ) -> None:
        self._endpoints = endpoints
        self._entries = entries
        self._allowed = allowed
        self._clock = clock or SystemClock()

    async def open(self, url: str) -> Endpoint:
        """
        Raises:
            UserError: there is no feed at this address, or it may not be asked.
            Unavailable: nobody answers there now.
        """
        fetched = await self.fetch(url, {})
        if fetched.document is None:
            raise Unavailable("error-link-refused", host=url, status=304)
        return await self._endpoints.open("feed", url, fetched.document.title)

    async def watch(self, id: EndpointId) -> None:
        """What is in it now counts as read."""
        feed = await self._endpoints.get(id)
        fetched = await self.fetch(feed.url, {}) if feed is not None else None
        if fetched is None or fetched.document is None:
            return
        for entry in fetched.document.entries:
            await self._entries.add(id, entry.key, entry.digest)
        await self._endpoints.remember(id, fetched.marks)

    async def fetch(self, url: str, marks: dict[str, Any]) -> Fetched:
        return await fetch(url, marks, self._allowed, self._clock.now())
