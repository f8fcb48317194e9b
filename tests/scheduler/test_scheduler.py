"""Who ticks, when, and what happens when a job breaks."""

import asyncio
from datetime import datetime, timedelta

import pytest

from scheduler.scheduler import Job, Scheduler
from storage.database import Database
from storage.leadership import Leadership
from tests.fakes.clock import FakeClock


class Work:
    """A job that counts its runs and may break or hang."""

    def __init__(self) -> None:
        self.runs = 0
        self.due: datetime | None = None
        self.asked = 0
        self.fault: Exception | None = None
        self.hangs = False
        self.ran = asyncio.Event()

    async def run(self) -> None:
        self.runs += 1
        self.ran.set()
        if self.hangs:
            await asyncio.Event().wait()
        if self.fault is not None:
            raise self.fault

    async def next_due(self) -> datetime | None:
        self.asked += 1
        return self.due


@pytest.fixture
async def work() -> Work:
    return Work()


def scheduler_of(work: Work, database: Database, clock: FakeClock, *, by_rows: bool = False) -> Scheduler:
    job = Job("work", work.run, seconds=1.0, timeout=1.0, next_due=work.next_due if by_rows else None)
    return Scheduler([job], Leadership(database, "scheduler"), clock)


async def test_one_of_two_processes_leads_and_the_other_takes_over(work: Work, database: Database, clock: FakeClock):
    first, second = (Leadership(database, "scheduler") for _ in range(2))
    assert await first.is_leader()
    assert await first.is_leader()
    assert not await second.is_leader()
    await first.resign()
    assert await second.is_leader()
    await second.resign()


async def test_who_does_not_lead_runs_nothing(work: Work, database: Database, clock: FakeClock):
    other = Leadership(database, "scheduler")
    assert await other.is_leader()
    scheduler = scheduler_of(work, database, clock)
    await scheduler.tick("work")
    assert work.runs == 0
    await other.resign()
    await scheduler.tick("work")
    assert work.runs == 1
    await scheduler.stop()


async def test_a_job_by_rows_runs_when_a_row_is_due_and_asks_rarely(work: Work, database: Database, clock: FakeClock):
    scheduler = scheduler_of(work, database, clock, by_rows=True)
    work.due = clock.now() + timedelta(seconds=10)
    for _ in range(10):
        await scheduler.tick("work")
        clock.advance(1)
    assert (work.runs, work.asked) == (0, 1)
    await scheduler.tick("work")
    assert work.runs == 1
    await scheduler.stop()


async def test_a_new_row_is_seen_at_once_when_told_and_soon_when_not(work: Work, database: Database, clock: FakeClock):
    scheduler = scheduler_of(work, database, clock, by_rows=True)
    await scheduler.tick("work")
    work.due = clock.now()
    await scheduler.tick("work")
    assert work.runs == 0
    scheduler.wake("work")
    await scheduler.tick("work")
    assert work.runs == 1
    work.due = None
    await scheduler.tick("work")
    work.due = clock.now()
    clock.advance(16)
    await scheduler.tick("work")
    assert work.runs == 2
    await scheduler.stop()


async def test_a_job_that_breaks_or_hangs_runs_again_next_time(work: Work, database: Database, clock: FakeClock):
    scheduler = scheduler_of(work, database, clock)
    work.fault = ValueError("broken")
    await scheduler.tick("work")
    work.fault, work.hangs = None, True
    await scheduler.tick("work")
    work.hangs = False
    await scheduler.tick("work")
    assert work.runs == 3
    await scheduler.stop()


async def test_a_started_scheduler_ticks_by_itself(work: Work, database: Database, clock: FakeClock):
    scheduler = scheduler_of(work, database, clock)
    await scheduler.start()
    async with asyncio.timeout(10):
        await work.ran.wait()
    await scheduler.stop()
    assert work.runs == 1
