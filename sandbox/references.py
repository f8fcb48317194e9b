"""Ids as callers write them."""

_LONGEST = 20
"""Digits of any id there is; Python refuses to read numbers of thousands of digits."""


def as_id(written: str) -> int | None:
    """The number, or None for what is a name or nonsense."""
    return int(written) if len(written) <= _LONGEST and written.removeprefix("-").isdecimal() else None
