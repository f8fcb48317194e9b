"""The words for times that people write, one grammar a language."""

from dataclasses import dataclass
from datetime import timedelta

MINUTE, HOUR, DAY, WEEK = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Grammar:
    """Regular expressions without capturing groups, for text in lower case; each ends before a word's boundary."""

    language: str
    delay: str
    """Before a length of time: `in` 10 minutes."""
    one: str
    """Stands for the number one before a unit."""
    units: tuple[tuple[str, timedelta], ...]
    at: str
    """Before a time of day."""
    halves: tuple[tuple[str, int], ...]
    """What may follow an hour, and from which hour the half day begins (0 or 12)."""
    hour_words: str
    days: tuple[tuple[str, int], ...]
    """Day names counted from today."""
    on: str
    """Before the name of a weekday."""
    weekdays: tuple[str, ...]
    """Monday first."""
    each_day: str
    each_working_day: str
    each: str
    """Before the name of a weekday: every week."""


ENGLISH = Grammar(
    language="en",
    delay=r"in|after",
    one=r"an?|one",
    units=(
        (r"half\s+an\s+hour", 30 * MINUTE),
        (r"seconds?|secs?|s", timedelta(seconds=1)),
        (r"minutes?|mins?|m", MINUTE),
        (r"hours?|hrs?|h", HOUR),
        (r"days?|d", DAY),
        (r"weeks?|w", WEEK),
    ),
    at=r"at",
    halves=((r"am|a\.m\.", 0), (r"pm|p\.m\.", 12)),
    hour_words=r"o['’]clock",
    days=((r"today", 0), (r"the\s+day\s+after\s+tomorrow|day\s+after\s+tomorrow", 2), (r"tomorrow", 1)),
    on=r"on|next",
    weekdays=(
        r"monday|mon",
        r"tuesday|tue",
        r"wednesday|wed",
        r"thursday|thu",
        r"friday|fri",
        r"saturday|sat",
        r"sunday|sun",
    ),
    each_day=r"every\s+day|each\s+day|daily",
    each_working_day=r"every\s+weekday|every\s+working\s+day|on\s+weekdays|weekdays",
    each=r"every|each",
)

RUSSIAN = Grammar(
    language="ru",
    delay=r"через",
    one=r"один|одну|одна",
    units=(
        (r"полчаса", 30 * MINUTE),
        (r"секунд[ауы]?|сек|с", timedelta(seconds=1)),
        (r"минут[ауы]?|мин|м", MINUTE),
        (r"часов|часа?|ч", HOUR),
        (r"день|дня|дней|дн|д|сутки|суток", DAY),
        (r"недел[юиья]|недель|нед", WEEK),
    ),
    at=r"в|во|к",
    halves=((r"утра|ночи", 0), (r"дня|вечера", 12)),
    hour_words=r"часов|часа|час|ч",
    days=((r"сегодня", 0), (r"послезавтра", 2), (r"завтра", 1)),
    on=r"в|во",
    weekdays=(
        r"понедельник(?:ам)?|пн",
        r"вторник(?:ам)?|вт",
        r"сред[ауы]|средам|ср",
        r"четверг(?:ам)?|чт",
        r"пятниц[ауы]|пятницам|пт",
        r"суббот[ауы]|субботам|сб",
        r"воскресень[ея]|воскресеньям|вс",
    ),
    each_day=r"кажд(?:ый|ого)\s+д(?:ень|ня)|ежедневно",
    each_working_day=r"по\s+будням|каждый\s+будний\s+день|в\s+будни",
    each=r"каждый|каждую|каждое|по",
)

GRAMMARS = (ENGLISH, RUSSIAN)
