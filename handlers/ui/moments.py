"""A moment as a person reads it: their zone, their order of day and month."""

from datetime import datetime
from zoneinfo import ZoneInfo

from core.i18n import Texts


def local_moment(moment: datetime, time_zone: str, texts: Texts) -> str:
    """Day, month, year, hours and minutes."""
    local = moment.astimezone(ZoneInfo(time_zone))
    return texts(
        "moment",
        day=f"{local:%d}",
        month=f"{local:%m}",
        year=f"{local:%Y}",
        time=f"{local:%H:%M}",
    )
