"""How far a long recording is heard, and what was understood of it."""

import time
from contextlib import suppress
from typing import Self

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import BufferedInputFile, MessageEntity, ReplyParameters

from core.i18n import Texts
from core.text import utf16_length
from handlers.ui.place import Place
from inference.speech_in import Transcript

PACE = 4.0
"""Least seconds between two edits."""
SHOWN = 3500
"""Characters of a transcript in a message; a longer one follows as a file."""


class Listening:
    """One message, from the second piece of a recording on, edited as it is heard and taken away when that is over."""

    def __init__(self, bot: Bot, place: Place, texts: Texts) -> None:
        self._bot = bot
        self._place = place
        self._texts = texts
        self._message: int | None = None
        self._shown_at = 0.0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._message is not None:
            with suppress(TelegramAPIError):
                await self._bot.delete_message(self._place.chat, self._message)

    async def progress(self, done: float, total: float) -> None:
        """A sign of life only: what Telegram refuses of it is no failure."""
        with suppress(TelegramAPIError):
            if done < total:
                await self._show(self._texts("voice-listening", percent=int(done / total * 100)))

    async def _show(self, text: str) -> None:
        now = time.monotonic()
        if self._message is None:
            sent = await self._bot.send_message(self._place.chat, text, message_thread_id=self._place.topic)
            self._message, self._shown_at = sent.message_id, now
        elif now - self._shown_at >= PACE:
            self._shown_at = now
            await self._bot.edit_message_text(text, chat_id=self._place.chat, message_id=self._message)


async def show_transcript(bot: Bot, place: Place, texts: Texts, transcript: Transcript) -> None:
    """Collapsed, so that it takes little room above the answer; all of it as a file where it is long."""
    minutes, seconds = divmod(round(transcript.seconds), 60)
    title = texts("voice-heard", length=f"{minutes}:{seconds:02}")
    whole = transcript.text
    shown = whole if len(whole) <= SHOWN else f"{whole[:SHOWN].rstrip()}…"
    quote = MessageEntity(type="expandable_blockquote", offset=utf16_length(title) + 1, length=utf16_length(shown))
    await bot.send_message(
        place.chat,
        f"{title}\n{shown}",
        entities=[quote],
        message_thread_id=place.topic,
        reply_parameters=_to(place),
    )
    if shown != whole:
        file = BufferedInputFile(whole.encode(), texts("voice-file"))
        await bot.send_document(place.chat, file, message_thread_id=place.topic)


def _to(place: Place) -> ReplyParameters | None:
    """In private too: among several recordings it must be clear which one this was."""
    if place.reply_to is None:
        return None
    return ReplyParameters(message_id=place.reply_to, allow_sending_without_reply=True)
