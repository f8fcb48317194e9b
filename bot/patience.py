"""Asking Telegram until it answers: what to wait for, how long, and what waiting cannot mend."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)

from core.errors import PlatformError, SettingsError

log = structlog.get_logger(__name__)

FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0

Result = TypeVar("Result")


class Patience:
    """Counts faults in a row and waits longer after each."""

    def __init__(self, pause: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._pause = pause
        self._faults = 0

    async def until_it_works(self, call: Callable[[], Awaitable[Result]]) -> Result:
        """
        Raises:
            SettingsError: Telegram does not know the token.
        """
        while True:
            try:
                result = await call()
            except (TelegramUnauthorizedError, TelegramNotFound) as error:
                raise SettingsError(setting="BOT_TOKEN", reason=f"Telegram says: {error.message}") from error
            except TelegramRetryAfter as error:
                await self._pause(float(error.retry_after))
            except TelegramConflictError:
                log.warning("another_poller", hint="another process polls with this token; one of the two must stop")
                await self._pause(self._next_wait())
            except (TelegramAPIError, PlatformError) as error:
                log.warning("telegram_interrupted", reason=str(error))
                await self._pause(self._next_wait())
            else:
                self._faults = 0
                return result

    def _next_wait(self) -> float:
        self._faults += 1
        ceiling: float = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(self._faults - 1, 10))
        return ceiling * random.uniform(0.5, 1.0)
