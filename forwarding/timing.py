"""When copies leave: at once, after a while, at set times, one by one in slots, or told in digests; what is merged."""

import re
from datetime import datetime, time, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from core.errors import UserError
from core.recurrence import wall_moment, zone_of
from forwarding.choices import listed
from forwarding.weekdays import DAYS, read_days, written_days

MOST_TIMES = 48
MOST_MINUTES = 30 * 24 * 60
MOST_TOLD = 100
"""Posts in one digest."""
MOST_MERGED = 20
LONGEST_MERGE = 24 * 60
"""Minutes."""

DAY = timedelta(days=1)
_TIME = re.compile(r"(\d\d?):(\d\d)", re.ASCII)


def _clock_times(value: object) -> object:
    """YAML takes 18:00 for a number to the base of sixty."""
    several = listed(value)
    if not isinstance(several, tuple):
        return several
    return tuple(f"{each // 60:02}:{each % 60:02}" if type(each) is int else each for each in several)


Times = Annotated[tuple[str, ...], BeforeValidator(_clock_times), Field(max_length=MOST_TIMES)]
Days = Annotated[tuple[str, ...], BeforeValidator(listed), Field(min_length=1, max_length=len(DAYS))]


class Timing(BaseModel):
    """A kind, and what it needs; what another kind would need may stand there and says nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["now", "delay", "times", "slots", "digest"] = "now"
    """At `times` all leaves that came until then; in `slots` one post at each of them."""
    minutes: int | None = None
    """Of a delay."""
    times: Times = ()
    """`HH:MM` by the clocks of the rule's time zone."""
    weekdays: Days = DAYS
    """On which the times hold; `mon-fri` names several."""
    count: int | None = None
    """As many posts make a digest, also before its time."""

    @model_validator(mode="after")
    def _check(self) -> "Timing":
        for each in self.times:
            read_time(each)
        read_days(self.weekdays)
        _within("minutes", self.minutes, 1, MOST_MINUTES)
        _within("count", self.count, 2, MOST_TOLD)
        if self.kind == "delay" and self.minutes is None:
            raise UserError("error-rule-timing-minutes")
        if self.kind in ("times", "slots") and not self.times:
            raise UserError("error-rule-timing-times")
        if self.kind == "digest" and not self.times and self.count is None:
            raise UserError("error-rule-timing-digest")
        return self

    def next_moment(self, time_zone: str, after: datetime) -> datetime | None:
        """The first of its times (UTC) later than `after`; None where it has none.

        One that a change of clocks skips comes after the gap, one that it repeats comes once, the first time.
        """
        if not self.times:
            return None
        zone, days = zone_of(time_zone), read_days(self.weekdays)
        day = after.astimezone(zone).date() - DAY
        while True:
            if day.weekday() in days:
                moments = [wall_moment(day, read_time(each), zone) for each in self.times]
                if later := [moment for moment in moments if moment > after]:
                    return min(later)
            day += DAY


class Merge(BaseModel):
    """The next `posts` of a source become one; what came is one post when `minutes` have passed since the first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    posts: int = 2
    minutes: int = 10

    @model_validator(mode="after")
    def _check(self) -> "Merge":
        _within("posts", self.posts, 2, MOST_MERGED)
        _within("minutes", self.minutes, 1, LONGEST_MERGE)
        return self

    def __str__(self) -> str:
        """As `read_merge` takes it."""
        return f"{self.posts}, {self.minutes}"


def read_time(text: str) -> time:
    """
    Raises:
        UserError: `error-rule-bad-time`.
    """
    if (found := _TIME.fullmatch(text)) and int(found[1]) < 24 and int(found[2]) < 60:
        return time(int(found[1]), int(found[2]))
    raise UserError("error-rule-bad-time", time=text[:50])


def read_times(text: str) -> tuple[str, ...]:
    """What a person writes: `9:00, 18:30`.

    Raises:
        UserError: `error-rule-bad-time`.
    """
    return tuple(f"{read_time(each):%H:%M}" for each in _words(text)[:MOST_TIMES])


def read_weekdays(text: str) -> tuple[str, ...]:
    """`mon-fri, sun`, or `пн-пт, вс`.

    Raises:
        UserError: `error-rule-unknown-choice`.
    """
    days = tuple(written_days(each) for each in _words(text)[: len(DAYS)])
    read_days(days)
    return days or DAYS


def read_merge(text: str) -> Merge:
    """`3, 10`: posts and minutes.

    Raises:
        UserError: `error-rule-merge-shape`, or a number that is too small or too large.
    """
    numbers = [int(each) for each in _words(text) if each.isascii() and each.isdigit() and len(each) < 6]
    if len(numbers) != 2 or len(_words(text)) != 2:
        raise UserError("error-rule-merge-shape", text=text[:50])
    return Merge(posts=numbers[0], minutes=numbers[1])


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").replace(";", " ").split())


def _within(field: str, value: int | None, least: int, most: int) -> None:
    if value is not None and not least <= value <= most:
        raise UserError("error-rule-timing-range", field=field, least=least, most=most)
