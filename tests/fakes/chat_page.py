"""The fixture `chat_page`: the seeded world with its chat page served over a real socket, opened in the browser."""

import asyncio
import socket
import struct
import zlib
from collections.abc import AsyncIterator, Awaitable
from typing import TypeVar

import pytest_asyncio
import uvicorn
from fastapi import FastAPI
from playwright.async_api import Browser, Page

from core.tasks import Supervisor
from sandbox.door import Door
from sandbox.events import Event
from sandbox.model import Account, Chat
from sandbox.seed import ANNA, BEN, BOT, SOURCE, TARGET, seed
from sandbox.web.server import page_router
from sandbox.world import World

Happened = TypeVar("Happened", bound=Event)


class ChatPage:
    """The world, the server of its page, and browsers that look at it; tests play the bot themselves."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.world = World()
        seed(self.world)
        self.anna, self.ben, self.bot = (self.world.accounts[each] for each in (ANNA, BEN, BOT))
        self.group = next(chat for chat in self.world.chats.values() if chat.kind == "supergroup")
        self.source, self.target = self._channel(SOURCE), self._channel(TARGET)
        self.errors: list[str] = []
        self._supervisor = Supervisor()
        self._port = 0

    def _channel(self, name: str) -> Chat:
        found = self.world.by_username(name)
        assert isinstance(found, Chat)
        return found

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}/"

    def with_bot(self, person: Account) -> Chat:
        return self.world.private(person.id, self.bot.id)

    async def start(self) -> None:
        """Listen: on a free port at first, on the same one again after `stop`."""
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", self._port))
        listening.listen()
        self._port = listening.getsockname()[1]
        app = FastAPI()
        app.include_router(page_router(self.world))
        self._server = uvicorn.Server(uvicorn.Config(Door(app), log_config=None, ws="websockets-sansio"))
        self._serving = self._supervisor.spawn(self._server.serve([listening]), name="chat-page")

    async def stop(self) -> None:
        self._server.should_exit = True
        await self._serving

    async def open(
        self,
        person: Account | None = None,
        chat: Chat | None = None,
        topic: int = 0,
        *,
        width: int = 1280,
        height: int = 800,
        scheme: str = "light",
        locale: str = "en-US",
    ) -> Page:
        """A tab of its own; what its scripts throw is noted in `errors`."""
        size = {"width": width, "height": height}
        context = await self.browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            color_scheme=scheme,  # type: ignore[arg-type]
            locale=locale,
            permissions=["microphone", "clipboard-read", "clipboard-write"],
        )
        context.set_default_timeout(15_000)
        page = await context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        place = [str(person.id)] if person else []
        if person and chat:
            place += [str(chat.id_for(person.id)), str(topic)]
        await page.goto(f"{self.url}#{'/'.join(place)}")
        if chat:
            await page.get_by_role("log").wait_for()
        return page

    async def next_event(self, kind: type[Happened], act: Awaitable[object]) -> Happened:
        """Do `act`, and wait for the event of this kind that comes of it."""
        came: asyncio.Future[Happened] = asyncio.get_running_loop().create_future()

        def listen(event: Event) -> None:
            if isinstance(event, kind) and not came.done():
                came.set_result(event)

        unsubscribe = self.world.subscribe(listen)
        try:
            await act
            async with asyncio.timeout(15):
                return await came
        finally:
            unsubscribe()


def picture(red: int, green: int, blue: int, width: int = 64, height: int = 48) -> bytes:
    """A PNG of one colour."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    pixels = (b"\0" + bytes((red, green, blue)) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


@pytest_asyncio.fixture(loop_scope="module")
async def chat_page(browser: Browser) -> AsyncIterator[ChatPage]:
    page = ChatPage(browser)
    await page.start()
    try:
        yield page
    finally:
        for context in browser.contexts:
            await context.close()
        await page.stop()
    assert page.errors == []
