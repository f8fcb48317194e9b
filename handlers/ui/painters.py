"""How an unfinished answer is shown: a draft, a message that is edited, or not at all."""

import secrets
from typing import Protocol

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import InlineKeyboardMarkup, LinkPreviewOptions, MessageEntity

from core.text import Formatted
from handlers.ui.place import Place

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
MAX_DRAFT_ID = 2**31 - 1


class Painter(Protocol):
    """One way to show frames; a frame that Telegram refuses raises aiogram's error."""

    pace: float
    """Least seconds between two frames."""

    async def show(self, frame: Formatted) -> None: ...


class DraftPainter:
    """Private chats: Telegram's own draft with its Stop button. It leaves nothing behind."""

    pace = 1.0

    def __init__(self, bot: Bot, place: Place) -> None:
        self._bot = bot
        self._place = place
        self._draft = secrets.randbelow(MAX_DRAFT_ID - 1) + 1

    async def show(self, frame: Formatted) -> None:
        await self._bot.send_message_draft(
            chat_id=self._place.chat,
            draft_id=self._draft,
            message_thread_id=self._place.topic,
            text=frame.text,
            entities=telegram_entities(frame) or None,
            can_stop=True,
            keep_on_stop=True,
        )


class EditPainter:
    """A message that is edited, with a Stop button of ours under it; groups allow twenty of these a minute."""

    def __init__(self, bot: Bot, place: Place, waiting: str, stop: InlineKeyboardMarkup | None) -> None:
        self.pace = 1.5 if place.is_private else 3.5
        self.message_id: int | None = None
        """The message that the final text replaces, once a frame went into one."""
        self._bot = bot
        self._place = place
        self._waiting = waiting
        self._stop = stop

    async def show(self, frame: Formatted) -> None:
        text, entities = (frame.text, telegram_entities(frame)) if frame.text.strip() else (self._waiting, [])
        if self.message_id is None:
            message = await self._bot.send_message(
                self._place.chat,
                text,
                message_thread_id=self._place.topic,
                entities=entities or None,
                reply_parameters=self._place.reply_parameters,
                link_preview_options=NO_PREVIEW,
                reply_markup=self._stop,
            )
            self.message_id = message.message_id
            return
        await edit(
            self._bot, self._place, self.message_id, Formatted(text, frame.entities if entities else ()), self._stop
        )


class SilentPainter:
    """Shows nothing until the answer is whole."""

    pace = 3600.0

    async def show(self, frame: Formatted) -> None:
        return


async def edit(
    bot: Bot, place: Place, message_id: int, frame: Formatted, keyboard: InlineKeyboardMarkup | None
) -> None:
    """Put the frame into the message; the same text again is no error."""
    try:
        await bot.edit_message_text(
            frame.text,
            chat_id=place.chat,
            message_id=message_id,
            entities=telegram_entities(frame) or None,
            link_preview_options=NO_PREVIEW,
            reply_markup=keyboard,
        )
    except TelegramBadRequest as error:
        if "message is not modified" not in error.message:
            raise


def telegram_entities(formatted: Formatted) -> list[MessageEntity]:
    """Our entities as Telegram's."""
    return [
        MessageEntity(
            type=entity.kind,
            offset=entity.offset,
            length=entity.length,
            url=entity.url or None,
            language=entity.language or None,
        )
        for entity in formatted.entities
    ]
