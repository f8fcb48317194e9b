"""Polling: a row before the offset moves, and going on after everything that can be waited out."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import GetUpdates

from bot.patience import Patience
from bot.polling import GetRawUpdates, Polling
from core.errors import SettingsError, Unavailable
from tests.fakes.aiogram_session import FakeSession
from tests.fakes.updates import RawUpdate, private


class FakeIntake:
    """Writes nothing down; says when it was asked to."""

    def __init__(self, session: FakeSession) -> None:
        self.session = session
        self.accepted: list[list[int]] = []
        self.failures: list[Exception] = []
        self.polls_before_accept: list[int] = []

    async def until_room(self) -> None:
        return

    async def accept(self, updates: Sequence[RawUpdate]) -> None:
        self.polls_before_accept.append(len(self.session.asked(GetRawUpdates)))
        if self.failures:
            raise self.failures.pop(0)
        self.accepted.append([update["update_id"] for update in updates])


class Rest:
    """Notes the waits and ends the loop after the last one that a test wants."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.waits.append(seconds)


class EndOfScript(Exception):
    """No more answers: the loop of the test is over."""


@pytest.fixture
def session() -> FakeSession:
    return FakeSession()


async def poll(session: FakeSession, intake: FakeIntake) -> Rest:
    """Until the script of answers is used up."""
    rest = Rest()
    session.fail(GetUpdates, EndOfScript())
    bot = Bot("42:TOKEN", session=session)
    polling = Polling(bot, intake, ["message", "stopped_message_generation"], Patience(rest))  # type: ignore[arg-type]
    with pytest.raises(EndOfScript):
        await asyncio.wait_for(polling.run(), 5)
    return rest


def offsets(session: FakeSession) -> list[int | None]:
    return [request.offset for request in session.asked(GetRawUpdates)]


async def test_updates_are_written_down_before_the_next_request_confirms_them(session: FakeSession):
    intake = FakeIntake(session)
    session.answer(GetUpdates, [private(10, "a"), private(11, "b")])

    await poll(session, intake)

    assert intake.accepted[0] == [10, 11]
    assert intake.polls_before_accept[0] == 1
    assert offsets(session) == [None, 12]


async def test_the_offset_stays_when_the_database_does_not_answer(session: FakeSession):
    intake = FakeIntake(session)
    intake.failures.append(Unavailable("error-database-unavailable"))
    session.answer(GetUpdates, [private(10, "a")])
    session.answer(GetUpdates, [private(10, "a")])

    rest = await poll(session, intake)

    assert offsets(session) == [None, None, 11]
    assert intake.accepted[0] == [10]
    assert len(rest.waits) == 1


async def test_a_second_poller_a_lost_line_and_a_fault_of_telegram_are_waited_out_longer_each_time(
    session: FakeSession,
):
    intake = FakeIntake(session)
    session.refuse(GetUpdates, 409, "Conflict: terminated by other getUpdates request")
    session.fail(GetUpdates, TelegramNetworkError(method=None, message="cut"))  # type: ignore[arg-type]
    session.refuse(GetUpdates, 502, "Bad Gateway")
    session.answer(GetUpdates, [private(10, "a")])

    rest = await poll(session, intake)

    assert intake.accepted[0] == [10]
    ceilings = [0.5, 1.0, 2.0]
    assert all(ceiling / 2 <= wait <= ceiling for wait, ceiling in zip(rest.waits, ceilings, strict=True))


async def test_a_429_is_obeyed_to_the_second(session: FakeSession):
    intake = FakeIntake(session)
    session.refuse(GetUpdates, 429, "Too Many Requests", retry_after=17)

    rest = await poll(session, intake)

    assert rest.waits == [17.0]


async def test_a_token_that_telegram_does_not_know_ends_the_start_with_the_settings_name(session: FakeSession):
    session.refuse(GetUpdates, 401, "Unauthorized")
    polling = Polling(Bot("42:TOKEN", session=session), FakeIntake(session), [], Patience(Rest()))  # type: ignore[arg-type]

    with pytest.raises(SettingsError) as caught:
        await polling.run()

    assert caught.value.params["setting"] == "BOT_TOKEN"


async def test_updates_of_kinds_that_we_do_not_know_pass_as_they_are(session: FakeSession):
    intake = FakeIntake(session)
    unknown: dict[str, Any] = {"update_id": 10, "thing_of_next_year": {"x": 1}}
    session.answer(GetUpdates, [unknown])

    await poll(session, intake)

    assert intake.accepted[0] == [10]
    assert offsets(session)[-1] == 11
