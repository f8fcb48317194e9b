"""The only place where a person sees a failure: a sentence in their language; the log has the rest."""

from typing import Any

import structlog
from aiogram import Bot, Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.exceptions import TelegramForbiddenError, TelegramNetworkError
from aiogram.types import ErrorEvent, Message, Update

from core.errors import PlatformError
from core.i18n import Texts, Translator, pick_language
from core.ids import new_incident_id
from handlers.ui.place import place_of

log = structlog.get_logger(__name__)


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
    sentence = _sentence(error, texts, translator)
    message = _message(event.update)
    if message is not None:
        place = place_of(message)
        await bot.send_message(
            place.chat, sentence, message_thread_id=place.topic, reply_parameters=place.reply_parameters
        )
    return None


def _sentence(error: Exception, texts: Texts, translator: Translator) -> str:
    incident = new_incident_id()
    if isinstance(error, PlatformError) and translator.has(error.key) and error.key != PlatformError.default_key:
        log.info("refused", key=error.key)
        return texts(error.key, **error.params)
    log.error("incident", incident=incident, exc_info=error)
    return texts("error-unexpected", incident=incident)


def _message(update: Update) -> Message | None:
    """Where the person looks; posts of channels have nobody."""
    if update.message is not None:
        return update.message
    if update.callback_query is not None and isinstance(update.callback_query.message, Message):
        return update.callback_query.message
    return None


def _language(update: Update) -> str:
    source = update.message or update.callback_query
    return pick_language(source.from_user.language_code if source and source.from_user else None)
