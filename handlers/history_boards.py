"""Keeps the messages true that show how far histories are; they are rows, so that a restart goes on with them."""

import asyncio

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramNetworkError, TelegramRetryAfter

from core.buttons import Rows
from core.clock import Clock, SystemClock
from core.errors import Unavailable
from core.i18n import Translator
from forwarding.history_desk import Board, HistoryDesk
from forwarding.rules import RuleBook
from handlers.ui.history_text import board_screen
from handlers.ui.keyboards import markup
from storage.users import Users

PACE = 4.0
"""Seconds between two looks; groups allow twenty edits a minute."""

log = structlog.get_logger(__name__)


class HistoryBoards:
    """Edits a message only where something changed."""

    def __init__(
        self,
        bot: Bot,
        histories: HistoryDesk,
        rulebook: RuleBook,
        users: Users,
        translator: Translator,
        *,
        clock: Clock | None = None,
    ) -> None:
        self._bot = bot
        self._histories = histories
        self._rulebook = rulebook
        self._users = users
        self._translator = translator
        self._clock = clock or SystemClock()
        self._shown: dict[tuple[int, int], str] = {}

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                for board in await self._histories.boards():
                    await self._show(board)
            except Unavailable as error:
                log.warning("history_boards_postponed", reason=error.key)
            await asyncio.sleep(PACE)

    async def _show(self, board: Board) -> None:
        known = await self._users.get(board.asked_by)
        texts = self._translator.bound(known.language if known else "en")
        rule = await self._rulebook.get(board.histories[0].rule)
        zone = known.time_zone if known else "UTC"
        text, rows = board_screen(board, rule, self._clock.now(), zone, texts)
        place = board.chat, board.message
        if self._shown.get(place) != text and not await self._edited(board, text, rows):
            return
        self._shown[place] = text
        if board.is_over:
            await self._histories.told(board)
            del self._shown[place]

    async def _edited(self, board: Board, text: str, rows: Rows) -> bool:
        """False where it is to be tried again; a message that is gone needs nothing any more."""
        try:
            await self._bot.edit_message_text(
                text, chat_id=board.chat, message_id=board.message, reply_markup=markup(rows)
            )
        except (TelegramNetworkError, TelegramRetryAfter):
            return False
        except TelegramAPIError as error:
            log.info("history_board_not_shown", reason=error.message)
        return True
