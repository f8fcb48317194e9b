"""Threads of conversation: one turn at a time in each, in the order they came; others run beside it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from core.ids import ThreadId


@dataclass(slots=True)
class _Thread:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    turns: int = 0
    """Inside or waiting."""
    work: asyncio.Task[Any] | None = None


class Threads:
    """Knows only the threads that have a turn."""

    def __init__(self) -> None:
        self._threads: dict[ThreadId, _Thread] = {}

    @asynccontextmanager
    async def turn(self, thread: ThreadId) -> AsyncIterator[None]:
        """Wait until the turns before this one have ended."""
        here = self._threads.setdefault(thread, _Thread())
        here.turns += 1
        try:
            async with here.lock:
                yield
        finally:
            here.turns -= 1
            if not here.turns:
                del self._threads[thread]

    async def work(self, thread: ThreadId, work: asyncio.Task[Any]) -> None:
        """Wait for the work of the turn that is inside; `stop` cancels it, and so does cancelling the wait."""
        here = self._threads[thread]
        here.work = work
        try:
            await asyncio.wait({work})
        finally:
            here.work = None
            if not work.done():
                work.cancel()
                await asyncio.wait({work})

    def is_busy(self, thread: ThreadId) -> bool:
        return thread in self._threads

    def stop(self, thread: ThreadId) -> bool:
        """Cancel the work of the turn that is inside; False when there is none."""
        here = self._threads.get(thread)
        return here is not None and here.work is not None and here.work.cancel()
