"""One message that shows how long work goes on: edited at most about once a second, and only when it changed."""

import asyncio

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError

from core.buttons import Rows
from handlers.ui.keyboards import markup
from handlers.ui.place import Place

log = structlog.get_logger(__name__)

PACE = 1.0
GROUP_PACE = 3.5
"""Seconds between two edits; groups allow twenty a minute."""


class Board:
    """Whatever happens to the message, the work goes on; its end is told anew where the message is gone."""

    def __init__(self, bot: Bot, place: Place) -> None:
        self._bot = bot
        self._place = place
        self._pace = PACE if place.is_private else GROUP_PACE
        self._message: int | None = None
        self._shown = self._wanted = ""
        self._rows: Rows = ()
        self._changed = asyncio.Event()
        self._over = asyncio.Event()

    async def open(self, text: str, rows: Rows) -> None:
        """Send it."""
        message = await self._bot.send_message(
            self._place.chat, text, message_thread_id=self._place.topic, reply_markup=markup(rows)
        )
        self._message = message.message_id
        self._shown, self._rows = text, rows

    def show(self, text: str) -> None:
        """What to show next; of several within the pace only the newest is seen."""
        self._wanted = text
        self._changed.set()

    async def paint(self) -> None:
        """Keeps the message up to date until `close`."""
        while not await self._is_over(self._pace):
            await self._changed.wait()
            self._changed.clear()
            if self._wanted != self._shown and not self._over.is_set():
                await self._try(self._wanted, self._rows)

    def close(self) -> None:
        """`paint` ends after what it is doing."""
        self._over.set()
        self._changed.set()

    async def end(self, text: str, rows: Rows = ()) -> None:
        """The last word, once `paint` has ended."""
        if not await self._try(text, rows):
            await self.open(text, rows)

    async def _is_over(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                return await self._over.wait()
        except TimeoutError:
            return False

    async def _try(self, text: str, rows: Rows) -> bool:
        self._shown = text
        try:
            await self._bot.edit_message_text(
                text, chat_id=self._place.chat, message_id=self._message, reply_markup=markup(rows)
            )
        except TelegramAPIError as error:
            log.info("board_not_shown", reason=error.message)
            return "not modified" in error.message
        return True
