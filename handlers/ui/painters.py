"""How an unfinished answer is shown: a draft, a message that is edited, or not at all."""

import secrets
from dataclasses import dataclass, field
from typing import Protocol

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import InlineKeyboardMarkup, LinkPreviewOptions, Message, MessageEntity

from core.text import Formatted
from handlers.ui.place import Place
from handlers.ui.rich import rich_message

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
MAX_DRAFT_ID = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Frame:
    """What is shown: text with entities, or a rich message of Markdown."""

    text: Formatted = field(default_factory=lambda: Formatted(""))
    rich: str = ""

    @property
    def words(self) -> str:
        """Two frames with the same words look the same."""
        return self.rich or self.text.text


class Painter(Protocol):
    """One way to show frames; a frame that Telegram refuses raises aiogram's error."""

    pace: float
    """Least seconds between two frames."""
    fades: float
    """Seconds after which a frame is shown again lest it vanish."""

    async def show(self, frame: Frame) -> None: ...


class DraftPainter:
    """Private chats: Telegram's own draft with its Stop button. It leaves nothing behind."""

    pace = 1.0
    fades = 20.0

    def __init__(self, bot: Bot, place: Place) -> None:
        self._bot = bot
        self._place = place
        self._draft = secrets.randbelow(MAX_DRAFT_ID - 1) + 1

    async def show(self, frame: Frame) -> None:
        if frame.rich:
            await self._bot.send_rich_message_draft(
                chat_id=self._place.chat,
                draft_id=self._draft,
                message_thread_id=self._place.topic,
                rich_message=rich_message(frame.rich),
                can_stop=True,
                keep_on_stop=True,
            )
            return
        await self._bot.send_message_draft(
            chat_id=self._place.chat,
            draft_id=self._draft,
            message_thread_id=self._place.topic,
            text=frame.text.text,
            entities=telegram_entities(frame.text) or None,
            can_stop=True,
            keep_on_stop=True,
        )


class EditPainter:
    """A message that is edited, with a Stop button of ours under it; groups allow twenty of these a minute."""

    fades = 3600.0

    def __init__(
        self, bot: Bot, place: Place, waiting: str, stop: InlineKeyboardMarkup | None, message_id: int | None = None
    ) -> None:
        """`waiting` stands where there is no word yet; `message_id` is a message that gives place to the answer."""
        self.pace = 1.5 if place.is_private and not place.inline else 3.5
        self.message_id = message_id
        """The message that the final text replaces, once a frame went into one."""
        self._bot = bot
        self._place = place
        self._waiting = waiting
        self._stop = stop

    async def show(self, frame: Frame) -> None:
        frame = frame if frame.words.strip() else Frame(Formatted(self._waiting))
        if self.message_id is None and not self._place.inline:
            self.message_id = (await send(self._bot, self._place, frame, self._stop, is_reply=True)).message_id
            return
        await edit(self._bot, self._place, self.message_id or 0, frame, self._stop)


class SilentPainter:
    """Shows nothing until the answer is whole."""

    pace = 3600.0
    fades = 3600.0

    async def show(self, frame: Frame) -> None:
        return


async def send(
    bot: Bot, place: Place, frame: Frame, keyboard: InlineKeyboardMarkup | None, *, is_reply: bool
) -> Message:
    """The frame as a new message."""
    question = place.reply_parameters if is_reply else None
    if frame.rich:
        return await bot.send_rich_message(
            place.chat,
            rich_message(frame.rich),
            message_thread_id=place.topic,
            reply_parameters=question,
            reply_markup=keyboard,
        )
    return await bot.send_message(
        place.chat,
        frame.text.text,
        message_thread_id=place.topic,
        entities=telegram_entities(frame.text) or None,
        reply_parameters=question,
        link_preview_options=NO_PREVIEW,
        reply_markup=keyboard,
    )


async def edit(bot: Bot, place: Place, message_id: int, frame: Frame, keyboard: InlineKeyboardMarkup | None) -> None:
    """Put the frame into the message, or into the inline message of the place; the same again is no error."""
    is_inline = bool(place.inline)
    try:
        await bot.edit_message_text(
            text=None if frame.rich else frame.text.text,
            rich_message=rich_message(frame.rich) if frame.rich else None,
            chat_id=None if is_inline else place.chat,
            message_id=None if is_inline else message_id,
            inline_message_id=place.inline or None,
            entities=telegram_entities(frame.text) or None,
            link_preview_options=None if frame.rich else NO_PREVIEW,
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
