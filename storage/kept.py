"""What is read at every turn and seldom changes: kept in the process until it changes it, else for a few seconds."""

import time
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")

KEEP_SECONDS = 5.0
"""Another process may change it: nobody sees an older one for longer than this."""


class Kept(Generic[Value]):
    """One value and how it is read; whoever has it must not change it."""

    def __init__(self, read: Callable[[], Awaitable[Value]]) -> None:
        self._read = read
        self._kept: tuple[float, Value] | None = None
        self._changes = 0

    async def get(self) -> Value:
        if self._kept is not None and time.monotonic() - self._kept[0] < KEEP_SECONDS:
            return self._kept[1]
        changes, value = self._changes, await self._read()
        if changes == self._changes:  # what was read before a change may be older than it
            self._kept = (time.monotonic(), value)
        return value

    def forget(self) -> None:
        """Call after each change."""
        self._changes += 1
        self._kept = None
