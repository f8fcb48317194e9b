"""A moment as a person reads it: their zone, their order of day and month."""

from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from core.i18n import Texts


def local_moment(moment: datetime, time_zone: str, texts: Texts, key: Literal["moment", "day"] = "moment") -> str:
    """Day, month, year, hours and minutes; or the day alone."""
    local = moment.astimezone(ZoneInfo(time_zone))
    return texts(
        "moment-day" if key == "day" else "moment",
        day=f"{local:%d}",
        month=f"{local:%m}",
        year=f"{local:%Y}",
        time=f"{local:%H:%M}",
    )


def zone_label(time_zone: str) -> str:
    """The zone's name; UTC+3 for its Etc/GMT-3, whose sign is the other way round."""
    name = time_zone.removeprefix("Etc/")
    if name != time_zone and name.startswith("GMT") and len(name) > len("GMT"):
        return "UTC" + name.removeprefix("GMT").translate(str.maketrans("+-", "-+"))
    return name
