"""The filter of origins: certain chats, anywhere, nowhere."""

from typing import Any

import pytest

from forwarding.post import Origin, Post
from tests.fakes.filters import asked, outcome
from tests.fakes.forwarding import post

OWN = post(1, "own words")
NEWS = post(2, "news", forwarded_from=Origin(-1001234, "City news", "citynews", 77))
HIDDEN = post(3, "secret", forwarded_from=Origin(name="Тихий Дон"))


@pytest.mark.parametrize(
    ("chats", "passing"),
    [
        ("nowhere", [OWN]),
        ("Anywhere", [NEWS, HIDDEN]),
        (-1001234, [NEWS]),
        ("@CityNews", [NEWS]),
        ("https://t.me/c/1234/77", [NEWS]),
        ("city news", [NEWS]),
        ("тихий дон", [HIDDEN]),
        (["nowhere", "@citynews"], [OWN, NEWS]),
        ("@elsewhere", []),
    ],
)
async def test_a_post_passes_by_where_it_was_first(chats: Any, passing: list[Post]):
    judged = [each for each in (OWN, NEWS, HIDDEN) if await outcome("forwarded_from", {"chats": chats}, each) == "pass"]
    assert judged == passing


async def test_the_origin_is_told():
    assert (await asked("forwarded_from", {"chats": "anywhere"}, NEWS)).value == "@citynews"
    assert (await asked("forwarded_from", {"chats": "anywhere"}, HIDDEN)).value == "Тихий Дон"
