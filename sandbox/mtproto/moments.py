"""Times as TL wants them."""

from datetime import UTC, datetime


def moment(timestamp: float) -> datetime:
    return datetime.fromtimestamp(timestamp, UTC)
