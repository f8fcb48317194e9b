"""The world's time: the real one until a test moves it."""

import time
from datetime import UTC, datetime


class WorldClock:
    """Seconds since 1970, shifted by `offset`; limits and drafts run on `monotonic`, which moves along."""

    def __init__(self) -> None:
        self.offset = 0.0

    def time(self) -> float:
        return time.time() + self.offset

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.time(), UTC)

    def move(self, seconds: float) -> None:
        self.offset += seconds

    def set(self, at: datetime) -> None:
        self.offset = at.timestamp() - time.time()

    def reset(self) -> None:
        self.offset = 0.0
