"""The time of day after (or without) a day's name, in whatever language; what looks like one is never overlooked."""

import re
from datetime import time

from core.errors import UserError
from core.when_words import ENGLISH, GRAMMARS

_AT = "|".join(grammar.at for grammar in GRAMMARS)
_HALVES = [half for grammar in GRAMMARS for half in grammar.halves]
_HALF = "|".join(words for words, _ in _HALVES)
_OCLOCK = "|".join(grammar.hour_words for grammar in GRAMMARS)
_PARTS = [part for grammar in GRAMMARS for part in grammar.parts]
_TIME = re.compile(
    rf"\s*,?\s*(?:(?P<at>{_AT})\s+)?(?P<hour>\d\d?)"
    rf"(?::(?P<minute>\d\d)|(?(at)(?:\.(?P<minutes>\d\d))?|(?=\s*(?:{_HALF}|{ENGLISH.hour_words})(?!\w))))(?!\d)"
    rf"(?:\s*(?:{_OCLOCK})\b)?"
    rf"(?:\s*(?P<half>{_HALF})(?!\w))?(?!\w|-\d)"
)
_LIKE = re.compile(
    rf"\s*,?\s*(?:(?:{'|'.join(grammar.time_like for grammar in GRAMMARS)})(?!\w)"
    r"|\d\d?[.:]\d\d(?![\d.])|\d\d?\s*[ap]m\b)"
)
_ALONE = re.compile(rf"(?:{'|'.join(grammar.part_alone for grammar in GRAMMARS)})(?!\w)")


def time_at(text: str, position: int) -> tuple[time, int] | None:
    """`18:00`, `at 9`, `at 9.30`, `9 pm`, `evening`, `evening at 7` and where it ends; None when no time is there.

    Raises:
        UserError: it looks like a time, and is not understood.
        ValueError: there is no such time.
    """
    for words, meant, first in _PARTS:
        if part := re.compile(rf"\s*,?\s*(?:{words})(?!\w)").match(text, position):
            exact = _TIME.match(text, part.end())
            return (_time(exact, first), exact.end()) if exact else _alone(text, part.end(), meant)
    if exact := _TIME.match(text, position):
        return _time(exact), exact.end()
    if _LIKE.match(text, position):
        raise UserError("error-when-not-understood")
    return None


def begins_with_time(text: str) -> bool:
    """Whether a time of day without a day stands first."""
    return bool(_TIME.match(text) or _ALONE.match(text))


def _alone(text: str, end: int, meant: time) -> tuple[time, int]:
    if _LIKE.match(text, end):
        raise UserError("error-when-not-understood")
    return meant, end


def _time(found: re.Match[str], part: int | None = None) -> time:
    hour, minute = int(found["hour"]), int(found["minute"] or found["minutes"] or 0)
    half = found["half"]
    first = next((begin for words, begin in _HALVES if half and re.fullmatch(words, half)), part)
    if first is None:
        return time(hour, minute)
    if hour > 12:
        if half and any(re.fullmatch(words, half) for words, _ in ENGLISH.halves):
            raise ValueError(f"no such hour: {hour} {half}")
        return time(hour, minute)
    while hour < first:
        hour += 12
    return time((hour if hour < first + 12 else hour - 12) % 24, minute)
