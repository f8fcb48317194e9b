"""Places that people send: where they are tells their time zone, where they want to go does not."""

from typing import Any

import pytest
from aiogram import Bot, Dispatcher

from core.errors import UserError
from core.i18n import Translator
from core.ids import UserId
from handlers import location
from storage.chats import Access, Chat
from storage.database import Database
from storage.users import Users
from tests.fakes.aiogram_session import FakeSession, message
from tests.fakes.clock import FakeClock

TOKYO = {"latitude": 35.68, "longitude": 139.69}
VENUE = {"location": TOKYO, "title": "Noodles", "address": "Shibuya"}


async def sent(database: Database, clock: FakeClock, translator: Translator, fields: dict[str, Any]) -> str:
    """The time zone of the person after they sent this."""
    users = Users(database, clock)
    user = await users.touch(UserId(1001), "Anna", "anna", "en")
    chat = Chat(user.id, "private", "Anna", "anna", Access.APPROVED)  # type: ignore[arg-type]
    services: dict[str, Any] = {
        "user": user,
        "chat": chat,
        "texts": translator.bound("en"),
        "users": users,
        "clock": clock,
    }
    dispatcher = Dispatcher(**services)
    dispatcher.include_router(location.build_router())
    update = {"update_id": 1, "message": message(1, user.id, **fields)}
    await dispatcher.feed_raw_update(Bot("42:TOKEN", session=FakeSession()), update)
    known = await users.get(user.id)
    assert known is not None
    return known.time_zone


async def test_where_somebody_is_tells_their_time_zone(database: Database, clock: FakeClock, translator: Translator):
    assert await sent(database, clock, translator, {"location": TOKYO}) == "Asia/Tokyo"


async def test_a_place_of_interest_changes_nothing_and_is_explained(
    database: Database, clock: FakeClock, translator: Translator
):
    with pytest.raises(UserError) as told:
        await sent(database, clock, translator, {"venue": VENUE, "location": TOKYO})

    assert told.value.key == "location-venue"
    person = await Users(database, clock).get(UserId(1001))
    assert person is not None
    assert person.time_zone == "UTC"
