"""The queue before a model: so many turns at once, the others wait in the order they came."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Gate:
    """One queue per model. Who is cancelled while waiting leaves the queue; who is cancelled inside frees the place."""

    def __init__(self, max_parallel: int) -> None:
        self._max_parallel = max_parallel
        self._places: dict[str, asyncio.Semaphore] = {}

    @asynccontextmanager
    async def turn(self, model: str) -> AsyncIterator[None]:
        async with self._places.setdefault(model, asyncio.Semaphore(self._max_parallel)):
            yield
