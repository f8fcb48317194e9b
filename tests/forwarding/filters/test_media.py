"""The filter of media: kinds, text alone, and what has no kind."""

import pytest

from forwarding.post import Media
from tests.fakes.filters import asked, outcome
from tests.fakes.forwarding import post

PHOTO = post(1, "look", media=Media("photo", unique_id="u"))
VIDEO = post(2, media=Media("video", unique_id="v"))
FILE = post(3, media=Media("document", unique_id="w"))
DICE = post(4, media=Media("document"))
TEXT = post(5, "words")


@pytest.mark.parametrize(
    ("kinds", "passing"),
    [
        (["photo"], [PHOTO]),
        (["photo", "video"], [PHOTO, VIDEO]),
        (["document"], [FILE]),
        (["other"], [DICE]),
        (["text"], [TEXT]),
        (["poll"], []),
    ],
)
async def test_a_post_passes_by_what_it_carries(kinds: list[str], passing: list[object]):
    judged = [
        each for each in (PHOTO, VIDEO, FILE, DICE, TEXT) if await outcome("media", {"kinds": kinds}, each) == "pass"
    ]
    assert judged == passing


async def test_one_part_of_an_album_is_enough_and_the_kind_is_told():
    verdict = await asked("media", {"kinds": ["VIDEO"]}, PHOTO, VIDEO)
    assert (verdict.outcome, verdict.value) == ("pass", "video")
