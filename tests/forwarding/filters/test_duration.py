"""The filter of durations: how they are written, and the longest part of an album."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from forwarding.measures import read_duration
from forwarding.post import Media, Post
from tests.fakes.filters import asked, outcome
from tests.fakes.forwarding import post


def video(seconds: int) -> Post:
    return post(1, media=Media("video", unique_id="u", duration=seconds))


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("90", 90),
        ("90s", 90),
        ("1m30s", 90),
        ("1M 30S", 90),
        ("2h", 7200),
        ("1h5s", 3605),
        ("1:30", 90),
        ("1:00:05", 3605),
        ("2 мин", 120),
    ],
)
def test_a_duration_is_read_as_it_is_written(written: str, seconds: int):
    assert read_duration(written) == seconds


@given(st.integers(0, 10**7))
def test_hours_minutes_and_seconds_add_up(seconds: int):
    assert read_duration(f"{seconds // 3600}h{seconds // 60 % 60}m{seconds % 60}s") == seconds


@pytest.mark.parametrize("written", ["", " ", "m", "soon", "-5s", "5s1m", "1:2", "1.5m"])
def test_what_is_no_duration_is_refused(written: str):
    with pytest.raises(UserError) as raised:
        read_duration(written)
    assert raised.value.key == "error-rule-bad-duration"


async def test_both_ends_belong_to_what_is_allowed():
    limits = {"min": "10s", "max": "1m"}
    assert [await outcome("duration", limits, video(each)) for each in (9, 10, 60, 61)] == [
        "drop",
        "pass",
        "pass",
        "drop",
    ]


async def test_the_longest_part_of_an_album_counts_and_is_told():
    verdict = await asked("duration", {"min": "1m"}, video(5), video(95))
    assert (verdict.outcome, verdict.value) == ("pass", "1:35")


async def test_a_text_lasts_no_time():
    assert await outcome("duration", {"max": "1m"}, post(1, "text")) == "pass"
    assert await outcome("duration", {"min": "1s"}, post(1, "text")) == "drop"
