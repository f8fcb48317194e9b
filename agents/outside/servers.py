"""The servers of tools that admins added: asked when a turn needs them, kept for a minute, never waited on long."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, cast

import structlog

from agents.outside.offers import Offer
from core.errors import Unavailable, UserError
from storage.tool_servers import ToolServer, ToolServers

log = structlog.get_logger(__name__)

LIST_SECONDS = 2.0
"""A turn waits no longer for all servers together."""
LOOK_SECONDS = 8.0
"""An admin who looks at a server waits longer."""
CALL_SECONDS = 12.0
FRESH_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Listed:
    """What a server offered when it was last asked; `is_up` is False when it did not answer."""

    url: str
    at: float
    is_up: bool
    offers: tuple[Offer, ...] = ()


@dataclass(slots=True)
class Servers:
    """Connects for each listing and each call: a server that restarts is simply there again."""

    stored: ToolServers
    _listed: dict[str, Listed] = field(default_factory=dict)
    _asking: dict[str, asyncio.Lock] = field(default_factory=dict)

    async def offers(self) -> list[Offer]:
        """Of all servers that are on and answer at once."""
        servers = [server for server in await self.stored.all() if server.is_on]
        if not servers:
            return []
        listed = await self._list_all(servers, LIST_SECONDS)
        return [offer for each in listed for offer in each.offers]

    async def look(self) -> list[tuple[ToolServer, Listed | None]]:
        """All servers for an admin, those that are on asked anew."""
        servers = await self.stored.all()
        for server in servers:
            self._listed.pop(server.name, None)
        on = [server for server in servers if server.is_on]
        listed = dict(zip((server.name for server in on), await self._list_all(on, LOOK_SECONDS), strict=True))
        return [(server, listed.get(server.name)) for server in servers]

    async def call(self, offer: Offer, arguments: dict[str, Any]) -> str:
        """
        Raises:
            UserError: the server refused, or is no longer there.
            Unavailable: it does not answer.
        """
        server = next((each for each in await self.stored.all() if each.name == offer.server and each.is_on), None)
        if server is None:
            raise UserError("error-tool-unknown", tool=offer.name)
        client = await _client()
        try:
            async with asyncio.timeout(CALL_SECONDS):
                return cast(str, await client.call_offer(offer, server.url, arguments, CALL_SECONDS))
        except TimeoutError as error:
            raise Unavailable("error-tool-slow", tool=offer.name) from error

    async def _list_all(self, servers: Sequence[ToolServer], seconds: float) -> list[Listed]:
        return list(await asyncio.gather(*(self._list(server, seconds) for server in servers)))

    async def _list(self, server: ToolServer, seconds: float) -> Listed:
        async with self._asking.setdefault(server.name, asyncio.Lock()):
            now = asyncio.get_running_loop().time()
            known = self._listed.get(server.name)
            if known is not None and known.url == server.url and now - known.at < FRESH_SECONDS:
                return known
            self._listed[server.name] = fresh = await self._ask(server, seconds)
            return fresh

    async def _ask(self, server: ToolServer, seconds: float) -> Listed:
        client = await _client()
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(seconds):
                offers = await client.list_offers(server.name, server.url, seconds)
        except (Unavailable, TimeoutError) as error:
            log.warning("tool_server_down", server=server.name, reason=type(error.__cause__ or error).__name__)
            return Listed(server.url, loop.time(), is_up=False)
        return Listed(server.url, loop.time(), is_up=True, offers=tuple(offers))


async def _client() -> Any:
    """Its library costs more than a second to import: only those who have a server pay, and beside the loop."""
    return await asyncio.to_thread(import_module, "agents.outside.mcp_client")
