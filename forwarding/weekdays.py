"""Days of the week as a rule names them: `mon`, `mon-fri`, over the weekend `fri-mon`."""

import re

from forwarding.choices import chosen

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RUSSIAN = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
_TO = re.compile("[-–—]")


def written_days(text: str) -> str:
    """Days as a person writes them, in the names that stand in a rule: `Пн–пт` is `mon-fri`."""
    short = dict(zip(_RUSSIAN, DAYS, strict=True))
    return "-".join(short.get(each.strip(), each.strip()) for each in _TO.split(text.casefold(), maxsplit=1))


def read_days(given: tuple[str, ...]) -> frozenset[int]:
    """Numbers from Monday on; `fri-mon` goes over the weekend.

    Raises:
        UserError: `error-rule-unknown-choice`.
    """
    days: set[int] = set()
    for each in given:
        ends = [DAYS.index(day) for day in chosen([day.strip() for day in _TO.split(each, maxsplit=1)], DAYS)]
        first, last = ends[0], ends[-1]
        days.update((first + step) % 7 for step in range((last - first) % 7 + 1))
    return frozenset(days)
