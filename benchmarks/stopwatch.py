"""How long the house takes to answer something: measured in the world, where people would see it."""

import asyncio
import time
from collections.abc import Callable

from sandbox.events import Event
from tests.fakes.stage import Stage

PATIENCE = 120.0
"""Seconds; generous, because a benchmark on a busy machine has to tell its figure, not to fail."""


async def seconds_until(stage: Stage, is_it: Callable[[Event], bool], act: Callable[[], object]) -> float:
    """Do `act`; seconds from then until the first event of the world that `is_it`."""
    came: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    def listen(event: Event) -> None:
        if not came.done() and is_it(event):
            came.set_result(time.perf_counter())

    unsubscribe = stage.sandbox.world.subscribe(listen)
    try:
        started = time.perf_counter()
        act()
        async with asyncio.timeout(PATIENCE):
            return await came - started
    finally:
        unsubscribe()


async def rest(started: float, pace: float) -> None:
    """Sleep until `pace` seconds after `started` on `time.perf_counter`."""
    await asyncio.sleep(max(0.0, started + pace - time.perf_counter()))
