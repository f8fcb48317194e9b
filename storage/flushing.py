"""One flush to the disk for all transactions that wait for it: SQLite alone flushes for each, one after another."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path


class Flushing:
    """Of one file. With `synchronous=NORMAL` SQLite leaves to it what `FULL` does at each commit, under the lock."""

    def __init__(self, path: Path, flush: Callable[[Path], None]) -> None:
        self._path = path
        self._flush = flush
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="flush")
        self._waiting: list[asyncio.Future[None]] = []
        self._is_busy = False

    async def flush(self) -> None:
        """Returns when everything that was written before this call is on the disk.

        Raises:
            OSError: the disk refused.
        """
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(mine)
        self._begin()
        await mine

    def close(self) -> None:
        self._thread.shutdown(wait=False)

    def _begin(self) -> None:
        """A flush that runs already may have begun before the newest write: those who come meanwhile share the next."""
        if self._is_busy or not self._waiting:
            return
        batch, self._waiting = self._waiting, []
        self._is_busy = True
        work = asyncio.get_running_loop().run_in_executor(self._thread, self._flush, self._path)
        work.add_done_callback(partial(self._end, batch))

    def _end(self, batch: list[asyncio.Future[None]], work: asyncio.Future[None]) -> None:
        self._is_busy = False
        for waiter in batch:
            if waiter.done():
                continue  # who waited was cancelled
            if error := work.exception():
                waiter.set_exception(error)
            else:
                waiter.set_result(None)
        self._begin()


def flush_file(path: Path) -> None:
    """Blocks. A log that is gone was folded into the database, which SQLite flushes by itself."""
    try:
        file = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return
    try:
        os.fdatasync(file)
    finally:
        os.close(file)
