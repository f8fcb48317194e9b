"""When copies leave, by the clocks of the rule's time zone, over their changes too."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from core.ids import ChatId
from forwarding.spec import RuleSpec, simple_rule
from forwarding.timing import Timing, read_merge, read_times, read_weekdays

START = datetime(2026, 1, 1, tzinfo=UTC)
ZONES = ("Europe/Berlin", "Europe/Moscow", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe")


def moments(timing: Timing, zone: str, after: str, count: int) -> list[str]:
    """The next ones, by the clocks of the zone."""
    found, moment = [], datetime.fromisoformat(after).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    for _ in range(count):
        following = timing.next_moment(zone, moment)
        assert following is not None
        found.append(f"{following.astimezone(ZoneInfo(zone)):%d %H:%M %z}")
        moment = following
    return found


def rule(**fields: Any) -> RuleSpec:
    return RuleSpec.model_validate({**simple_rule(ChatId(-1001), ChatId(-1002)).model_dump(), **fields})


def test_a_time_that_the_spring_skips_comes_after_the_gap():
    timing = Timing(kind="times", times=("02:30", "09:00"))
    assert moments(timing, "Europe/Berlin", "2027-03-27 20:00", 4) == [
        "28 03:30 +0200", "28 09:00 +0200", "29 02:30 +0200", "29 09:00 +0200",
    ]  # fmt: skip


def test_a_time_that_the_autumn_repeats_comes_once():
    timing = Timing(kind="times", times=("02:30", "09:00"))
    assert moments(timing, "Europe/Berlin", "2026-10-24 20:00", 3) == [
        "25 02:30 +0200", "25 09:00 +0100", "26 02:30 +0100",
    ]  # fmt: skip


def test_a_zone_without_changes_of_clocks_has_none():
    timing = Timing(kind="times", times=("02:30",))
    assert moments(timing, "Europe/Moscow", "2027-03-27 20:00", 2) == ["28 02:30 +0300", "29 02:30 +0300"]


def test_two_times_that_fall_together_in_the_gap_are_one():
    timing = Timing(kind="slots", times=("02:30", "03:30"))
    assert moments(timing, "Europe/Berlin", "2027-03-28 00:00", 2) == ["28 03:30 +0200", "29 02:30 +0200"]


def test_times_hold_on_the_named_days_alone():
    timing = Timing(kind="times", times=("09:00",), weekdays=("fri-mon",))
    assert [each[:2] for each in moments(timing, "UTC", "2026-11-02 12:00", 5)] == ["06", "07", "08", "09", "13"]


@given(
    st.integers(0, 2 * 366 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes)), st.sampled_from(ZONES)
)
def test_the_next_moment_is_later_shows_its_time_or_lies_behind_a_gap(after: datetime, zone: str):
    timing = Timing(kind="times", times=("02:10",), weekdays=("tue", "sun"))
    following = timing.next_moment(zone, after)
    assert following is not None
    assert following > after
    here = following.astimezone(ZoneInfo(zone))
    assert here.weekday() in (1, 6)
    assert (here.hour, here.minute) == (2, 10) or (here.hour, here.minute) in ((3, 10), (2, 40))


def test_a_rule_reads_its_times_as_people_write_them():
    spec = rule(timing={"kind": "slots", "times": [1080, "9:05"], "weekdays": "mon-fri"})
    assert spec.timing.times == ("18:00", "9:05")
    assert RuleSpec.model_validate(spec.model_dump(mode="json")) == spec
    assert rule(timing={"kind": "times", "times": "18:30"}).timing.times == ("18:30",)


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"timing": {"kind": "delay"}}, "error-rule-timing-minutes"),
        ({"timing": {"kind": "delay", "minutes": 0}}, "error-rule-timing-range"),
        ({"timing": {"kind": "slots"}}, "error-rule-timing-times"),
        ({"timing": {"kind": "times", "times": ["24:00"]}}, "error-rule-bad-time"),
        ({"timing": {"kind": "times", "times": ["полдень"]}}, "error-rule-bad-time"),
        ({"timing": {"kind": "times", "times": ["9:00"], "weekdays": ["someday"]}}, "error-rule-unknown-choice"),
        ({"timing": {"kind": "digest"}}, "error-rule-timing-digest"),
        ({"timing": {"kind": "digest", "count": 1000000}}, "error-rule-timing-range"),
        ({"merge": {"posts": 1}}, "error-rule-timing-range"),
        ({"merge": {"minutes": 100000}}, "error-rule-timing-range"),
        ({"merge": {}, "timing": {"kind": "delay", "minutes": 5}}, "error-rule-merge-timing"),
        ({"merge": {}, "mode": "forward"}, "error-rule-merge-forward"),
    ],
)
def test_what_cannot_be_meant_is_refused(fields: dict[str, Any], key: str):
    with pytest.raises(UserError) as refused:
        rule(**fields)
    assert refused.value.key == key


def test_what_a_person_writes_is_read_as_it_is_shown():
    assert read_times("9:00, 18:30") == ("09:00", "18:30")
    assert read_weekdays("Mon-Fri sun") == ("mon-fri", "sun")
    assert read_weekdays("Пн–пт, вс") == ("mon-fri", "sun")
    assert str(read_merge("3, 10")) == str(read_merge("3 10")) == "3, 10"
    for read, text, key in (
        (read_times, "9:00 noon", "error-rule-bad-time"),
        (read_weekdays, "mon caturday", "error-rule-unknown-choice"),
        (read_merge, "three", "error-rule-merge-shape"),
        (read_merge, "3, 10, 5", "error-rule-merge-shape"),
        (read_merge, "1, 10", "error-rule-timing-range"),
    ):
        with pytest.raises(UserError) as refused:
            read(text)
        assert refused.value.key == key
