"""The filter of hours: windows, weekdays, nights, and days on which the clock changes."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from core.ids import RuleId
from forwarding.filters.hours import FILTER, is_within, read_window
from forwarding.means import Context, Means
from forwarding.weekdays import read_days
from tests.fakes.clock import FakeClock
from tests.fakes.filters import asked
from tests.fakes.forwarding import post

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = {"between": "22:00-06:00"}


async def at(params: dict[str, Any], wall: str, zone: str = "Europe/Berlin", *, fold: int = 0) -> str:
    now = datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)
    return (await asked("hours", params, post(1), now=now, zone=zone)).outcome


@pytest.mark.parametrize(
    ("wall", "expected"),
    [("08:59", "drop"), ("09:00", "pass"), ("17:59", "pass"), ("18:00", "drop"), ("23:00", "drop")],
)
async def test_a_window_has_its_first_minute_and_not_its_last(wall: str, expected: str):
    assert await at({"between": ["09:00-18:00"]}, f"2026-11-02 {wall}") == expected


@pytest.mark.parametrize(
    ("wall", "expected"), [("21:59", "drop"), ("22:00", "pass"), ("05:59", "pass"), ("06:00", "drop")]
)
async def test_a_window_goes_over_midnight(wall: str, expected: str):
    assert await at(NIGHT, f"2026-11-02 {wall}") == expected


async def test_a_night_belongs_to_the_day_on_which_it_begins():
    friday = {**NIGHT, "days": ["fri"]}
    walls = ("2026-11-06 02:00", "2026-11-06 23:00", "2026-11-07 02:00", "2026-11-07 23:00")  # Friday, Saturday
    assert [await at(friday, wall) for wall in walls] == ["drop", "pass", "pass", "drop"]


async def test_days_go_over_the_weekend():
    assert read_days(("fri-mon",)) == {4, 5, 6, 0}
    assert read_days(("Mon", "wed – thu")) == {0, 2, 3}
    assert await at({"days": ["sat", "sun"]}, "2026-11-07 12:00") == "pass"
    assert await at({"days": ["sat", "sun"]}, "2026-11-09 00:00") == "drop"


async def test_hours_are_those_of_the_rules_zone():
    assert await at({"between": "09:00-10:00"}, "2026-11-02 09:30", "Asia/Kamchatka") == "pass"
    verdict = await asked("hours", {"between": "09:00-10:00"}, post(1), zone="Asia/Kamchatka")
    assert (verdict.outcome, verdict.value) == ("drop", "tue 00:00")


async def test_an_hour_that_the_clock_skips_shortens_the_window_and_one_that_comes_twice_counts_twice():
    window = {"between": "01:30-03:30"}
    spring = datetime(2026, 3, 29, 0, 0, tzinfo=BERLIN).astimezone(UTC)
    autumn = datetime(2026, 10, 25, 0, 0, tzinfo=BERLIN).astimezone(UTC)
    for start, hours in ((spring, 1), (autumn, 3)):
        moments = [start + timedelta(minutes=minute) for minute in range(0, 24 * 60, 10)]
        verdicts = [await asked("hours", window, post(1), now=each, zone="Europe/Berlin") for each in moments]
        assert sum(each.outcome == "pass" for each in verdicts) == hours * 6
    assert await at(window, "2026-10-25 02:45", fold=1) == "pass"


@given(st.integers(0, 1439), st.integers(0, 1440), st.integers(0, 6), st.integers(0, 7 * 1440 - 1))
def test_a_window_is_as_long_as_it_says_and_begins_on_its_day(start: int, end: int, day: int, minute: int):
    if start == end:
        return
    window = read_window(f"{start // 60}:{start % 60:02}-{end // 60:02}:{end % 60:02}")
    length = (end - start) % 1440 or 1440
    since = (minute - (day * 1440 + start)) % (7 * 1440)
    moment = datetime(2026, 11, 2, tzinfo=UTC) + timedelta(minutes=minute)
    assert is_within(moment, [window], frozenset({day})) == (since < length)


@pytest.mark.parametrize(
    "hours", ["", "9-18", "24:00-25:00", "09:60-10:00", "09:00-10:60", "09:00", "10:00-10:00", "09:00-18:00-20:00"]
)
def test_what_is_no_window_is_refused(hours: str):
    with pytest.raises(UserError) as raised:
        read_window(hours)
    assert raised.value.key == "error-rule-bad-hours"


def test_a_zone_that_does_not_exist_is_refused_before_the_rule_is_saved():
    context = Context(RuleId(1), "Mars/Olympus", Means(FakeClock()))
    with pytest.raises(UserError) as raised:
        FILTER.prepare(FILTER.read(NIGHT), context, (RuleId(1), 0))
    assert raised.value.key == "error-time-zone-unknown"
