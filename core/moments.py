"""A moment as a person reads it: their zone, their order of day and month."""

from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from core.i18n import Texts
from core.recurrence import When, zone_of

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def local_moment(moment: datetime, time_zone: str, texts: Texts, key: Literal["moment", "day"] = "moment") -> str:
    """Day, month, year, hours and minutes; or the day alone."""
    local = moment.astimezone(ZoneInfo(time_zone))
    if key == "day":
        return local_day(local.date(), texts)
    return texts("moment", day=f"{local:%d}", month=f"{local:%m}", year=f"{local:%Y}", time=f"{local:%H:%M}")


def local_day(day: date, texts: Texts) -> str:
    return texts("moment-day", day=f"{day:%d}", month=f"{day:%m}", year=f"{day:%Y}")


def zone_label(time_zone: str) -> str:
    """The zone's name; UTC+3 for its Etc/GMT-3, whose sign is the other way round."""
    name = time_zone.removeprefix("Etc/")
    if name != time_zone and name.startswith("GMT") and len(name) > len("GMT"):
        return "UTC" + name.removeprefix("GMT").translate(str.maketrans("+-", "-+"))
    return name


def due_moment(due: datetime, when: When, time_zone: str, texts: Texts) -> str:
    """In this zone; what comes again by the clocks of another one is said by those."""
    if not when.every:
        return local_moment(due, time_zone, texts)
    return again(when, texts) if when.zone == time_zone else f"{again(when, texts)} ({zone_label(when.zone)})"


def again(when: When, texts: Texts) -> str:
    """Every Monday at 10:00."""
    first = when.at.astimezone(zone_of(when.zone))
    weekday = WEEKDAYS[first.weekday()]
    name = {"week": weekday, "fortnight": f"second-{weekday}"}.get(when.every, when.every)
    return texts(f"every-{name}", time=when.wall or f"{first:%H:%M}")
