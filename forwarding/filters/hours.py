"""Passes posts that are read within the hours and on the days that are named, by the clock of the rule's time zone."""

import re
from dataclasses import dataclass
from datetime import datetime

from pydantic import model_validator

from core.errors import UserError
from core.recurrence import zone_of
from forwarding.choices import Several
from forwarding.means import Context
from forwarding.post_filter import Candidate, CheckKey, Judge, PostFilter, Verdict, passed_if
from forwarding.spec import Strict
from forwarding.weekdays import DAYS, read_days

_WINDOW = re.compile(r"(\d\d?)[:.](\d\d)\s*[-–—]\s*(\d\d?)[:.](\d\d)")
_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Window:
    """Minutes of the day, without the last; over midnight where the end is not after the start."""

    start: int
    end: int

    def belongs(self, minute: int) -> int | None:
        """The day to which this minute counts: 0 the same, 1 the one before; None: outside."""
        if self.start < self.end:
            return 0 if self.start <= minute < self.end else None
        if minute >= self.start:
            return 0
        return 1 if minute < self.end else None


class Params(Strict):
    """Like `22:00-06:00` and `mon-fri`. What begins on a Friday evening is Friday's until it ends on Saturday."""

    between: Several = ("00:00-24:00",)
    days: Several = DAYS

    @model_validator(mode="after")
    def _check(self) -> "Params":
        """
        Raises:
            UserError: a window or a day that cannot be read.
        """
        for window in self.between:
            read_window(window)
        read_days(self.days)
        return self


def read_window(text: str) -> Window:
    """
    Raises:
        UserError: `error-rule-bad-hours`.
    """
    found = _WINDOW.fullmatch(text)
    if found is not None:
        hour, minute, last_hour, last_minute = map(int, found.groups())
        start, end = hour * 60 + minute, last_hour * 60 + last_minute
        if max(minute, last_minute) < 60 and start < _DAY and end <= _DAY and start != end:
            return Window(start, end)
    raise UserError("error-rule-bad-hours", hours=text[:50])


def prepare(params: Params, context: Context, key: CheckKey) -> Judge:
    zone = zone_of(context.time_zone)
    windows, days = [read_window(each) for each in params.between], read_days(params.days)

    def judge(candidate: Candidate) -> Verdict:
        # When it was read, not when it was posted: quiet hours are those of the reader, and a post that is judged
        # once more gets the same answer. Wall-clock time alone is asked, so a change of clocks moves no window.
        here = candidate.now.astimezone(zone)
        return passed_if(is_within(here, windows, days), f"{DAYS[here.weekday()]} {here:%H:%M}")

    return judge


def is_within(here: datetime, windows: list[Window], days: frozenset[int]) -> bool:
    minute = here.hour * 60 + here.minute
    belongs = (window.belongs(minute) for window in windows)
    return any((here.weekday() - back) % 7 in days for back in belongs if back is not None)


FILTER = PostFilter("hours", Params, prepare)
