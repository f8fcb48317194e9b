"""A web server on a loopback port for as long as a test needs it."""

from collections.abc import Iterable
from typing import Self

from aiohttp import web


class LoopbackServer:
    """`async with Server() as server: server.url`; its kind says what it answers."""

    def __init__(self) -> None:
        self.url = ""
        self._runner: web.AppRunner | None = None

    def routes(self) -> Iterable[web.RouteDef]:
        raise NotImplementedError

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self, port: int = 0) -> None:
        app = web.Application()
        app.add_routes(self.routes())
        # Cancelled handlers know that their client has gone.
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Go away, as a machine that is switched off; `start(port)` brings it back at the same address."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
