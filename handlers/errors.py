"""The only place where a person sees a failure: a sentence in their language; the log has the rest."""

from typing import Any

import structlog
from aiogram import Bot, Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramNetworkError
from aiogram.types import ErrorEvent, Message, Update

from core.errors import PlatformError
from core.i18n import Texts, Translator, pick_language
from core.ids import new_incident_id
from handlers import guests
from handlers.ui.place import place_of
from handlers.ui.presses import acknowledge

log = structlog.get_logger(__name__)

TOAST = 200
"""Characters that Telegram shows where a button was pressed."""

CLOSED = (
    "message thread not found",
    "topic_closed",
    "topic_deleted",
    "not enough rights",
    "have no rights",
    "chat_write_forbidden",
)


def build_router() -> Router:
    router = Router(name="errors")
    router.error.register(on_error)
    return router


async def on_error(event: ErrorEvent, bot: Bot, translator: Translator, texts: Texts | None = None) -> Any:
    """Tell the person what they can do about it, or which incident to name to the operator."""
    error = event.exception
    if isinstance(error, TelegramNetworkError):
        return UNHANDLED  # nobody can be told; the update stays unfinished
    if isinstance(error, TelegramForbiddenError):
        log.info("person_unreachable", reason=error.message)
        return None
    texts = texts or translator.bound(_language(event.update))
    try:
        await _explain(error, event.update, bot, texts)
    except (TelegramBadRequest, TelegramForbiddenError) as refused:
        log.info("person_unreachable", reason=refused.message)
    return None


async def _explain(error: Exception, update: Update, bot: Bot, texts: Texts) -> None:
    if isinstance(error, TelegramBadRequest) and is_closed(error.message):
        log.info("place_closed", reason=error.message)
        await _tell_in_private(update, bot, texts)
    else:
        await _tell(update, bot, _sentence(error, texts, texts.translator))


def is_closed(reason: str) -> bool:
    """Whether Telegram lets the bot not write there: the topic is closed or gone, or it has no rights."""
    return any(sign in reason.lower() for sign in CLOSED)


async def _tell(update: Update, bot: Bot, sentence: str) -> None:
    message, chosen = _message(update), update.chosen_inline_result
    if update.guest_message is not None:
        await guests.refuse(bot, update.guest_message, sentence)
    elif update.callback_query is not None and message is None:
        await acknowledge(update.callback_query, sentence[:TOAST])
    elif chosen is not None:
        await bot.edit_message_text(sentence, inline_message_id=chosen.inline_message_id)
    elif message is not None:
        place = place_of(message)
        await bot.send_message(
            place.chat, sentence, message_thread_id=place.topic, reply_parameters=place.reply_parameters
        )


async def _tell_in_private(update: Update, bot: Bot, texts: Texts) -> None:
    """Another topic would be the wrong one, so the person hears of it where nobody else reads."""
    message, source = _message(update), update.message or update.callback_query
    if message is not None and source is not None and source.from_user is not None:
        title = message.chat.title or message.chat.full_name or ""
        await bot.send_message(source.from_user.id, texts("error-place-closed", chat=title))


def _sentence(error: Exception, texts: Texts, translator: Translator) -> str:
    incident = new_incident_id()
    if isinstance(error, PlatformError) and translator.has(error.key) and error.key != PlatformError.default_key:
        log.info("refused", key=error.key)
        return texts(error.key, **error.params)
    log.error("incident", incident=incident, exc_info=error)
    return texts("error-unexpected", incident=incident)


def _message(update: Update) -> Message | None:
    """Where the person looks; posts of channels have nobody."""
    if said := update.message or update.edited_message:
        return said
    if update.callback_query is not None and isinstance(update.callback_query.message, Message):
        return update.callback_query.message
    return None


def _language(update: Update) -> str:
    source = update.message or update.callback_query
    return pick_language(source.from_user.language_code if source and source.from_user else None)
