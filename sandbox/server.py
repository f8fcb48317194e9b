"""The sandbox as one running thing: Bot API, page and control API on one port, MTProto on another, all on loopback."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import uvicorn
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from core.tasks import Supervisor
from sandbox.bot_api.server import BotApi
from sandbox.control.app import add_control
from sandbox.control.conditions import begin_anew
from sandbox.door import Door
from sandbox.saving import Saver
from sandbox.snapshot import LEAP, load
from sandbox.web.server import page_router
from sandbox.world import World

if TYPE_CHECKING:
    from sandbox.mtproto.server import MtprotoServer

HOST = "127.0.0.1"


class Sandbox:
    """`async with Sandbox(mtproto_port=0, folder=folder) as sandbox: … sandbox.url …`

    `folder` keeps the world over restarts; without one it is forgotten. Port 0 takes a free one; without an
    `mtproto_port` there is no MTProto face.
    """

    def __init__(
        self, port: int = 0, mtproto_port: int | None = None, folder: Path | None = None, *, has_limits: bool = False
    ) -> None:
        self.world = World(folder)
        self.world.limits.is_on = has_limits
        self._folder = folder
        self._port = port
        self._mtproto_port = mtproto_port
        self._mtproto: MtprotoServer | None = None
        self._saver: Saver | None = None
        self._stack = contextlib.AsyncExitStack()

    @property
    def url(self) -> str:
        """The page's address; also what aiogram's TelegramAPIServer.from_base takes."""
        return f"http://{HOST}:{self._port}"

    @property
    def mtproto_port(self) -> int:
        return self._mtproto.port if self._mtproto is not None else 0

    @property
    def public_key_pem(self) -> str:
        """Of the MTProto face, for `telethon.crypto.rsa.add_key`."""
        return self._mtproto.public_key_pem if self._mtproto is not None else ""

    async def __aenter__(self) -> Self:
        async with self._stack as stack:
            tasks = Supervisor()
            stack.push_async_callback(tasks.close, 0)
            bot_api = BotApi(self.world, tasks)
            self._open_world(bot_api)
            if self._saver is not None:
                stack.callback(self._saver.close)
            await self._start_mtproto(stack)
            await self._start_http(bot_api, tasks, stack)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    def _open_world(self, bot_api: BotApi) -> None:
        """Load what was saved, or begin anew."""
        path = self._folder / "world.json" if self._folder is not None else None
        if path is not None and path.exists():
            bot_api.feed.restore(load(self.world, path)["bot_api"], LEAP)
        else:
            begin_anew(self.world, bot_api.feed)
        bot_api.resume_webhooks()
        if path is not None:
            self._saver = Saver(self.world, path, lambda: {"bot_api": bot_api.feed.state()})
            self._saver.save()

    async def _start_mtproto(self, stack: contextlib.AsyncExitStack) -> None:
        if self._mtproto_port is None:
            return
        from sandbox.mtproto.server import MtprotoServer

        key_path = self._folder / "mtproto-server.json" if self._folder is not None else None
        self._mtproto = MtprotoServer(self.world, self._mtproto_port, key_path)
        await self._mtproto.start()
        stack.push_async_callback(self._mtproto.close)

    async def _start_http(self, bot_api: BotApi, tasks: Supervisor, stack: contextlib.AsyncExitStack) -> None:
        listener = _listener(self._port)
        self._port = listener.getsockname()[1]
        app = _app(self.world, bot_api, self._folder)
        config = uvicorn.Config(app, lifespan="off", log_config=None, access_log=False, timeout_graceful_shutdown=2)
        server = _Server(config)
        task = tasks.spawn(server.serve([listener]), name="sandbox-http")

        async def stop() -> None:
            server.should_exit = True
            bot_api.close()
            await asyncio.wait_for(task, 10)

        stack.push_async_callback(stop)
        await asyncio.wait_for(server.is_up.wait(), 10)


def _listener(port: int) -> socket.socket:
    # With the protocol named asyncio turns Nagle's algorithm off; left unnamed, every answer waits 40 ms for an ACK.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((HOST, port))
    return listener


class _Server(uvicorn.Server):
    """Leaves signals to the process and says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_up = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_up.set()


class _Front:
    """The Bot API's paths go straight to it, past the web framework: they are the hot ones."""

    def __init__(self, bot_api: BotApi, rest: FastAPI) -> None:
        self._bot_api = bot_api
        self._rest = rest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_bot_api = scope["type"] == "http" and self._bot_api.owns(scope["path"])
        await (self._bot_api if is_bot_api else self._rest)(scope, receive, send)


def _app(world: World, bot_api: BotApi, folder: Path | None) -> Door:
    rest = FastAPI(title="Sandbox", docs_url=None, openapi_url="/control/openapi.json", redoc_url=None)
    add_control(rest, world, bot_api.feed, folder)
    rest.include_router(page_router(world))
    return Door(_Front(bot_api, rest))
