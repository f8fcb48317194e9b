"""The clock's work: APScheduler only ticks, one process leads, and every job is run with a timeout and a log line."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from core.clock import Clock, SystemClock
from storage.leadership import Leadership

RESYNC_SECONDS = 15.0
"""How soon a row that another process wrote is known here."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Something that runs on its own: every so many seconds, or, with `next_due`, when a row says so."""

    name: str
    run: Callable[[], Awaitable[object]]
    seconds: float
    timeout: float = 60.0
    next_due: Callable[[], Awaitable[datetime | None]] | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """When the next row of a job is due, as read at a moment."""

    due: datetime | None
    read_at: datetime


class Scheduler:
    """Runs the jobs while this process leads. What must survive a restart is a row, never a job of APScheduler."""

    def __init__(self, jobs: Sequence[Job], leadership: Leadership, clock: Clock | None = None) -> None:
        self._jobs = {job.name: job for job in jobs}
        self._leadership = leadership
        self._clock = clock or SystemClock()
        self._known: dict[str, _Known] = {}
        self._ticker: AsyncIOScheduler | None = None

    @property
    def jobs(self) -> tuple[Job, ...]:
        return tuple(self._jobs.values())

    async def start(self) -> None:
        """Tick from now on; a job whose moment passed while nobody ticked runs once."""
        logging.getLogger("apscheduler").setLevel(
            logging.CRITICAL
        )  # `tick` tells what fails, and one line a second is too many
        self._ticker = AsyncIOScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        )
        now = datetime.now(self._clock.now().tzinfo)
        for job in self._jobs.values():
            self._ticker.add_job(self.tick, "interval", [job.name], seconds=job.seconds, id=job.name, next_run_time=now)
        self._ticker.start()

    async def stop(self) -> None:
        if self._ticker is not None:
            self._ticker.shutdown(wait=False)
            self._ticker = None
        await self._leadership.resign()

    def wake(self, name: str) -> None:
        """A row of the job changed: look at it with the next tick."""
        self._known.pop(name, None)

    async def tick(self, name: str) -> None:
        """Run the job if this process leads and the job's moment has come."""
        job = self._jobs[name]
        try:
            async with asyncio.timeout(job.timeout):
                if await self._leadership.is_leader() and await self._is_due(job):
                    self.wake(name)
                    await job.run()
        except TimeoutError:
            log.error("job_timed_out", job=name, seconds=job.timeout)  # noqa: TRY400 - where it hung says nothing
        except Exception:  # the edge: one job that fails must not end the others
            log.exception("job_failed", job=name)

    async def _is_due(self, job: Job) -> bool:
        if job.next_due is None:
            return True
        now = self._clock.now()
        known = self._known.get(job.name)
        if known is None or now - known.read_at > timedelta(seconds=RESYNC_SECONDS):
            known = self._known[job.name] = _Known(await job.next_due(), now)
        return known.due is not None and known.due <= now
