"""When something is due: what a person wrote turned into a moment, and the next one by the clock on their wall."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import product
from typing import Literal
from zoneinfo import ZoneInfo

from core.day_time import begins_with_time, time_at
from core.errors import UserError
from core.when_words import DAY, GRAMMARS, Grammar

Every = Literal["", "day", "weekday", "week", "fortnight"]
"""Once, each day, Monday to Friday, or each week, or each second one, on the weekday of `When.at`."""

MORNING = time(9, 0)
"""Meant by a day without a time."""

_FARTHEST = timedelta(days=366 * 10)
_FRIDAY = 4
_FOR_ME = re.compile(rf"^(?:{'|'.join(grammar.for_me for grammar in GRAMMARS)})\s+", re.IGNORECASE)


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
    `on friday evening`, `2026-12-01 09:00`, `01.12 09:00`, `december 1 at 9`, `every day at 9`, `every monday at 10`.

    Raises:
        UserError: not understood, or past, or the zone is unknown.
    """
    here = now.astimezone(zone_of(time_zone))
    words = _FOR_ME.sub("", text.strip())
    found = _read(words.lower(), here, language)
    if found is None or found.moment - now > _FARTHEST:
        raise UserError("error-when-not-understood")
    if found.moment <= now:
        raise UserError("error-when-past")
    wall = f"{found.wall:%H:%M}" if found.wall else ""
    rest = words[found.end :].lstrip(" \t\n,;:.—–-")
    if words != text.strip():
        rest = re.sub(r"^to\s+", "", rest, flags=re.IGNORECASE)
    return When(found.moment.astimezone(UTC), found.every, time_zone, wall), rest


def past_words(text: str, now: datetime, time_zone: str, language: str = "") -> str:
    """What at the beginning of the text names a time that is past; empty when nothing does."""
    found = _read(text.lower(), now.astimezone(zone_of(time_zone)), language)
    return text[: found.end].rstrip(" ,;:.—–-") if found is not None and found.moment <= now else ""


def day_named(text: str, now: datetime, time_zone: str, language: str = "") -> date | None:
    """The day that these words name, be it past; None when they name none, or say more."""
    here = now.astimezone(zone_of(time_zone))
    found = _read(text.lower(), here, language)
    if found is None or found.every or text[found.end :].strip():
        return None
    return found.moment.astimezone(here.tzinfo).date()


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
        moment = wall_moment(day, wall, zone)
        if moment > after and _is_on(day, when.every, first.date()):
            return moment


def _is_on(day: date, every: Every, first: date) -> bool:
    if every in ("week", "fortnight"):
        return (day - first).days % (7 if every == "week" else 14) == 0
    return every == "day" or day.weekday() <= _FRIDAY


def wall_moment(day: date, wall: time, zone: tzinfo | None) -> datetime:
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
    number = _number(grammar)
    # Only the first number may be missing: "через час" is a time, the "час" in "через минуту час пик" is not.
    start = re.match(rf"(?:{grammar.delay})\s+(?:{number})?(?:{unit})\b", text)
    if start is None:
        return None
    more = re.compile(rf"(?:\s+|\s*,\s*|\s+and\s+|\s+и\s+)\d+\s*(?:{unit})\b")
    end = start.end()
    while step := more.match(text, end):
        end = step.end()
    whole, exact = _lengths(grammar, re.sub(rf"^(?:{grammar.delay})\s+", "", text[:end]))
    moment = (here + whole).astimezone(UTC) + exact
    return _Found(moment, end)


def _number(grammar: Grammar) -> str:
    words = "|".join(words for words, _ in grammar.numbers)
    return rf"\d+(?:[.,]\d+)?\s*|(?:{words})\s+"


def _lengths(grammar: Grammar, text: str) -> tuple[timedelta, timedelta]:
    """Days, which keep the time of day over a clock change, and what is shorter, which does not."""
    unit = "|".join(words for words, _ in grammar.units)
    whole = exact = timedelta()
    for number, word in re.findall(rf"({_number(grammar)})?\b({unit})\b", _spaced(text)):
        length = next(size for words, size in grammar.units if re.fullmatch(words, word))
        total = length * _amount(grammar, number.strip())
        whole, exact = (whole + total, exact) if length >= DAY else (whole, exact + total)
    return whole, exact


