"""One flush for all who wait, and nobody is told too early."""

import asyncio
import threading
from pathlib import Path

import pytest

from storage.flushing import Flushing, flush_file


class Disk:
    """Flushes when it is let."""

    def __init__(self) -> None:
        self.begun = 0
        self.is_broken = False
        self.free = threading.Semaphore(0)

    def flush(self, _: Path) -> None:
        self.begun += 1
        assert self.free.acquire(timeout=10)
        if self.is_broken:
            raise OSError("gone")

    async def until_begun(self, count: int) -> None:
        async with asyncio.timeout(10):
            while self.begun < count:
                await asyncio.sleep(0.001)


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def flushing(disk: Disk, tmp_path: Path):
    flushing = Flushing(tmp_path / "log", disk.flush)
    yield flushing
    flushing.close()


async def test_who_comes_while_a_flush_runs_waits_for_the_next_one_and_all_of_them_share_it(
    flushing: Flushing, disk: Disk
):
    async with asyncio.TaskGroup() as group:
        first = group.create_task(flushing.flush())
        await disk.until_begun(1)
        late = [group.create_task(flushing.flush()) for _ in range(20)]
        await asyncio.sleep(0)
        disk.free.release()
        await first
        assert not any(task.done() for task in late)
        await disk.until_begun(2)
        disk.free.release()
    assert disk.begun == 2


async def test_a_disk_that_refuses_is_told_to_all_who_wait_and_the_next_try_counts(flushing: Flushing, disk: Disk):
    disk.is_broken = True
    tries = asyncio.gather(*(flushing.flush() for _ in range(3)), return_exceptions=True)
    disk.free.release(2)
    assert [type(error) for error in await tries] == [OSError] * 3

    disk.is_broken = False
    disk.free.release()
    await flushing.flush()


async def test_who_is_cancelled_takes_nobody_along(flushing: Flushing, disk: Disk):
    async with asyncio.TaskGroup() as group:
        cancelled = group.create_task(flushing.flush())
        await disk.until_begun(1)
        other = group.create_task(flushing.flush())
        await asyncio.sleep(0)
        cancelled.cancel()
        disk.free.release(2)
        await other
    assert cancelled.cancelled()


def test_a_log_that_is_gone_needs_no_flush(tmp_path: Path):
    flush_file(tmp_path / "log")
