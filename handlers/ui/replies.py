"""An answer that streams: frames while it is written, then whole messages, with nothing lost on the way."""

import asyncio
import math
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramNetworkError, TelegramRetryAfter, TelegramServerError

from agents.state import ApprovalAsked, Finished, HandOver, Offered, Queued, ReplyChunk, Status, TextDelta
from core.buttons import Button, Rows, encode
from core.i18n import Texts
from core.ids import MessageId
from core.tasks import Supervisor
from core.text import MESSAGE_LIMIT, Formatted, from_markdown, split, utf16_length
from handlers.ui.answer_buttons import offer_rows
from handlers.ui.delivery import MAX_WAIT, Delivery, plain
from handlers.ui.keyboards import markup
from handlers.ui.painters import DraftPainter, EditPainter, Frame, Painter, SilentPainter
from handlers.ui.place import Place
from handlers.ui.rich import Layout, fits_rich, needs_rich
from storage.outbox import Outbox

log = structlog.get_logger(__name__)

Mode = Literal["auto", "draft", "edit", "off"]

QUEUED = "status-waiting"
LATE_SECONDS = 10.0
"""A draft that Telegram has not confirmed so long after the end of the stream is given up."""

_MARKS = re.compile(r"([\\`*_{}\[\]()<>#|~$&])")


LONG_DELAY = 0.2
"""Seconds for which the last words are not held back."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the answer ended, and what it asks leave for."""

    finished: Finished
    approvals: tuple[ApprovalAsked, ...]
    messages: tuple[MessageId, ...] = ()
    """What the answer stands in now, sent or edited, in order."""
    offered: tuple[Offered, ...] = ()
    """Buttons of its own under the last of them."""


def no_buttons(finished: Finished) -> Rows:
    return ()