def _amount(grammar: Grammar, number: str) -> float:
    if number[:1].isdecimal():
        return float(number.replace(",", "."))
    return next((amount for words, amount in grammar.numbers if re.fullmatch(words, number)), 1)


def _spaced(text: str) -> str:
    return re.sub(r"(\d)([^\W\d])", r"\1 \2", text)


def _every(grammar: Grammar, text: str, here: datetime) -> _Found | None:
    choices: list[tuple[str, Every, int]] = [
        (grammar.each_working_day, "weekday", -1),
        (grammar.each_day, "day", -1),
        *((rf"(?:{grammar.each})\s+(?:{name})", "week", number) for number, name in enumerate(grammar.weekdays)),
        *(
            (rf"(?:{grammar.each_second})\s+(?:{name})(?!{grammar.of_month})", "fortnight", number)
            for number, name in enumerate(grammar.weekdays)
        ),
    ]
    for words, every, weekday in choices:
        if start := re.match(rf"(?:{words})\b", text):
            wall, end = _time_after(text, start.end())
            first = here.date() if weekday < 0 else here.date() + DAY * ((weekday - here.weekday()) % 7)
            day = first
            coming: Every = "week" if every == "fortnight" else every
            while wall_moment(day, wall, here.tzinfo) <= here or not _is_on(day, coming, first):
                day += DAY
            return _Found(wall_moment(day, wall, here.tzinfo), end, every, wall)
    return None


def _day(grammar: Grammar, text: str, here: datetime) -> _Found | None:
    for words, distance in grammar.days:
        if start := re.match(rf"(?:{words})\b", text):
            found = _on(here.date() + DAY * distance, text, start.end(), here)
            # The midnight of today is the coming one.
            is_over = found.moment <= here and distance == 0 and found.moment.astimezone(here.tzinfo).time() == time(0)
            return _on(here.date() + DAY, text, start.end(), here) if is_over else found
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
    if start := re.match(r"(\d\d?)\.(\d\d?)(?:\.(\d{4}))?(?![\d.])", text):
        return _in_year((start[3], int(start[2]), int(start[1])), text, start.end(), here)
    return None


def _named_date(grammar: Grammar, text: str, here: datetime) -> _Found | None:
    for month, name in enumerate(grammar.months, 1):
        number = r"(\d\d?)(?:st|nd|rd|th)?(?![\d:.])"
        either = rf"(?:the\s+)?{number}\s+(?:of\s+)?(?:{name})\b|(?:{name})\b\.?\s+(?:the\s+)?{number}\b"
        if start := re.match(rf"(?:(?:{grammar.on})\s+)?(?:{either})(?:,?\s+(\d{{4}})\b(?!:)(?:\s+года\b)?)?", text):
            return _in_year((start[3], month, int(start[1] or start[2])), text, start.end(), here)
    return None


def _in_year(written: tuple[str | None, int, int], text: str, position: int, here: datetime) -> _Found:
    """The year, month and day; without a year the next such date."""
    year, month, day = written
    found = _on(date(int(year or here.year), month, day), text, position, here)
    if found.moment <= here and not year:
        return _on(date(here.year + 1, month, day), text, position, here)
    return found


def _clock(_grammar: Grammar, text: str, here: datetime) -> _Found | None:
    if not begins_with_time(text):
        return None
    found = _on(here.date(), text, 0, here)
    if turned := _day_after_time(text, found.end, here):
        return turned
    return found if found.moment > here else _on(here.date() + DAY, text, 0, here)


def _day_after_time(text: str, end: int, here: datetime) -> _Found | None:
    """`at 9 tomorrow`, read as `tomorrow at 9`."""
    rest = text[end:].lstrip(" ,")
    for read, grammar in product((_every, _day, _weekday), GRAMMARS):
        if day := read(grammar, rest, here):
            found = read(grammar, f"{rest[: day.end]} {text[:end]}", here)
            return replace(found, end=len(text) - len(rest) + day.end) if found else None
    return None


_READERS: tuple[Callable[[Grammar, str, datetime], _Found | None], ...] = (
    _delay,
    _every,
    _day,
    _weekday,
    _date,
    _named_date,
    _clock,
)


def _on(day: date, text: str, position: int, here: datetime) -> _Found:
    wall, end = _time_after(text, position)
    return _Found(wall_moment(day, wall, here.tzinfo), end)


def _time_after(text: str, position: int) -> tuple[time, int]:
    return time_at(text, position) or (MORNING, position)
