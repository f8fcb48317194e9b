"""A real MCP server on a loopback port: a reader, one that goes out into the world, and a writer."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from typing import Self

import uvicorn
from mcp.server.mcpserver import MCPServer
from mcp.shared.exceptions import MCPError
from mcp_types import ToolAnnotations

PATIENCE = 20.0


class _Quiet(uvicorn.Server):
    """The tests have their own signal handlers."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class FakeNotes:
    """`async with FakeNotes() as notes: notes.url`; what was written to it is in `written`."""

    def __init__(self) -> None:
        self.found = "Milk is in the fridge."
        """What its reader answers to everything."""
        self.refusal = ""
        """What it says instead, as an error of the protocol."""
        self.asked: list[str] = []
        self.fetched: list[str] = []
        self.written: list[tuple[str, int]] = []
        self._server: uvicorn.Server | None = None
        self._serving: asyncio.Task[None] | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        app = self._notes().streamable_http_app(stateless_http=True, json_response=True)
        self._server = _Quiet(uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=1))
        self._serving = asyncio.get_running_loop().create_task(self._server.serve(sockets=[listener]))
        async with asyncio.timeout(PATIENCE):
            while not self._server.started:
                await asyncio.sleep(0.01)
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}/mcp"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None and self._serving is not None:
            self._server.should_exit = True
            await asyncio.wait((self._serving,), timeout=PATIENCE)

    def _notes(self) -> MCPServer:
        server = MCPServer("notes")

        @server.tool(annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False))
        def search_notes(words: str, limit: int | None = None) -> str:
            """Search the household notes."""
            self.asked.append(f"{words}/{limit}")
            if self.refusal:
                raise MCPError(-32000, self.refusal)
            return self.found

        @server.tool(annotations=ToolAnnotations(read_only_hint=True))
        def fetch_page(address: str) -> str:
            """Fetch a page of the web."""
            self.fetched.append(address)
            return self.found

        @server.tool()
        def add_note(text: str, priority: int = 1) -> str:
            """Write a note down."""
            self.written.append((text, priority))
            return f"noted: {text}"

        return server
