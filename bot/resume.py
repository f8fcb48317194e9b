"""What a crash or a lost network left unfinished: done again where nothing was sent, told honestly where some was."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import Message, Update, User

from bot.intake import Intake, channel_of
from bot.patience import Patience
from core.buttons import Button, Rows, encode
from core.i18n import Translator, pick_language
from core.ids import ChatId, MessageId, UpdateId, UserId
from forwarding.outgoing import text_delivery
from handlers.guests import begun, refuse
from handlers.ui.keyboards import markup
from handlers.ui.place import topic_of
from storage.inbox import Inbox, InboxRow
from storage.outbox import Outbox
from storage.turns import Turns
from storage.users import Users

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 3
"""An update at which the process died, or the network, this often is not tried again."""
SETTLING_SECONDS = 1.0
"""A network that has just come back is given this long."""

CUT = "interrupted"
IN_PLACE = ("guest_message", "chosen_inline_result")
"""Their one message is edited until it is the answer: to begin anew puts nothing twice."""


class Resume:
    """Takes up the inbox at start, updates that met no network, and single ones when their person presses Retry."""

    def __init__(
        self,
        inbox: Inbox,
        intake: Intake,
        outbox: Outbox,
        users: Users,
        translator: Translator,
        *,
        turns: Turns,
        bot: Bot,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._inbox = inbox
        self._intake = intake
        self._outbox = outbox
        self._users = users
        self._translator = translator
        self._turns = turns
        self._bot = bot
        self._pause = pause
        self._patience = Patience(pause)

    async def run(self) -> int:
        """How many updates were taken up."""
        rows = await self._inbox.unfinished()
        for row in rows:
            await self._take_up(row)
        if rows:
            log.info("resumed", updates=len(rows))
        return len(rows)

    async def follow(self) -> None:
        """Forever: what met no network is taken up when Telegram can be reached again."""
        while True:
            ids = [await self._intake.interrupted.get()]
            await self._patience.until_it_works(self._bot.get_me)
            await self._pause(SETTLING_SECONDS)
            while not self._intake.interrupted.empty():
                ids.append(self._intake.interrupted.get_nowait())
            for id in ids:
                await self._patience.until_it_works(partial(self._take_up_again, id))

    async def redo(self, id: UpdateId, user: UserId) -> bool:
        """Handle an interrupted update of this person from the start."""
        payload = await self._inbox.reopen(id, CUT, lambda update: _author(update) == user)
        if payload is None:
            return False
        self._intake.start(payload, is_resumed=True)
        return True

    async def _take_up_again(self, id: UpdateId) -> None:
        row = await self._inbox.again(id)
        if row is not None:
            await self._take_up(row)

    async def _take_up(self, row: InboxRow) -> None:
        if channel_of(row.payload) is not None:
            self._intake.start(row.payload, is_resumed=True)  # posts know by themselves what was sent
        elif row.attempts > MAX_ATTEMPTS:
            log.error("update_given_up", update=row.update_id, attempts=row.attempts)
            await self._tell(row, "interrupted-given-up", is_final=True)
            await self._inbox.failed(row.update_id, "attempts")
        elif row.stage == "new" or _is_in_place(row.payload):
            self._intake.start(row.payload, is_resumed=True)
        else:
            await self._tell(row, "interrupted", is_final=False)
            await self._inbox.failed(row.update_id, CUT)

    async def _tell(self, row: InboxRow, key: str, *, is_final: bool) -> None:
        """In place of what promised an answer, else through the outbox: once, even if this process dies too."""
        update = Update.model_validate(row.payload)
        await self._tell_elsewhere(update, key)
        message = _message(update)
        person = _person(update)
        if message is None or person is None:
            return
        known = await self._users.get(UserId(person.id))
        texts = self._translator.bound(known.language if known else pick_language(person.language_code))
        retry = Button(texts("button-retry"), encode("redo", row.update_id))
        rows: Rows = () if is_final else ((retry,),)
        quote = "" if row.is_incognito else _quote(message)
        text = texts(key, quote=quote) if quote else texts(f"{key}-something")
        if row.placeholder is not None and await self._turn_into(text, message.chat.id, row.placeholder, rows):
            return
        delivery = text_delivery(
            f"{key}:{row.update_id}:{row.changed_at.timestamp():.6f}",
            ChatId(message.chat.id),
            text,
            buttons=rows,
            topic=topic_of(message),
        )
        await self._outbox.enqueue(delivery)

    async def _tell_elsewhere(self, update: Update, key: str) -> None:
        """A message that was sent through the bot, or for a guest, must not promise an answer for ever."""
        source = update.chosen_inline_result or update.callback_query or update.guest_message
        if source is None or source.from_user is None:
            return
        text = self._translator.text(pick_language(source.from_user.language_code), f"{key}-something")
        with suppress(TelegramAPIError):
            if isinstance(source, Message):
                await self._tell_guest(source, UpdateId(update.update_id), text)
            elif source.inline_message_id:
                await self._bot.edit_message_text(text, inline_message_id=source.inline_message_id)

    async def _tell_guest(self, message: Message, update: UpdateId, text: str) -> None:
        inline = await begun(update, self._turns)
        if inline:
            await self._bot.edit_message_text(text, inline_message_id=inline)
        else:
            await refuse(self._bot, message, text)

    async def _turn_into(self, text: str, chat: int, placeholder: MessageId, rows: Rows) -> bool:
        """False where the message is gone, or nobody can tell."""
        try:
            await self._bot.edit_message_text(
                text, chat_id=chat, message_id=placeholder, reply_markup=markup(rows) if rows else None
            )
        except TelegramAPIError as error:
            return "message is not modified" in error.message
        return True


def _is_in_place(update: Mapping[str, Any]) -> bool:
    """A question there, or a press under its answer."""
    return any(kind in update for kind in IN_PLACE) or "inline_message_id" in update.get("callback_query", ())


def _author(update: Mapping[str, Any]) -> int:
    person = _person(Update.model_validate(update))
    return person.id if person else 0


def _person(update: Update) -> User | None:
    source = update.message or update.edited_message or update.callback_query
    return source.from_user if source else None


def _message(update: Update) -> Message | None:
    """Where the person looks."""
    if update.callback_query is not None:
        message = update.callback_query.message
        return message if isinstance(message, Message) else None
    return update.message or update.edited_message


def _quote(message: Message) -> str:
    """Enough of what was asked to recognise it; nothing where the message is the bot's own."""
    if message.from_user is not None and message.from_user.is_bot:
        return ""
    line = " ".join((message.text or message.caption or "").split())
    return line if len(line) <= 60 else f"{line[:59]}…"
