"""The words for times that people write, one grammar a language."""

from dataclasses import dataclass
from datetime import time, timedelta

MINUTE, HOUR, DAY, WEEK = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Grammar:
    """Regular expressions without capturing groups, for text in lower case; each ends before a word's boundary."""

    language: str
    delay: str
    """Before a length of time: `in` 10 minutes."""
    numbers: tuple[tuple[str, float], ...]
    """Words before a unit; one comes first."""
    units: tuple[tuple[str, timedelta], ...]
    at: str
    """Before a time of day."""
    halves: tuple[tuple[str, int], ...]
    """What may follow an hour, and from which hour its twelve hours begin."""
    hour_words: str
    parts: tuple[tuple[str, time, int], ...]
    """Parts of the day after a day's name: the time meant, and from which hour a number after it counts."""
    part_alone: str
    """Those that mean a time also without a day before them."""
    time_like: str
    """Begins a time of day: it is refused rather than overlooked where it is not understood."""
    months: tuple[str, ...]
    for_me: str
    """May stand before everything: remind `me` in an hour."""
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
    each_second: str
    """Before the name of a weekday: every second week."""
    of_month: str
    """After it: then weeks are not meant."""


ENGLISH = Grammar(
    language="en",
    delay=r"in|after",
    numbers=(
        (r"an?|one", 1),
        (r"two|(?:a\s+)?couple(?:\s+of)?", 2),
        (r"three", 3),
        (r"four", 4),
        (r"five", 5),
        (r"six", 6),
        (r"seven", 7),
        (r"eight", 8),
        (r"nine", 9),
        (r"ten", 10),
        (r"fifteen", 15),
        (r"twenty", 20),
        (r"thirty", 30),
    ),
    units=(
        (r"hour\s+and\s+a\s+half", 90 * MINUTE),
        (r"half\s+an\s+hour", 30 * MINUTE),
        (r"seconds?|secs?|s", timedelta(seconds=1)),
        (r"minutes?|mins?|m", MINUTE),
        (r"hours?|hrs?|h", HOUR),
        (r"days?|d", DAY),
        (r"weeks?|w", WEEK),
    ),
    at=r"at",
    halves=(
        (r"am|a\.m\.|in\s+the\s+morning", 0),
        (r"pm|p\.m\.|in\s+the\s+(?:afternoon|evening)", 12),
        (r"at\s+night", 21),
    ),
    hour_words=r"o['’]clock",
    parts=(
        (r"(?:at\s+)?(?:noon|midday)", time(12), 12),
        (r"(?:at\s+)?midnight", time(0), 0),
        (r"(?:in\s+the\s+|this\s+)?morning", time(9), 0),
        (r"(?:in\s+the\s+|this\s+)?afternoon", time(15), 12),
        (r"(?:in\s+the\s+|this\s+)?evening", time(19), 12),
        (r"(?:at\s+)?night", time(22), 21),
        (r"tonight", time(20), 13),
    ),
    part_alone=r"(?:at\s+)?(?:noon|midday|midnight)|at\s+night|(?:in\s+the|this)\s+(?:morning|afternoon|evening)",
    time_like=r"at|half\s+past|quarter|around\s+\d|by\s+\d|(?:before|after)\s+(?:noon|lunch|midnight|dinner)",
    months=(
        r"january|jan",
        r"february|feb",
        r"march|mar",
        r"april|apr",
        r"may",
        r"june|jun",
        r"july|jul",
        r"august|aug",
        r"september|sept?",
        r"october|oct",
        r"november|nov",
        r"december|dec",
    ),
    for_me=r"me",
    days=((r"today|(?=tonight\b)", 0), (r"the\s+day\s+after\s+tomorrow|day\s+after\s+tomorrow", 2), (r"tomorrow", 1)),
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
    each_day=r"every\s+day|each\s+day|daily|(?:every|each)(?=\s+(?:morning|afternoon|evening|night|noon|midnight)\b)",
    each_working_day=r"every\s+weekday|every\s+working\s+day|on\s+weekdays|weekdays",
    each=r"every|each",
    each_second=r"(?:every|each)\s+(?:second|other|2nd)|every\s+(?:two|2)\s+weeks\s+on",
    of_month=r"\s+(?:of|in)\s+(?:the|each|every|a)\s+month",
)

RUSSIAN = Grammar(
    language="ru",
    delay=r"через",
    numbers=(
        (r"один|одну|одна", 1),
        (r"полтора|полторы", 1.5),
        (r"два|две|пару", 2),
        (r"три", 3),
        (r"четыре", 4),
        (r"пять", 5),
        (r"шесть", 6),
        (r"семь", 7),
        (r"восемь", 8),
        (r"девять", 9),
        (r"десять", 10),
        (r"пятнадцать", 15),
        (r"двадцать", 20),
        (r"тридцать", 30),
    ),
    units=(
        (r"час\s+с\s+половиной", 90 * MINUTE),
        (r"полчаса", 30 * MINUTE),
        (r"секунд[ауы]?|сек|с", timedelta(seconds=1)),
        (r"минут[ауы]?|мин|м", MINUTE),
        (r"часов|часа?|ч", HOUR),
        (r"день|дня|дней|дн|д|сутки|суток", DAY),
        (r"недел[юиья]|недель|нед", WEEK),
    ),
    at=r"в|во|к",
    halves=((r"утра", 0), (r"дня", 10), (r"вечера", 13), (r"ночи", 21)),
    hour_words=r"часов|часа|час|ч",
    parts=(
        (r"(?:в\s+)?полдень", time(12), 12),
        (r"(?:в\s+)?полночь", time(0), 0),
        (r"(?:с\s+)?утр(?:ом|а|о)", time(9), 0),
        (r"дн[её]м", time(15), 10),
        (r"вечер(?:ом)?", time(19), 13),
        (r"ночью", time(22), 21),
    ),
    part_alone=r"(?:в\s+)?(?:полдень|полночь)|утром|дн[её]м|вечером|ночью",
    time_like=(
        r"(?:в|к)\s+половин[еу]|(?:в\s+)?пол(?:перв|втор|трет|четв[её]рт|пят|шест|седьм|восьм|девят|десят|одиннад|двенад)\w*"
        r"|(?:в|во|к)\s+(?:\d+|час|часу|два|двум|три|тр[её]м|четыре|пять|пяти|шесть|шести|семь|семи|восемь|восьми"
        r"|девять|девяти|десять|десяти|одиннадцать|двенадцать|двадцать|четверть|обед|обеду|вечеру|утру|полудню|полуночи)"
        r"|без\s+(?:\d+|пяти|десяти|двадцати|четверти)|четверть|после\s+(?:обеда|полудня|полуночи)|до\s+обеда"
    ),
    months=(
        r"января",
        r"февраля",
        r"марта",
        r"апреля",
        r"мая",
        r"июня",
        r"июля",
        r"августа",
        r"сентября",
        r"октября",
        r"ноября",
        r"декабря",
    ),
    for_me=r"мне",
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
    each_day=r"кажд(?:ый|ого)\s+д(?:ень|ня)|ежедневно|кажд(?:ый|ое)(?=\s+(?:вечер|утро)\b)",
    each_working_day=r"по\s+будням|каждый\s+будний\s+день|в\s+будни",
    each=r"каждый|каждую|каждое|по",
    each_second=r"кажд(?:ый|ую|ое)\s+втор(?:ой|ую|ое)|раз\s+в\s+(?:две|2)\s+недели\s+(?:в|во|по)",
    of_month=r"\s+(?:каждого\s+)?месяца",
)

GRAMMARS = (ENGLISH, RUSSIAN)
