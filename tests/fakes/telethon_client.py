"""Unmodified Telethon clients of a sandbox's MTProto server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

from telethon import TelegramClient
from telethon.crypto import rsa
from telethon.sessions import StringSession

from sandbox.model import Account
from sandbox.mtproto.crypto import ServerKey
from sandbox.mtproto.login import CODES, digits
from sandbox.mtproto.server import DC, HOST, MtprotoServer
from sandbox.seed import seed
from sandbox.world import World

API_ID, API_HASH = 1, "sandbox"


@cache
def _key() -> ServerKey:
    return ServerKey.generate()


@asynccontextmanager
async def serving(folder: Path, world: World | None = None) -> AsyncIterator[MtprotoServer]:
    """An MTProto server over this world, or over a fresh seeded one."""
    if world is None:
        world = World()
        seed(world)
    key_path = folder / "mtproto.json"
    _key().save(key_path)
    server = MtprotoServer(world, 0, key_path)
    await server.start()
    try:
        yield server
    finally:
        await server.close()


def new_client(server: MtprotoServer, session: str = "", **options: Any) -> TelegramClient:
    """A client that is not connected yet; `session` is what `client.session.save()` gave."""
    rsa.add_key(server.public_key_pem, old=False)
    kept = StringSession(session)
    if not session:
        kept.set_dc(DC, HOST, server.port)
    settings: dict[str, Any] = {
        "request_retries": 0,
        "raise_last_call_error": True,
        "connection_retries": 2,
        "retry_delay": 0,
        "flood_sleep_threshold": 0,
    }
    client = TelegramClient(kept, API_ID, API_HASH, **(settings | options))
    client.parse_mode = None
    return client


async def sign_in(client: TelegramClient, server: MtprotoServer, account: Account) -> None:
    """As a person would: ask for the code, read it where the world shows it, type it in (and the password)."""
    if account.bot is not None:
        await client.sign_in(bot_token=account.bot.token)
        return
    await client.send_code_request(account.phone)
    await client.sign_in(account.phone, server.world.kept[CODES][digits(account.phone)])


@asynccontextmanager
async def client_of(server: MtprotoServer, account: Account, **options: Any) -> AsyncIterator[TelegramClient]:
    """A client that is signed in as this account."""
    client = new_client(server, **options)
    await client.connect()
    try:
        await sign_in(client, server, account)
        yield client
    finally:
        await client.disconnect()


class Heard:
    """Collects what an event handler gets; `next()` waits for it."""

    def __init__(self, client: TelegramClient, *builders: Any) -> None:
        self._queue: asyncio.Queue[Any] = asyncio.Queue()
        for builder in builders:
            client.add_event_handler(self._queue.put, builder)

    async def next(self) -> Any:
        return await asyncio.wait_for(self._queue.get(), 10)

    @property
    def is_silent(self) -> bool:
        return self._queue.empty()
