"""What day it is, or will be, and what time: `what day is it tomorrow`, `какое сегодня число`; by no model."""

import re
from datetime import date, timedelta

from agents.intent import Intent, Outcome, Wish
from agents.state import Offered
from core.buttons import encode
from core.moments import WEEKDAYS, local_day, zone_label
from core.recurrence import day_named, zone_of
from core.when_words import GRAMMARS
from storage.users import NO_ZONE

_NEAR = {0: "today", 1: "tomorrow", -1: "yesterday"}
_PAST = {
    "yesterday": -1, "the day before yesterday": -2, "day before yesterday": -2, "вчера": -1, "позавчера": -2,
}  # fmt: skip
_DAYS = [words for grammar in GRAMMARS for words, _ in grammar.days if "(?=" not in words]
_MONTH = "|".join(month for grammar in GRAMMARS for month in grammar.months)
_WEEKDAY = "|".join(name for grammar in GRAMMARS for name in grammar.weekdays)
_DAY = "|".join((
    *_DAYS,
    "today",
    *sorted(_PAST, key=len, reverse=True),
    rf"(?:(?:{'|'.join(grammar.on for grammar in GRAMMARS)})\s+)?(?:{_WEEKDAY})",
    rf"(?:{'|'.join(grammar.delay for grammar in GRAMMARS)})\s+\w+(?:\s+\w+)?",
    r"\d{4}-\d\d-\d\d|\d\d?\.\d\d?(?:\.\d{4})?",
    rf"(?:on\s+)?(?:the\s+)?\d\d?(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTH})(?:,?\s+\d{{4}})?(?:\s+года)?",
    rf"(?:on\s+)?(?:{_MONTH})\s+(?:the\s+)?\d\d?(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?",
))  # fmt: skip
_BEFORE = r"^\W*(?:(?:please|and|so|hey|tell me|пожалуйста|а|подскажи\w*|скажи\w*)\b[\s,]*){0,5}"
_IS = r"(?:['’]s|\s+(?:is|was|are|will|it|be|do|did|we|have|going|to|now|currently|the)){0,6}"
_BE = r"(?:\s*\b(?:у нас|это|сейчас|будет|был[оа]?|нынче)\b){0,3}"
_ASKED = (
    rf"{_BEFORE}(?:what|which){_IS}\s+(?:(?P<day1>today|tomorrow|yesterday)['’]s\s+)?"
    rf"(?:(?:week\s*)?day|date)(?:\s+of\s+the\s+(?:week|month))?{_IS}(?:\s+(?P<day2>{_DAY}))?(?:\s+(?:now|be))?\W*$",
    rf"{_BEFORE}(?:(?P<day1>{_DAY})\s+)?{_BE}\s*\bкак(?:ое|ой|ая|ого){_BE}\s*(?:(?P<day2>{_DAY})\s+)?{_BE}\s*"
    rf"(?:число|числа|день(?:\s+недели)?|дата){_BE}(?:\s*\b(?P<day3>{_DAY}))?{_BE}\W*$",
)
_TIME = (
    rf"{_BEFORE}what(?:['’]s|\s+is)?\s+(?:the\s+)?time(?:\s+is\s+it)?(?:\s+(?:now|right now))?\W*$",
    rf"{_BEFORE}(?:сейчас\s+)?(?:который(?:\s+сейчас)?\s+час|сколько(?:\s+сейчас)?\s+врем(?:я|ени)"
    r"|какое(?:\s+сейчас)?\s+время)(?:\s+сейчас)?\W*$",
)
_DAY_ASKED = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _ASKED)
_TIME_ASKED = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _TIME)


async def carry_out(wish: Wish) -> Outcome | None:
    if any(asked.search(wish.text) for asked in _TIME_ASKED):
        return _told(_time(wish), wish)
    day = _day(wish)
    return _told(_date(day, wish), wish) if day is not None else None


def _day(wish: Wish) -> date | None:
    """The one that is asked about: today where none is named."""
    found = next(found for asked in _DAY_ASKED if (found := asked.search(wish.text)))
    named = next(filter(None, found.groups()), "").lower()
    today = _today(wish)
    if not named:
        return today
    if named in _PAST:
        return today + timedelta(days=_PAST[named])
    return day_named(named, wish.services.clock.now(), wish.turn.time_zone, wish.turn.language)


def _today(wish: Wish) -> date:
    return wish.services.clock.now().astimezone(zone_of(wish.turn.time_zone)).date()


def _date(day: date, wish: Wish) -> str:
    weekday = wish.texts("weekday", day=WEEKDAYS[day.weekday()])
    near = _NEAR.get((day - _today(wish)).days, "other")
    return wish.texts("intent-date", which=near, day=local_day(day, wish.texts), weekday=weekday)


def _time(wish: Wish) -> str:
    local = wish.services.clock.now().astimezone(zone_of(wish.turn.time_zone))
    return wish.texts("intent-time", time=f"{local:%H:%M}", zone=zone_label(wish.turn.time_zone))


def _told(text: str, wish: Wish) -> Outcome:
    """Whose zone nobody knows may be on another day."""
    if wish.turn.time_zone != NO_ZONE:
        return Outcome(text)
    choose = Offered("settings-zone-choose-button", encode("remind", "zone"))
    return Outcome(f"{text}\n\n{wish.texts('intent-date-zone')}", (choose,))


INTENT = Intent(name="dates", signs=(*_DAY_ASKED, *_TIME_ASKED), carry_out=carry_out)
