"""When something is due: what a person wrote turned into a moment, and the next one by the clock on their wall."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from core.errors import UserError
from core.when_words import DAY, GRAMMARS, Grammar

Every = Literal["", "day", "weekday", "week"]
"""Once, each day, Monday to Friday, or each week on the weekday of `When.at`."""

MORNING = time(9, 0)
"""Meant by a day without a time."""

_FARTHEST = timedelta(days=366 * 10)
_FRIDAY = 4


@dataclass(frozen=True, slots=True)
class When:
    """The first moment (aware, UTC), and how it comes again: by `wall`, the time of day ("HH:MM") in `zone`."""

    at: datetime
    every: Every = ""
    zone: str = "UTC"
    wall: str = ""
    """Kept apart from `at`: a time that a clock change skips one day must not stay moved on the days after."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A reading of the beginning of a text, up to `end`."""

    moment: datetime
    end: int
    every: Every = ""
    wall: time | None = None


def zone_of(name: str) -> ZoneInfo:
    """
    Raises:
        UserError: there is no such time zone.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise UserError("error-time-zone-unknown", zone=name) from error


def parse_when(text: str, now: datetime, time_zone: str, language: str = "") -> tuple[When, str]:
    """The time at the beginning of the text, and the rest: what is due.

    Understood in any known language, the person's own first: `in 10 minutes`, `at 18:00`, `tomorrow at 9`,
    `on friday`, `2026-12-01 09:00`, `01.12 09:00`, `every day at 9`, `every monday at 10`.

    Raises:
        UserError: not understood, or past, or the zone is unknown.
    """
    here = now.astimezone(zone_of(time_zone))
    words = text.strip()
    found = _read(words.lower(), here, language)
    if found is None or found.moment - now > _FARTHEST:
        raise UserError("error-when-not-understood")
    if found.moment <= now:
        raise UserError("error-when-past")
    wall = f"{found.wall:%H:%M}" if found.wall else ""
    rest = words[found.end :].lstrip(" \t\n,;:.—–-")
    return When(found.moment.astimezone(UTC), found.every, time_zone, wall), rest


def next_due(when: When, after: datetime) -> datetime | None:
    """The first moment (UTC) later than `after`; None when there is none left."""
    if when.at > after:
        return when.at
    if not when.every:
        return None
    zone = zone_of(when.zone)
    first = when.at.astimezone(zone)
    wall = time.fromisoformat(when.wall) if when.wall else first.time()
    day = after.astimezone(zone).date() - DAY
    while True:
        day += DAY
        moment = _at(day, wall, zone)
        if moment > after and _is_on(day, when.every, first.weekday()):
            return moment


def _is_on(day: date, every: Every, weekday: int) -> bool:
    if every == "week":
        return day.weekday() == weekday
    return every == "day" or day.weekday() <= _FRIDAY


def _at(day: date, wall: time, zone: tzinfo | None) -> datetime:
    """That wall clock time in UTC; one that a clock change skips comes after the gap, one it repeats comes first."""
    return datetime.combine(day, wall, tzinfo=zone).astimezone(UTC)


def _read(text: str, here: datetime, language: str) -> _Found | None:
    own_first = sorted(GRAMMARS, key=lambda grammar: grammar.language != language)
    try:
        for read in _READERS:
            for grammar in own_first:
                if found := read(grammar, text, here):
                    return found
    except (ValueError, OverflowError):  # the 31st of February, 25 o'clock, a billion days
        return None
    return None


def _delay(grammar: Grammar, text: str, here: datetime) -> _Found | None:
    unit = "|".join(words for words, _ in grammar.units)
    # Only the first number may be missing: "через час" is a time, the "час" in "через минуту час пик" is not.
    start = re.match(rf"(?:{grammar.delay})\s+(?:(?:\d+|{grammar.one})\s*)?(?:{unit})\b", text)
    if start is None:
        return None
    more = re.compile(rf"(?:\s+|\s*,\s*|\s+and\s+|\s+и\s+)\d+\s*(?:{unit})\b")
    end = start.end()
    while step := more.match(text, end):
        end = step.end()
    whole, exact = _lengths(grammar, re.sub(rf"^(?:{grammar.delay})\s+", "", text[:end]))
    moment = (here + whole).astimezone(UTC) + exact
    return _Found(moment, end)


def _lengths(grammar: Grammar, text: str) -> tuple[timedelta, timedelta]:
    """Days, which keep the time of day over a clock change, and what is shorter, which does not."""
    unit = "|".join(words for words, _ in grammar.units)
    whole = exact = timedelta()
    for number, word in re.findall(rf"(?:(\d+|{grammar.one})\s*)?\b({unit})\b", _spaced(text)):
        length = next(size for words, size in grammar.units if re.fullmatch(words, word))
        total = length * (int(number) if number.isdecimal() else 1)
        whole, exact = (whole + total, exact) if length >= DAY else (whole, exact + total)
    return whole, exact


def _spaced(text: str) -> str:
    return re.sub(r"(\d)([^\W\d])", r"\1 \2", text)


def _every(grammar: Grammar, text: str, here: datetime) -> _Found | None:
    choices: list[tuple[str, Every, int]] = [
        (grammar.each_working_day, "weekday", -1),
        (grammar.each_day, "day", -1),
        *((rf"(?:{grammar.each})\s+(?:{name})", "week", number) for number, name in enumerate(grammar.weekdays)),
    ]
    for words, every, weekday in choices:
        if start := re.match(rf"(?:{words})\b", text):
            wall, end = _time_after(text, start.end())
            first = here.date() if weekday < 0 else here.date() + DAY * ((weekday - here.weekday()) % 7)
            day = first
            while _at(day, wall, here.tzinfo) <= here or not _is_on(day, every, first.weekday()):
                day += DAY
            return _Found(_at(day, wall, here.tzinfo), end, every, wall)
    return None


def _day(grammar: Grammar, text: str, here: datetime) -> _Found | None:
    for words, distance in grammar.days:
        if start := re.match(rf"(?:{words})\b", text):
            return _on(here.date() + DAY * distance, text, start.end(), here)
    return None


def _weekday(grammar: Grammar, text: str, here: datetime) -> _Found | None:
    for number, name in enumerate(grammar.weekdays):
        if start := re.match(rf"(?:(?:{grammar.on})\s+)?(?:{name})\b", text):
            day = here.date() + DAY * ((number - here.weekday()) % 7)
            found = _on(day, text, start.end(), here)
            return found if found.moment > here else _on(day + 7 * DAY, text, start.end(), here)
    return None


def _date(_grammar: Grammar, text: str, here: datetime) -> _Found | None:
    if start := re.match(r"(\d{4})-(\d\d)-(\d\d)(?:t(?=\d\d:)|(?!\d))", text):
        year, month, day = (int(part) for part in start.groups())
        return _on(date(year, month, day), text, start.end(), here)
    if (start := re.match(r"(\d\d?)\.(\d\d?)(?:\.(\d{4}))?(?![\d.])", text)) is None:
        return None
    day, month, year = int(start[1]), int(start[2]), int(start[3] or here.year)
    found = _on(date(year, month, day), text, start.end(), here)
    if found.moment <= here and not start[3]:
        return _on(date(year + 1, month, day), text, start.end(), here)
    return found


def _clock(_grammar: Grammar, text: str, here: datetime) -> _Found | None:
    start = _match_time(text, 0)
    if start is None:
        return None
    found = _on(here.date(), text, 0, here)
    return found if found.moment > here else _on(here.date() + DAY, text, 0, here)


_READERS: tuple[Callable[[Grammar, str, datetime], _Found | None], ...] = (
    _delay,
    _every,
    _day,
    _weekday,
    _date,
    _clock,
)


def _on(day: date, text: str, position: int, here: datetime) -> _Found:
    wall, end = _time_after(text, position)
    return _Found(_at(day, wall, here.tzinfo), end)


def _time_after(text: str, position: int) -> tuple[time, int]:
    found = _match_time(text, position)
    if found is None:
        return MORNING, position
    hour, minute = int(found["hour"]), int(found["minute"] or found["minutes"] or 0)
    for words, begin in _HALVES:
        if found["half"] and re.fullmatch(words, found["half"]):
            hour = hour % 12 + begin
    return time(hour, minute), found.end()


_AT = "|".join(grammar.at for grammar in GRAMMARS)
_HALVES = [half for grammar in GRAMMARS for half in grammar.halves]
_TIME = re.compile(
    rf"\s*,?\s*(?:(?P<at>{_AT})\s+)?(?P<hour>\d\d?)"
    r"(?::(?P<minute>\d\d)|(?(at)(?:\.(?P<minutes>\d\d))?|(?!)))(?!\d)"
    rf"(?:\s*(?:{'|'.join(grammar.hour_words for grammar in GRAMMARS)})\b)?"
    rf"(?:\s*(?P<half>{'|'.join(words for words, _ in _HALVES)})(?!\w))?"
)


def _match_time(text: str, position: int) -> re.Match[str] | None:
    """`18:00`, and after a word like `at` also a bare hour, `9.30` or `9 pm`; in whatever language."""
    return _TIME.match(text, position)
