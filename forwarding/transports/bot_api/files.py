"""Loads what posts carry, for the bot that read them."""

import asyncio

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest, TelegramNotFound
from aiohttp import ClientError

from core.errors import Unavailable, UserError
from forwarding.post import Post
from forwarding.transports.bot_api.refusals import translate
from forwarding.transports.protocol import DeliveryUncertain

LOADING_SECONDS = 45.0


class BotFiles:
    """Implements Files; Telegram gives a bot no more than 20 MB."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def read(self, post: Post, limit: int) -> bytes:
        if post.media is None or not post.media.file_id:
            raise UserError("error-forwarding-file-gone")
        if post.media.size > limit:
            raise UserError("error-forwarding-file-large")
        try:
            async with asyncio.timeout(LOADING_SECONDS):
                return await self._load(post.media.file_id, limit)
        except (TelegramBadRequest, TelegramNotFound) as error:
            what = "large" if "too big" in error.message else "gone"
            raise UserError(f"error-forwarding-file-{what}") from error
        except (TimeoutError, ClientError) as error:
            raise Unavailable("error-forwarding-file-slow") from error
        except AiogramError as error:
            try:
                translate(error)
            except DeliveryUncertain:
                raise Unavailable("error-forwarding-file-slow") from error

    async def _load(self, file_id: str, limit: int) -> bytes:
        file = await self._bot.get_file(file_id)
        if (file.file_size or 0) > limit:
            raise UserError("error-forwarding-file-large")
        loaded = await self._bot.download_file(file.file_path or "")
        return loaded.read() if loaded is not None else b""