class StreamedReply:
    """Shows one stream of ReplyChunks in one place."""

    def __init__(
        self,
        bot: Bot,
        place: Place,
        texts: Texts,
        mode: Mode,
        supervisor: Supervisor,
        buttons: Callable[[Finished], Rows] = no_buttons,
        existing: Sequence[MessageId] = (),
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        *,
        layout: Layout = "auto",
        outbox: Outbox | None = None,
        halted: Callable[[], bool] = lambda: False,
        delay: Callable[[], float] = lambda: 0.0,
    ) -> None:
        """`buttons` go under the last message of the answer; `existing` messages give place to it.

        `outbox` takes what Telegram does not take for long; `halted` says whether to stop the delivery; `delay`, in how
        many seconds a message may leave.
        """
        self._bot = bot
        self._place = place
        self._texts = texts
        self._supervisor = supervisor
        self._buttons = buttons
        self._existing = list(existing)
        self._has_rich = place.is_private and not place.inline and layout != "plain"
        self._is_rich = layout == "rich"
        self._delivery = Delivery(bot, place, outbox=outbox, halted=halted, pause=pause)
        stop = markup(((Button(texts("button-stop"), encode("stop")),),))
        self._edits = EditPainter(bot, place, texts("chat-thinking"), stop, existing[0] if existing else None)
        self._painters = self._ways(mode)
        self._text = ""
        self._status = ""
        self._hand_overs: list[str] = []
        self._is_queued = False
        self._shown: str | None = None
        self._changed = asyncio.Event()
        self._over = asyncio.Event()
        self._begun = asyncio.Event()
        self._approvals: list[ApprovalAsked] = []
        self._offered: list[Offered] = []
        self._finished = Finished("failed", error_key="error-unavailable")
        self._closed_until = 0.0
        self._delay = delay
        self._pause = pause

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
            for event in (self._over, self._begun, self._changed):
                event.set()
        await self._end(painting)
        messages = await self._leave()
        return Outcome(self._finished, tuple(self._approvals), messages, tuple(self._offered))

    async def _end(self, painting: asyncio.Task[None]) -> None:
        """A frame on its way must not arrive after the answer; a draft fades by itself, so not waited for long."""
        is_draft = isinstance(self._painters[0], DraftPainter)
        done, _ = await asyncio.wait({painting}, timeout=LATE_SECONDS if is_draft else None)
        if not done:
            painting.cancel()
            await asyncio.wait({painting})

    def _ways(self, mode: Mode) -> list[Painter]:
        """From the best way down to none; a way that Telegram refuses is dropped."""
        if mode == "off":
            return [SilentPainter()]
        if self._place.is_private and mode != "edit" and not self._existing and not self._place.inline:
            return [DraftPainter(self._bot, self._place), self._edits, SilentPainter()]
        return [self._edits, SilentPainter()]

    def _take(self, chunk: ReplyChunk) -> None:
        self._is_queued = isinstance(chunk, Status) and chunk.key == QUEUED
        match chunk:
            case TextDelta(text=text):
                self._say(text)
            case Status(key=key, params=params):
                self._status = self._texts(key, **params)
            case Queued():
                self._status = queue_line(chunk, self._texts)
            case HandOver(to_agent=agent, reason=reason):
                about = {"agent": self._texts(f"agent-{agent}"), "reason": " ".join(reason.split()) or "none"}
                self._status = self._texts("chat-handed-over", **about)
                self._hand_overs.append(self._texts("chat-hand-over-line", **about))
            case ApprovalAsked():
                self._approvals.append(chunk)
            case Offered():
                self._offered.append(chunk)
            case Finished():
                self._finished = chunk
        self._changed.set()

    def _say(self, text: str) -> None:
        """Words; before the first ones of another agent stands who goes on, and why."""
        if self._hand_overs and text.strip():
            lines = "\n".join(f"*{_MARKS.sub(_ESCAPED, line)}*" for line in self._hand_overs)
            self._text = f"{self._text.rstrip()}\n\n{lines}\n\n".lstrip()
            self._hand_overs.clear()
        self._text += text
        self._status = ""
        if text.strip():
            self._begun.set()

    async def _paint(self) -> None:
        """Show the newest frame whenever something changed, never faster than the painter's pace."""
        while not self._over.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), self._painters[0].fades)
            is_refresh = not self._changed.is_set()
            self._changed.clear()
            if self._over.is_set():
                return
            had_begun = self._begun.is_set()
            wait, may_hurry = await self._show(self._frame(), is_refresh=is_refresh)
            await self._rest(wait, self._begun if may_hurry and not had_begun else self._over)

    async def _rest(self, seconds: float, wake: asyncio.Event) -> None:
        """Wait, but not past the end of the stream; the first words of a draft need not wait for the pace."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await wake.wait()

    def _frame(self) -> Frame:
        if not self._text.strip():
            return Frame(Formatted(self._status))
        tail = self._text if not self._status else f"{self._text}\n\n{self._status}"
        if self._wants_rich(tail):
            return Frame(rich=tail)
        parts = split(from_markdown(tail))  # none while only marks of formatting have come, such as `##`
        return Frame(parts[-1] if parts else Formatted(self._status))

    def _wants_rich(self, markdown: str) -> bool:
        self._is_rich = self._is_rich or (self._has_rich and needs_rich(markdown))
        return self._has_rich and self._is_rich and fits_rich(markdown)

    async def _show(self, frame: Frame, *, is_refresh: bool = False) -> tuple[float, bool]:
        """Seconds until the next frame may follow, and whether the first words may come earlier."""
        painter = self._painters[0]
        is_draft = isinstance(painter, DraftPainter)
        if self._is_queued and painter is self._edits and not self._existing:
            return 0.0, False  # a message now would stand between the parts of the answer before this one
        if frame.words == self._shown and not (is_refresh and is_draft):
            return 0.0, False
        began = asyncio.get_running_loop().time()
        try:
            await painter.show(frame)
        except TelegramRetryAfter as error:
            self._closed_until = asyncio.get_running_loop().time() + error.retry_after
            return float(error.retry_after), False
        except (TelegramNetworkError, TelegramServerError):
            return painter.pace, False
        except TelegramAPIError as error:
            self._fall_back(frame, painter, error.message)
            return await self._show(self._frame())
        self._shown = frame.words
        took = asyncio.get_running_loop().time() - began if is_draft else 0.0
        return max(painter.pace - took, 0.0), is_draft

    def _fall_back(self, frame: Frame, painter: Painter, reason: str) -> None:
        log.info("reply_way_refused", way=type(painter).__name__, is_rich=bool(frame.rich), reason=reason)
        if frame.rich:
            self._has_rich = False
        else:
            self._painters.pop(0)

    async def _leave(self) -> tuple[MessageId, ...]:
        """The whole answer as messages; what was shown on the way gives place to it."""
        closed = self._closed_until - asyncio.get_running_loop().time()
        if closed > 0:
            await self._pause(min(closed, MAX_WAIT))
        elif isinstance(self._painters[0], DraftPainter) and self._delay() > LONG_DELAY:
            await self._show(self._frame())  # a draft waits for nobody: the end is seen before the message may leave
        frames, rows = self._frames(), offer_rows(self._offered, self._texts) + self._buttons(self._finished)
        if self._place.inline:
            frames, rows = await self._in_one(frames, rows)
        placeholder = self._edits.message_id
        existing = self._existing or ([MessageId(placeholder)] if placeholder is not None else [])
        if self._place.inline:
            existing = [MessageId(0)]
        return await self._delivery.deliver(frames, rows, existing, stopped=self._texts("chat-delivery-stopped"))

    def _frames(self) -> list[Frame]:
        text = self._text.strip()
        frames = [Frame(rich=text)] if text and self._wants_rich(text) else plain(text)
        if note := self._note(has_text=bool(frames)):
            frames.append(Frame(Formatted(note)))
        return frames

    async def _in_one(self, frames: list[Frame], rows: Rows) -> tuple[list[Frame], Rows]:
        """An inline message stays one: the beginning, and where the rest can be had."""
        if len(frames) <= 1:
            return frames, rows
        note = f"\n\n{self._texts('chat-inline-more')}"
        whole = frames[0].text
        room = MESSAGE_LIMIT - utf16_length(note)
        start = split(whole, room)[0]
        me = await self._bot.me()
        button = Button(self._texts("button-open-bot"), url=f"https://t.me/{me.username}")
        return [Frame(Formatted(start.text.rstrip() + note, start.entities))], (*rows, (button,))

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
        return self._texts(self._finished.hint) if self._finished.hint else ""


_ESCAPED = r"\\\1"


def queue_line(queued: Queued, texts: Texts) -> str:
    """How many come before, and about how long that takes."""
    if queued.seconds <= 0:
        return texts("status-queued", before=queued.before, unit="unknown", amount=0)
    if queued.seconds <= 90:
        return texts("status-queued", before=queued.before, unit="seconds", amount=math.ceil(queued.seconds / 10) * 10)
    return texts("status-queued", before=queued.before, unit="minutes", amount=math.ceil(queued.seconds / 60))
