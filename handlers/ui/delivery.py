"""A finished answer becomes messages: each part once, in order, as long as Telegram lets it take."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TypeVar

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
)

from core.buttons import Rows
from core.ids import MessageId
from core.text import Formatted, from_markdown, split
from forwarding.outgoing import text_delivery
from forwarding.transports.bot_api.pacing import longest_wait
from forwarding.transports.bot_api.refusals import never_left
from handlers.ui.keyboards import markup
from handlers.ui.painters import Frame, edit, send
from handlers.ui.place import Place
from storage.outbox import ANSWER, Outbox

log = structlog.get_logger(__name__)

Done = TypeVar("Done")

ATTEMPTS = 5
MAX_WAIT = 120.0
"""A flood wait longer than this is not waited out here: what is left goes through the outbox."""
PAUSES = (0.5, 1.0, 2.0, 4.0)
"""Seconds before the next attempt when Telegram certainly heard nothing."""


class Delivery:
    """Puts parts into one place."""

    def __init__(
        self,
        bot: Bot,
        place: Place,
        *,
        outbox: Outbox | None = None,
        halted: Callable[[], bool] = lambda: False,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`halted` says whether the person asked to stop; `outbox` takes what Telegram does not take for long."""
        self._bot = bot
        self._place = place
        self._outbox = outbox
        self._halted = halted
        self._pause = pause

    async def deliver(
        self, frames: Sequence[Frame], rows: Rows, existing: Sequence[int], *, stopped: str
    ) -> tuple[MessageId, ...]:
        """Each frame in its message: the existing ones first, then new ones; superfluous ones are deleted.

        `rows` stand under the last; `stopped` is said when the person stops the rest.
        """
        left, known, done = list(frames), list(existing), list[MessageId]()
        while left:
            if done and self._halted():
                left = [Frame(Formatted(stopped))]
            frame, keyboard = left[0], rows if len(left) == 1 else ()
            try:
                message = await self._put(frame, keyboard, known[0] if known else None, is_first=not done)
            except _RichRefused:
                left[:1] = plain(frame.rich)
                continue
            except TelegramRetryAfter as error:
                await self._hand_over(left, rows, known, error)
                known = []
                break
            except TelegramForbiddenError:
                log.info("reply_unwanted", chat=self._place.chat)
                break
            done.append(message)
            left, known = left[1:], known[1:]
        await self._delete(known)
        return tuple(done)

    async def _put(self, frame: Frame, rows: Rows, known: int | None, *, is_first: bool) -> MessageId:
        if known is not None:
            try:
                return await self._replace(known, frame, rows)
            except TelegramBadRequest as error:
                if frame.rich and not is_gone(error):
                    raise _RichRefused from error
                log.info("placeholder_lost", reason=error.message)
        return await self._send(frame, rows, is_reply=is_first)

    async def _replace(self, message_id: int, frame: Frame, rows: Rows) -> MessageId:
        """An edit says the same again, so it may be repeated whatever became of it."""

        async def change(shown: Frame) -> MessageId:
            await edit(self._bot, self._place, message_id, shown, markup(rows))
            return MessageId(message_id)

        return await self._readably(change, frame, is_harmless=True)

    async def _send(self, frame: Frame, rows: Rows, *, is_reply: bool) -> MessageId:
        async def say(shown: Frame) -> MessageId:
            message = await send(self._bot, self._place, shown, markup(rows), is_reply=is_reply)
            return MessageId(message.message_id)

        return await self._readably(say, frame)

    async def _readably(
        self, put: Callable[[Frame], Awaitable[MessageId]], frame: Frame, *, is_harmless: bool = False
    ) -> MessageId:
        """Without the formatting that Telegram does not take."""
        try:
            return await self._patiently(partial(put, frame), is_harmless=is_harmless)
        except (TelegramBadRequest, TelegramNotFound) as error:
            if frame.rich and not is_harmless:
                log.info("rich_refused", reason=error.message)
                raise _RichRefused from error
            if not frame.text.entities or is_gone(error):
                raise
            log.warning("entities_refused", reason=error.message)
        return await self._patiently(partial(put, Frame(Formatted(frame.text.text))), is_harmless=is_harmless)

    async def _patiently(self, call: Callable[[], Awaitable[Done]], *, is_harmless: bool = False) -> Done:
        """Call again while Telegram certainly did nothing: after a 429 as late as it asked, after others soon."""
        token = longest_wait.set(MAX_WAIT)
        try:
            for pause in PAUSES:
                try:
                    return await call()
                except TelegramRetryAfter as error:
                    if error.retry_after > MAX_WAIT:
                        raise
                    await self._pause(float(error.retry_after))
                except (TelegramNetworkError, TelegramServerError) as error:
                    if not (is_harmless or isinstance(error, TelegramServerError) or never_left(error)):
                        raise
                    await self._pause(pause)
            return await call()
        finally:
            longest_wait.reset(token)

    async def _hand_over(
        self, left: Sequence[Frame], rows: Rows, known: Sequence[int], error: TelegramRetryAfter
    ) -> None:
        """The courier waits as long as Telegram says, and over a restart; then it takes away what stands there yet."""
        if self._outbox is None or self._place.inline:
            raise error
        texts = [part for frame in left for part in (plain(frame.rich) if frame.rich else [frame])]
        key = f"{ANSWER}{secrets.token_hex(8)}"
        deliveries = [
            text_delivery(
                f"{key}:{number}",
                self._place.chat,
                frame.text,
                buttons=rows if number == len(texts) - 1 else (),
                topic=self._place.topic,
                instead_of=[MessageId(each) for each in known] if number == 0 else (),
            )
            for number, frame in enumerate(texts)
        ]
        log.info("answer_to_outbox", parts=await self._outbox.enqueue(*deliveries))

    async def _delete(self, superfluous: Sequence[int]) -> None:
        if not superfluous:
            return
        try:
            await self._bot.delete_messages(self._place.chat, list(superfluous))
        except (TelegramBadRequest, TelegramForbiddenError, TelegramNetworkError, TelegramRetryAfter) as error:
            log.info("old_parts_stay", reason=error.message)


class _RichRefused(Exception):
    """Telegram does not take this rich message; nothing was sent."""


def plain(markdown: str) -> list[Frame]:
    """The parts of a text that are more than white space."""
    return [Frame(part) for part in split(from_markdown(markdown)) if part.text.strip()]


def is_gone(error: TelegramAPIError) -> bool:
    """Whether the message that should be edited is not there, or not ours to edit."""
    return any(sign in error.message for sign in ("not found", "can't be edited", "MESSAGE_ID_INVALID"))
