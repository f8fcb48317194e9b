"""A small web on a loopback port: pages that a test wrote, and who asked for what."""

import asyncio
from dataclasses import dataclass, field

from aiohttp import web

from tests.fakes.loopback import LoopbackServer


@dataclass(frozen=True, slots=True)
class Written:
    """One page."""

    body: bytes
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Received:
    """One request."""

    path: str
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes


class Web(LoopbackServer):
    """`async with Web() as pages: pages.write("/", "<p>Hello</p>")`; everything else is a 404."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        """Paths with their queries, in order."""
        self.received: list[Received] = []
        """What came with them."""
        self._arrived = asyncio.Condition()
        self._pages: dict[str, Written] = {}

    def routes(self) -> list[web.RouteDef]:
        return [web.route("*", "/{path:.*}", self._answer)]

    @property
    def host(self) -> str:
        """With its port, as an operator allows it."""
        return self.url.removeprefix("http://")

    def write(
        self, path: str, text: str, kind: str = "text/html; charset=utf-8", status: int = 200, **headers: str
    ) -> str:
        """Returns the page's address; `Retry_After="3"` is a header."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._pages[path] = Written(text.encode(), kind, status, named)
        return self.url + path

    def pack(self, path: str, body: bytes, packing: str) -> str:
        """A page whose body is packed already."""
        self._pages[path] = Written(body, headers={"Content-Encoding": packing})
        return self.url + path

    def send_on(self, path: str, to: str) -> str:
        self._pages[path] = Written(b"", status=302, headers={"Location": to})
        return self.url + path

    def page(self, path: str) -> bytes:
        return self._pages[path].body

    async def next_request(self, seconds: float = 30.0, after: int = 0) -> Received:
        """The first one after so many, which may be there already."""
        async with asyncio.timeout(seconds), self._arrived:
            await self._arrived.wait_for(lambda: len(self.received) > after)
            return self.received[after]

    async def _answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.path_qs)
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.received.append(Received(request.path, headers, await request.read()))
        async with self._arrived:
            self._arrived.notify_all()
        page = self._pages.get(request.path)
        if page is None:
            return web.Response(status=404)
        headers = {"Content-Type": page.kind, **page.headers}
        return web.Response(body=page.body, status=page.status, headers=headers)
