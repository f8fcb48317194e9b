"""The bot over MTProto: a connection that only sends, signed in by the bot's token, opened when it is needed."""

import asyncio
from typing import Any

import structlog
from telethon import errors

from core.config import Settings
from core.errors import SettingsError
from forwarding.transports.mtproto.clients import keep_session, new_client

CONNECT_SECONDS = 10.0
RETRY_SECONDS = 30.0
"""Meanwhile whatever it could send goes over the Bot API at once."""

log = structlog.get_logger(__name__)


class BotLine:
    """Implements Line. Updates are left to the Bot API; a session that Telegram has ended is made anew."""

    def __init__(self, settings: Settings) -> None:
        """
        Raises:
            SettingsError: something of what it needs is missing.
        """
        if settings.bot_token is None:
            raise SettingsError(setting="BOT_TOKEN", reason="comes from @BotFather")
        self._settings = settings
        self._token = settings.bot_token.get_secret_value()
        self._path = settings.data_dir / f"bot.{self._token.partition(':')[0]}.session"
        self._opening = asyncio.Lock()
        self._signed_in = False
        self._not_before = 0.0
        self.client = self._new_client()

    async def is_open(self) -> bool:
        """Connects where that was not tried a moment ago."""
        if self._is_up():
            return True
        async with self._opening:
            if self._is_up():
                return True
            now = asyncio.get_running_loop().time()
            if now < self._not_before:
                return False
            try:
                async with asyncio.timeout(CONNECT_SECONDS):
                    await self._open()
            except (OSError, TimeoutError, errors.RPCError, ValueError) as error:
                log.warning("bot_line_closed", reason=str(error) or type(error).__name__)
                self._not_before = asyncio.get_running_loop().time() + RETRY_SECONDS
                return False
            return True

    async def close(self) -> None:
        async with asyncio.timeout(CONNECT_SECONDS):
            await self.client.disconnect()

    def _is_up(self) -> bool:
        return self._signed_in and bool(self.client.is_connected())

    async def _open(self) -> None:
        await self.client.connect()
        if not await self.client.is_user_authorized():
            try:
                await self.client.sign_in(bot_token=self._token)
            except (errors.AuthKeyError, errors.AuthKeyDuplicatedError, errors.UnauthorizedError):
                await self._forget()
                raise
            keep_session(self.client, self._path)
        self._signed_in = True

    async def _forget(self) -> None:
        """The next attempt begins with a new key."""
        await self.client.disconnect()
        self._path.unlink(missing_ok=True)
        self.client = self._new_client()

    def _new_client(self) -> Any:
        return new_client(
            self._settings,
            self._path,
            receive_updates=False,
            # The governor keeps what Telegram tells to wait, and the outbox retries.
            flood_sleep_threshold=0,
            request_retries=0,
            connection_retries=1,
        )
