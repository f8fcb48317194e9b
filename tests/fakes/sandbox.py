"""A running sandbox, a script that acts through its control API, and unmodified aiogram bots in it."""

from collections.abc import AsyncIterator
from typing import Any, Self

import httpx
import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from sandbox.seed import BOT, BOT_TOKEN
from sandbox.server import Sandbox

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (1024).to_bytes(4, "big") + (768).to_bytes(4, "big") + b"\x08\x02rest"
OGG = b"OggS" + bytes(60)


class Script:
    """People, faults and time through `/control`; raises `httpx.HTTPStatusError` for a refusal."""

    def __init__(self, url: str) -> None:
        self._client = httpx.AsyncClient(base_url=f"{url}/control", timeout=30, trust_env=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._client.aclose()

    async def post(self, path: str, **body: Any) -> Any:
        answer = await self._client.post(path, json=body)
        answer.raise_for_status()
        return answer.json()

    async def refused(self, path: str, **body: Any) -> dict[str, Any]:
        """The refusal of a call that must be refused."""
        answer = await self._client.post(path, json=body)
        assert answer.is_client_error, answer.text
        refusal: dict[str, Any] = answer.json()
        return refusal

    async def get(self, path: str, **params: Any) -> Any:
        answer = await self._client.get(path, params=params)
        answer.raise_for_status()
        return answer.json()

    async def say(self, person: int, chat: int | str, text: str, **more: Any) -> dict[str, Any]:
        message: dict[str, Any] = await self.post(f"/people/{person}/send", chat=chat, text=text, **more)
        return message

    async def upload(self, data: bytes, name: str = "") -> int:
        answer = await self._client.post("/files", params={"name": name}, content=data)
        answer.raise_for_status()
        file: int = answer.json()["file"]
        return file

    async def texts(self, chat: int | str, viewer: int) -> list[str]:
        found = await self.get("/transcript", chat=chat, viewer=viewer)
        return [each.get("text") or each.get("caption") or "" for each in found["messages"]]


def aiogram_bot(sandbox: Sandbox, token: str = BOT_TOKEN) -> Bot:
    return Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url)))


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A seeded world without limits, Bot API and control API on a free port."""
    async with Sandbox() as running:
        yield running


@pytest.fixture
async def script(sandbox: Sandbox) -> AsyncIterator[Script]:
    async with Script(sandbox.url) as running:
        yield running


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    """The seeded bot, its seeded updates read."""
    running = aiogram_bot(sandbox)
    await running.get_updates(offset=-1)
    updates = await running.get_updates()
    if updates:
        await running.get_updates(offset=updates[-1].update_id + 1)
    yield running
    await running.session.close()


@pytest.fixture
async def started(script: Script, bot: Bot) -> Bot:
    """The bot, after Anna wrote to it once."""
    await script.say(1001, BOT, "/start")
    updates = await bot.get_updates()
    await bot.get_updates(offset=updates[-1].update_id + 1)
    return bot
