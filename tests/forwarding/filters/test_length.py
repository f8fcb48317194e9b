"""The filter of lengths: characters and words of a text or caption."""

from typing import Any

import pytest

from tests.fakes.filters import asked, outcome
from tests.fakes.forwarding import post


@pytest.mark.parametrize(
    ("text", "limits", "expected"),
    [
        ("12345", {"min": 5, "max": 5}, "pass"),
        ("  12345\n", {"max": 5}, "pass"),
        ("123456", {"max": 5}, "drop"),
        ("", {"min": 1}, "drop"),
        ("", {"max": 0}, "pass"),
        ("🔥🔥", {"max": 2}, "pass"),
        ("two words", {"min": 2, "max": 2, "unit": "words"}, "pass"),
        ("кто-нибудь — здесь?", {"max": 2, "unit": "words"}, "pass"),
        ("— … !", {"min": 1, "unit": "Words"}, "drop"),
    ],
)
async def test_a_text_is_counted(text: str, limits: dict[str, Any], expected: str):
    assert await outcome("length", limits, post(1, text)) == expected


async def test_the_captions_of_an_album_count_together_and_the_number_is_told():
    verdict = await asked(
        "length", {"min": 3, "unit": "words"}, post(1, "one two", album="1"), post(2, "three", album="1")
    )
    assert (verdict.outcome, verdict.value) == ("pass", "3")
