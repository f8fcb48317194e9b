"""How large and how long something may be, as a person writes it: `10MB`, `1m30s`."""

import re
from collections.abc import Callable
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from core.errors import UserError
from forwarding.spec import Strict

_LARGEST = 2**53
"""What JSON keeps exactly."""

_SIZE = re.compile(r"(\d{1,15}(?:[.,]\d{1,6})?)\s*([a-zа-я]*)")
_UNITS = {
    unit: factor
    for units, factor in ((" b б", 1), ("k kb кб", 1024), ("m mb мб", 1024**2), ("g gb гб", 1024**3))
    for unit in units.split(" ")
}
_PARTS = (r"(?:(\d{1,9})\s*(?:h|ч))?", r"(?:(\d{1,9})\s*(?:min|m|мин|м))?", r"(?:(\d{1,9})\s*(?:sec|s|сек|с)?)?")
_DURATION = re.compile(r"\s*".join(_PARTS))
_CLOCK = re.compile(r"(?:(\d{1,6}):)?(\d{1,6}):(\d\d)")


def read_size(text: str) -> int:
    """Bytes; a kilobyte has 1024, as Telegram shows it.

    Raises:
        UserError: `error-rule-bad-size`.
    """
    found = _SIZE.fullmatch(text.strip().casefold())
    if found is None or found[2] not in _UNITS:
        raise UserError("error-rule-bad-size", size=text[:50])
    return round(float(found[1].replace(",", ".")) * _UNITS[found[2]])


def read_duration(text: str) -> int:
    """Seconds.

    Raises:
        UserError: `error-rule-bad-duration`.
    """
    folded = text.strip().casefold()
    found = (_CLOCK.fullmatch(folded) or _DURATION.fullmatch(folded)) if folded else None
    if found is None:
        raise UserError("error-rule-bad-duration", duration=text[:50])
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def _by(read: Callable[[str], int]) -> BeforeValidator:
    def convert(value: object) -> object:
        return read(value) if isinstance(value, str) else value

    return BeforeValidator(convert)


Count = Annotated[int | None, Field(ge=0, le=_LARGEST, strict=True)]
Bytes = Annotated[Count, _by(read_size)]
Seconds = Annotated[Count, _by(read_duration)]


class Bounds(Strict):
    """The least and the most; one of them may be left open."""

    min: Count = None
    max: Count = None

    @model_validator(mode="after")
    def _check(self) -> "Bounds":
        """
        Raises:
            UserError: both are open, or nothing lies between them.
        """
        if self.min is None and self.max is None:
            raise UserError("error-rule-no-bounds")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise UserError("error-rule-crossed-bounds")
        return self

    def hold(self, amount: int) -> bool:
        return (self.min is None or amount >= self.min) and (self.max is None or amount <= self.max)
