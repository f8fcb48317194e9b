"""Long polling of our own: the offset moves only after the updates are rows."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import Bot
from aiogram.methods import TelegramMethod

from bot.intake import Intake, RawUpdate
from bot.patience import Patience

POLL_SECONDS = 25


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
        patience: Patience | None = None,
        *,
        heard: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """`heard` is told of each answer before its updates are rows."""
        self._heard = heard
        self._bot = bot
        self._intake = intake
        self._allowed = allowed_updates
        self._patience = patience or Patience()
        self._offset: int | None = None

    async def run(self) -> None:
        """Forever; only a refused token ends it.

        Raises:
            SettingsError: Telegram does not know the token.
        """
        await self._patience.until_it_works(self._bot.delete_webhook)
        while True:
            await self._intake.until_room()
            await self._patience.until_it_works(self._step)

    async def _step(self) -> None:
        """One getUpdates. Its updates are rows before the next one confirms them."""
        method = GetRawUpdates(offset=self._offset, allowed_updates=self._allowed)
        updates: list[RawUpdate] = await self._bot(method, request_timeout=POLL_SECONDS + 15)
        if self._heard is not None:
            await self._heard()
        await self._intake.accept(updates)
        if updates:
            self._offset = updates[-1]["update_id"] + 1
