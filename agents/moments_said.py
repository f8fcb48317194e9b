"""Days and times in a wish that cannot be: none of the calendar, none of the clock, or past."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime

from core.when_words import GRAMMARS

_MONTHS = [(number, name) for grammar in GRAMMARS for number, name in enumerate(grammar.months, 1)]
_MONTH = "|".join(name for _, name in _MONTHS)
_DAY = re.compile(
    rf"\b(?:the\s+)?(?P<day>\d\d?)(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})\b(?:\s+(?P<year>\d{{4}})\b)?"
    rf"|\b(?P<month2>{_MONTH})\s+(?:the\s+)?(?P<day2>\d\d?)(?:st|nd|rd|th)?\b(?!:)",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"(?<![\d.])(?P<day>[0-3]\d)\.(?P<month>0[1-9]|1[0-2])(?:\.(?P<year>\d{4}))?(?![\d.])")
_CLOCK = re.compile(r"(?:\b(?:at|в|к)\s+)?(?<!\d)(?P<time>(?P<hour>\d\d?):(?P<minute>\d\d))(?!\d)", re.IGNORECASE)
_PAST = re.compile(
    r"\b(?:the day before yesterday|yesterday|last (?:night|week|month|year|monday|tuesday|wednesday|thursday|friday"
    r"|saturday|sunday)|позавчера|вчера|на прошлой неделе|в прошл\w+ \w+)\b"
    r"(?:\s+(?:at|в)\s+\d\d?(?::\d\d)?(?:\s*(?:am|pm|утра|дня|вечера|ночи|час\w*)\b)?)?",
    re.IGNORECASE,
)
_FILLING = re.compile(
    r"\b(?:please|ok(?:ay)?|well|then|let['’]?s say|maybe|yes|пожалуйста|ну|давай\w*|тогда|ладно|хорошо|да|пусть"
    r"|например|лучше|можно|напомни\w*|мне)\b[\s,]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with it, how it was said, and the wish without it."""

    key: str
    text: str
    left: str


def impossible(text: str, now: datetime) -> Wrong | None:
    """A day or a time that there is not, such as the 31st of February or 25:00."""
    for found in (*_DAY.finditer(text), *_DOTTED.finditer(text)):
        if not _is_day(found, now):
            return _without(found, found.group(), "intent-remind-no-day")
    for found in _CLOCK.finditer(text):
        if int(found["hour"]) > 23 or int(found["minute"]) > 59:
            return _without(found, found["time"], "intent-remind-no-time")
    return None


def past_day(text: str) -> Wrong | None:
    """One that can only be past."""
    found = _PAST.search(text)
    return _without(found, found.group(), "intent-remind-past") if found else None


def is_of_past_day(before: str) -> bool:
    """Whether a time after these words would be one of a day that is past."""
    found = _PAST.search(before)
    return found is not None and not before[found.end() :].strip()


def stripped(said: str) -> str:
    """Without the words that people put beside a time."""
    return _FILLING.sub("", said).strip(" ,.!")


def _is_day(found: re.Match[str], now: datetime) -> bool:
    parts = found.groupdict()
    named = (parts["month"] or parts.get("month2") or "").lower()
    month = int(named) if named.isdecimal() else _month(named)
    return 1 <= int(parts["day"] or parts.get("day2") or 0) <= monthrange(int(parts["year"] or now.year), month)[1]


def _month(named: str) -> int:
    return next(number for number, name in _MONTHS if re.fullmatch(name, named))


def _without(found: re.Match[str], said: str, key: str) -> Wrong:
    whole = found.string
    return Wrong(key, said, f"{whole[: found.start()].rstrip()} {whole[found.end() :].lstrip()}".strip())
