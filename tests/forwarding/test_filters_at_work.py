"""Filters inside of a rule: from an accepted post to what is delivered, and what is refused when the rule is saved."""

from datetime import UTC, datetime
from typing import Any

import pytest

from core.errors import UserError
from core.i18n import Translator
from forwarding.post import Entity, Media, Origin
from storage.database import Database
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import SOURCE, Room, make_room, post

FILTERS: dict[str, Any] = {
    "all": [
        {"media": {"kinds": ["photo", "text"]}},
        {"language": {"languages": "ru"}},
        {"not": {"has": {"any_of": ["button", "mention"]}}},
        {"any": [{"forwarded_from": {"chats": "nowhere"}}, {"domains": {"names": "example.com"}}]},
    ]
}
NIGHT: dict[str, Any] = {"hours": {"between": "22:00-06:00"}}


@pytest.fixture
def room(database: Database, translator: Translator, clock: FakeClock) -> Room:
    return make_room(database, translator, clock)


async def verdicts(room: Room) -> dict[int, tuple[str, str]]:
    stored = await room.posts.between(SOURCE, datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
    found = [decision for each in stored for decision in await room.posts.decisions(SOURCE, each.message)]
    return {decision.message: (decision.verdict, decision.reason) for decision in found}


async def test_a_tree_of_filters_decides_and_tells_by_what(room: Room):
    await room.rule(filters=FILTERS)
    link = (Entity("text_link", 0, 5, url="https://www.example.com"),)
    origin = Origin(-1009, "City")
    for each in (
        post(1, "Вышла новая версия"),
        post(2, "New release is out"),
        post(3, "Вышла новая версия", media=Media("video", unique_id="u")),
        post(4, "Вышла новая версия", buttons=("https://shop.example",)),
        post(5, "Вышла новая версия", forwarded_from=origin),
        post(6, "Вышла новая версия", forwarded_from=origin, entities=link),
    ):
        await room.forwarder.accept(each)
    assert await verdicts(room) == {
        1: ("pass", "forwarded_from: nowhere"),
        2: ("drop", "language: en"),
        3: ("drop", "media"),
        4: ("drop", "has: button"),
        5: ("drop", "domains"),
        6: ("pass", "domains: www.example.com"),
    }


async def test_a_post_that_waited_is_judged_by_the_hour_at_which_it_was_read(room: Room, clock: FakeClock):
    clock.set(datetime(2026, 11, 2, 5, 59, 59, tzinfo=UTC))
    await room.rule(filters=NIGHT)
    await room.forwarder.accept(post(1, "an album", album="a"))
    clock.advance(10)
    await room.forwarder.settle()
    await room.forwarder.accept(post(2, "later"))
    assert await verdicts(room) == {1: ("pass", "hours: mon 05:59"), 2: ("drop", "hours: mon 06:00")}


@pytest.mark.parametrize(
    ("filters", "fields", "key"),
    [
        ({"media": {"kinds": "painting"}}, {}, "error-rule-unknown-choice"),
        ({"size": {"max": "ten"}}, {}, "error-rule-bad-size"),
        ({"domains": {"names": "two words"}}, {}, "error-rule-bad-domain"),
        (NIGHT, {"time_zone": "Mars/Olympus"}, "error-time-zone-unknown"),
    ],
)
async def test_a_rule_with_settings_that_do_not_fit_is_not_saved(
    room: Room, filters: dict[str, Any], fields: dict[str, Any], key: str
):
    with pytest.raises(UserError) as raised:
        await room.rule(filters=filters, **fields)
    assert raised.value.key == key
    assert await room.rulebook.list() == ()
