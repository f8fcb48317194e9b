"""Long polling of our own: the offset moves only after the updates are rows."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramConflictError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod

from bot.intake import Intake, RawUpdate
from core.errors import PlatformError, SettingsError

log = structlog.get_logger(__name__)

POLL_SECONDS = 25
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0


class GetRawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """getUpdates whose updates stay as Telegram wrote them: an unknown field or kind breaks nothing."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    timeout: int = POLL_SECONDS
    allowed_updates: list[str]


class Polling:
    """The loop of the edge that needs no public address."""

    def __init__(
        self,
        bot: Bot,
        intake: Intake,
        allowed_updates: list[str],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._intake = intake
        self._allowed = allowed_updates
        self._pause = pause
        self._faults = 0

    async def run(self) -> None:
        """Forever; only a refused token ends it.

        Raises:
            SettingsError: Telegram does not know the token.
        """
        offset: int | None = None
        await self._until_it_works(lambda: self._bot.delete_webhook())
        while True:
            await self._intake.until_room()
            offset = await self._until_it_works(lambda last=offset: self._step(last))  # type: ignore[misc]

    async def _step(self, offset: int | None) -> int | None:
        """One getUpdates, written down; the offset to ask from next."""
        method = GetRawUpdates(offset=offset, allowed_updates=self._allowed)
        updates: list[RawUpdate] = await self._bot(method, request_timeout=POLL_SECONDS + 15)
        await self._intake.accept(updates)
        return updates[-1]["update_id"] + 1 if updates else offset

    async def _until_it_works(self, call: Callable[[], Awaitable[Any]]) -> Any:
        while True:
            try:
                result = await call()
            except TelegramUnauthorizedError as error:
                raise SettingsError(setting="BOT_TOKEN", reason=error.message) from error
            except TelegramRetryAfter as error:
                await self._pause(float(error.retry_after))
            except TelegramConflictError:
                log.warning("another_poller", hint="a second process polls with this token; it must stop")
                await self._pause(self._next_wait())
            except (TelegramNetworkError, TelegramAPIError, PlatformError) as error:
                log.warning("polling_interrupted", reason=str(error))
                await self._pause(self._next_wait())
            else:
                self._faults = 0
                return result

    def _next_wait(self) -> float:
        self._faults += 1
        ceiling = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (self._faults - 1))
        return ceiling * random.uniform(0.5, 1.0)
