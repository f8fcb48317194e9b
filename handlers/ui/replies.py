"""An answer that streams: frames while it is written, then whole messages, with little lost on the way."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
)
from aiogram.types import InlineKeyboardMarkup

from agents.state import ApprovalAsked, Finished, HandOver, ReplyChunk, Status, TextDelta
from core.buttons import Button, Rows, encode
from core.i18n import Texts
from core.tasks import Supervisor
from core.text import Formatted, from_markdown, split
from handlers.ui.keyboards import markup
from handlers.ui.painters import NO_PREVIEW, DraftPainter, EditPainter, Painter, SilentPainter, edit, telegram_entities
from handlers.ui.place import Place

log = structlog.get_logger(__name__)

Mode = Literal["auto", "draft", "edit", "off"]

QUEUED = "status-waiting"
SEND_ATTEMPTS = 5
MAX_WAIT = 120.0
"""A flood wait longer than this is not waited out: the person is told by the error handler."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the answer ended, and what it asks leave for."""

    finished: Finished
    approvals: tuple[ApprovalAsked, ...]


class StreamedReply:
    """Shows one stream of ReplyChunks in one place."""

    def __init__(
        self,
        bot: Bot,
        place: Place,
        texts: Texts,
        mode: Mode,
        supervisor: Supervisor,
        retry: Rows = (),
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`retry` are the buttons under an answer that failed."""
        self._bot = bot
        self._place = place
        self._texts = texts
        self._supervisor = supervisor
        self._retry = retry
        self._pause = pause
        stop = markup(((Button(texts("button-stop"), encode("stop")),),))
        self._edits = EditPainter(bot, place, texts("chat-thinking"), stop)
        self._painters = self._ways(mode)
        self._text = ""
        self._status = ""
        self._is_queued = False
        self._shown: str | None = None
        self._changed = asyncio.Event()
        self._over = asyncio.Event()
        self._approvals: list[ApprovalAsked] = []
        self._finished = Finished("failed", error_key="error-unavailable")

    async def stream(self, chunks: AsyncIterator[ReplyChunk]) -> Outcome:
        """Show the chunks up to Finished, then leave the answer as messages.

        The stream is left open: its owner closes it once all is delivered, and so keeps the thread's order.
        """
        self._changed.set()  # the first frame is a sign of life before the first chunk
        painting = self._supervisor.spawn(self._paint(), name="reply-frames")
        try:
            async for chunk in chunks:
                self._take(chunk)
                if isinstance(chunk, Finished):
                    break
        finally:
            self._over.set()
            self._changed.set()
        await painting
        await self._leave()
        return Outcome(self._finished, tuple(self._approvals))

    def _ways(self, mode: Mode) -> list[Painter]:
        """From the best way down to none; a way that Telegram refuses is dropped."""
        if mode == "off":
            return [SilentPainter()]
        if self._place.is_private and mode != "edit":
            return [DraftPainter(self._bot, self._place), self._edits, SilentPainter()]
        return [self._edits, SilentPainter()]

    def _take(self, chunk: ReplyChunk) -> None:
        self._is_queued = isinstance(chunk, Status) and chunk.key == QUEUED
        match chunk:
            case TextDelta(text=text):
                self._text += text
                self._status = ""
            case Status(key=key, params=params):
                self._status = self._texts(key, **params)
            case HandOver(to_agent=agent):
                self._status = self._texts("chat-handed-over", agent=self._texts(f"agent-{agent}"))
            case ApprovalAsked():
                self._approvals.append(chunk)
            case Finished():
                self._finished = chunk
        self._changed.set()

    async def _paint(self) -> None:
        """Show the newest frame whenever something changed, never faster than the painter's pace."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            if self._over.is_set():
                return
            await self._rest(await self._show(self._frame()))

    async def _rest(self, seconds: float) -> None:
        """Wait, but not past the end of the stream."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), seconds)

    def _frame(self) -> Formatted:
        if not self._text.strip():
            return Formatted(self._status, ())
        tail = self._text if not self._status else f"{self._text}\n\n{self._status}"
        return split(from_markdown(tail))[-1]

    async def _show(self, frame: Formatted) -> float:
        """Seconds until the next frame may follow."""
        painter = self._painters[0]
        if self._is_queued and painter is self._edits:
            return 0.0  # a message now would stand between the parts of the answer before this one
        if frame.text == self._shown:
            return painter.pace
        try:
            await painter.show(frame)
        except TelegramRetryAfter as error:
            return float(error.retry_after)
        except TelegramNetworkError:
            return painter.pace
        except TelegramAPIError as error:
            log.info("reply_way_refused", way=type(painter).__name__, reason=error.message)
            self._painters.pop(0)
            return await self._show(frame)
        self._shown = frame.text
        return painter.pace

    async def _leave(self) -> None:
        """The whole answer as messages; what was shown on the way gives place to it."""
        parts = self._parts()
        keyboard = markup(self._retry if self._finished.state == "failed" else ())
        placeholder = self._edits.message_id
        for index, part in enumerate(parts):
            buttons = keyboard if index == len(parts) - 1 else None
            if index == 0 and placeholder is not None and await self._replace(placeholder, part, buttons):
                continue
            await self._send(part, buttons, is_reply=index == 0)

    def _parts(self) -> Sequence[Formatted]:
        text = self._text.strip()
        parts = list(split(from_markdown(text))) if text else []
        if note := self._note(has_text=bool(text)):
            parts.append(Formatted(note, ()))
        return [part for part in parts if part.text.strip()]

    def _note(self, *, has_text: bool) -> str:
        match self._finished.state:
            case "failed":
                return self._texts(self._finished.error_key or "error-unavailable", **self._finished.error_params)
            case "cut":
                return self._texts("chat-cut")
            case "stopped" if not has_text:
                return self._texts("chat-stopped")
            case "done" if not has_text and not self._approvals:
                return self._texts("chat-empty")
        return ""

    async def _replace(self, message_id: int, part: Formatted, keyboard: InlineKeyboardMarkup | None) -> bool:
        try:
            await self._patiently(lambda: edit(self._bot, self._place, message_id, part, keyboard))
        except TelegramBadRequest as error:
            log.info("placeholder_lost", reason=error.message)
            return False
        return True

    async def _send(self, part: Formatted, keyboard: InlineKeyboardMarkup | None, *, is_reply: bool) -> None:
        async def send(shown: Formatted) -> None:
            await self._bot.send_message(
                self._place.chat,
                shown.text,
                message_thread_id=self._place.topic,
                entities=telegram_entities(shown) or None,
                reply_parameters=self._place.reply_parameters if is_reply else None,
                link_preview_options=NO_PREVIEW,
                reply_markup=keyboard,
            )

        try:
            await self._patiently(lambda: send(part))
        except TelegramForbiddenError:
            log.info("reply_unwanted", chat=self._place.chat)
        except TelegramBadRequest:
            if not part.entities:
                raise
            await self._patiently(lambda: send(Formatted(part.text, ())))

    async def _patiently(self, call: Callable[[], Awaitable[None]]) -> None:
        """Call, and after a 429 wait as long as Telegram asked before calling again."""
        for attempt in range(SEND_ATTEMPTS):
            try:
                return await call()
            except TelegramRetryAfter as error:
                if error.retry_after > MAX_WAIT or attempt == SEND_ATTEMPTS - 1:
                    raise
                await self._pause(float(error.retry_after))
        return None
