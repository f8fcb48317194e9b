"""The filter of senders: ids, @names, shown names and signatures."""

from typing import Any

import pytest

from forwarding.post import Post
from tests.fakes.filters import asked, outcome
from tests.fakes.forwarding import post

ANNA = post(1, "hi", sender=1001, sender_name="Анна Королёва", sender_username="Anna")
SIGNED = post(2, "news", sender=-1001, sender_name="Source news", author="Главный  редактор")
NOBODY = post(3, "?")


@pytest.mark.parametrize(
    ("who", "passing"),
    [
        (1001, [ANNA]),
        ("1001", [ANNA]),
        (["@anna"], [ANNA]),
        ("https://t.me/ANNA", [ANNA]),
        ("anna", [ANNA]),
        ("анна королева", [ANNA]),
        ("главный редактор", [SIGNED]),
        ([-1001, "@anna"], [ANNA, SIGNED]),
        (0, []),
        ("@Source news", []),
    ],
)
async def test_a_post_passes_by_who_says_it(who: Any, passing: list[Post]):
    assert [each for each in (ANNA, SIGNED, NOBODY) if await outcome("sender", {"who": who}, each) == "pass"] == passing


async def test_nobody_becomes_a_listed_name_by_calling_themselves_so():
    impostor = post(4, sender=5, sender_name="@anna", sender_username="evil")
    assert await outcome("sender", {"who": ["@anna"]}, impostor) == "drop"


async def test_how_somebody_was_known_is_told():
    assert (await asked("sender", {"who": ["@anna"]}, ANNA)).value == "@Anna"
