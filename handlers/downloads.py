"""Files that people sent, as bytes."""

import asyncio

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiohttp import ClientError

from core.errors import Unavailable, UserError

MAX_DOWNLOAD = 20 * 1024 * 1024
"""Telegram's bound for bots, in bytes."""
DOWNLOAD_SECONDS = 60.0


async def download(bot: Bot, file_id: str, size: int | None) -> bytes:
    """
    Raises:
        UserError: larger than bots may load.
        Unavailable: Telegram does not give it out in time.
    """
    too_big = UserError("error-file-too-big", megabytes=MAX_DOWNLOAD // 1024 // 1024)
    if (size or 0) > MAX_DOWNLOAD:
        raise too_big
    try:
        async with asyncio.timeout(DOWNLOAD_SECONDS):
            loaded = await bot.download(file_id)
    except TelegramBadRequest as error:
        raise (too_big if "too big" in error.message else Unavailable("error-file-gone")) from error
    except (TimeoutError, ClientError) as error:
        raise Unavailable("error-file-slow") from error
    return loaded.read() if loaded is not None else b""
