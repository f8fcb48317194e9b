"""What the fake Ollama can pull and delete: models of a registry, downloaded in four parts."""

import asyncio
import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from tests.fakes.ollama import FakeModel

PARTS = 4


class Library:
    """A test puts obtainable models into `registry`; `failure` breaks the download off with Ollama's words."""

    def __init__(self, installed: "dict[str, FakeModel]") -> None:
        self.registry: dict[str, FakeModel] = {}
        self.failure = ""
        self.gates: list[asyncio.Event] = []
        """Each part of a download waits for its own, as far as there are any."""
        self.pulled: list[str] = []
        self.closed = asyncio.Event()
        """Set when a client left a download before its end."""
        self._installed = installed

    @property
    def routes(self) -> list[web.RouteDef]:
        return [web.post("/api/pull", self._pull), web.delete("/api/delete", self._delete)]

    async def _pull(self, request: web.Request) -> web.StreamResponse:
        name = str((await request.json())["model"])
        self.pulled.append(name)
        response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
        await response.prepare(request)
        try:
            await self._download(name, response)
        except (asyncio.CancelledError, ConnectionResetError):
            self.closed.set()
            raise
        await response.write_eof()
        return response

    async def _download(self, name: str, response: web.StreamResponse) -> None:
        await _tell(response, status="pulling manifest")
        whole = name if ":" in name.rpartition("/")[2] else f"{name}:latest"
        model = self.registry.get(whole)
        if model is None:
            await _tell(response, error="pull model manifest: file does not exist")
            return
        digest, gates = f"sha256:{model.digest}", list(self.gates)
        about = {"status": f"pulling {model.digest[:12]}", "digest": digest, "total": model.size}
        await _tell(response, **about)
        for part in range(1, PARTS + 1):
            if gates:
                await gates.pop(0).wait()
            if self.failure and part == PARTS:
                await _tell(response, error=self.failure)
                return
            await _tell(response, **about, completed=model.size * part // PARTS)
        for status in ("verifying sha256 digest", "writing manifest"):
            await _tell(response, status=status)
        self._installed[whole] = model
        await _tell(response, status="success")

    async def _delete(self, request: web.Request) -> web.Response:
        name = str((await request.json())["model"])
        if self._installed.pop(name, None) is None:
            return web.json_response({"error": f"model '{name}' not found"}, status=404)
        return web.Response()


async def _tell(response: web.StreamResponse, **fields: Any) -> None:
    await response.write(json.dumps(fields).encode() + b"\n")
