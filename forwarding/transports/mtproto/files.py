"""Loads what posts carry, for the account that read them."""

import asyncio
from typing import Any

from telethon import errors

from core.errors import RetryLater, Unavailable, UserError
from forwarding.post import Post
from forwarding.transports.mtproto.account import Account

LOADING_SECONDS = 45.0


class AccountFiles:
    """Implements Files. What names a file is valid for some hours only, so the message is asked for once more."""

    def __init__(self, account: Account) -> None:
        self._client: Any = account.client

    async def read(self, post: Post, limit: int) -> bytes:
        try:
            async with asyncio.timeout(LOADING_SECONDS):
                return await self._load(post, limit)
        except (OSError, TimeoutError) as error:
            raise Unavailable("error-forwarding-file-slow") from error
        except errors.FloodWaitError as error:
            raise RetryLater(error.seconds) from error
        except (errors.RPCError, ValueError) as error:
            raise UserError("error-forwarding-file-gone") from error

    async def _load(self, post: Post, limit: int) -> bytes:
        message = await self._client.get_messages(post.source, ids=int(post.message))
        if message is None or message.file is None:
            raise UserError("error-forwarding-file-gone")
        if (message.file.size or 0) > limit:
            raise UserError("error-forwarding-file-large")
        content: bytes | None = await self._client.download_media(message, file=bytes)
        if content is None:
            raise UserError("error-forwarding-file-gone")
        return content
