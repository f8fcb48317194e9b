"""How much slower than the known limits we go where we were told to wait, and how that wears off."""

from datetime import datetime

FULL = 1.0
SLOWEST = 0.25
FIRST_STEP = 0.5
"""Being told to wait halves the pace."""
RECOVERED_PER_MINUTE = 0.05


def slowed(pace: float, until: datetime, now: datetime) -> float:
    """The pace after we were told to wait once more, as a share of the known one."""
    return max(SLOWEST, FIRST_STEP * recovered(pace, until, now))


def recovered(pace: float, until: datetime, now: datetime) -> float:
    """It grows by the same amount each minute from the end of the wait on, and never beyond the known limit."""
    minutes = max(0.0, (now - until).total_seconds() / 60)
    return min(FULL, pace + RECOVERED_PER_MINUTE * minutes)
