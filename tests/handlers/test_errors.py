"""Failures: one place, the person's language, an incident id that the log has too, and no secrets."""

import re
from io import StringIO

import pytest
from aiogram import Bot, Dispatcher, Router
from aiogram.exceptions import TelegramForbiddenError, TelegramNetworkError
from aiogram.methods import SendMessage
from aiogram.types import Message, Update

from core.errors import Unavailable, UserError
from core.i18n import Translator
from core.logs import configure_logs
from handlers import errors
from tests.fakes.aiogram_session import FakeSession
from tests.fakes.updates import ANNA, BEN, private


async def answer_to(error: Exception, translator: Translator, sender: dict[str, object] = BEN) -> list[str]:
    """What a person is told when a handler raises this."""
    session = FakeSession()
    router = Router()

    async def on_message(message: Message) -> None:
        raise error

    router.message.register(on_message)
    dispatcher = Dispatcher(translator=translator)
    dispatcher.include_routers(errors.build_router(), router)
    bot = Bot("42:TOKEN", session=session)
    await dispatcher.feed_update(bot, Update.model_validate(private(1, "hi", sender), context={"bot": bot}))
    return [request.text for request in session.asked(SendMessage)]


async def test_a_failure_of_ours_is_told_by_its_sentence_in_the_persons_language(translator: Translator):
    assert await answer_to(UserError("error-quota-messages", limit=500), translator, ANNA) == [
        translator.text("ru", "error-quota-messages", limit=500)
    ]
    assert await answer_to(Unavailable(), translator) == [translator.text("en", "error-unavailable")]


async def test_anything_else_is_an_incident_whose_number_stands_in_the_log_without_the_secret(translator: Translator):
    log = StringIO()
    configure_logs("INFO", ["hunter2"], log)

    (said,) = await answer_to(ValueError("the password is hunter2"), translator)

    incident = re.search(r"\b[0-9A-F]{6}\b", said)
    assert incident is not None
    assert incident.group() in log.getvalue()
    assert "ValueError" in log.getvalue()
    assert "hunter2" not in log.getvalue() + said


async def test_who_blocked_the_bot_is_told_nothing_and_breaks_nothing(translator: Translator):
    error = TelegramForbiddenError(method=SendMessage(chat_id=1, text=""), message="bot was blocked by the user")

    assert await answer_to(error, translator) == []


async def test_a_lost_line_is_handed_on_so_that_the_update_stays_unfinished(translator: Translator):
    with pytest.raises(TelegramNetworkError):
        await answer_to(TelegramNetworkError(method=SendMessage(chat_id=1, text=""), message="cut"), translator)
