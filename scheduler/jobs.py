"""The one table of everything that runs on its own."""

from scheduler.digests import DueDigests
from scheduler.reminders import DueReminders
from scheduler.retention import Retention
from scheduler.scheduler import Job
from storage.digests import Digests
from storage.reminders import Reminders

HOUR = 3600.0


def all_jobs(
    reminders: Reminders,
    due_reminders: DueReminders,
    digests: Digests,
    due_digests: DueDigests,
    retention: Retention,
) -> tuple[Job, ...]:
    """A tick a second costs nothing while nothing is due."""
    return (
        Job("reminders", due_reminders.run, seconds=1.0, next_due=reminders.next_due),
        Job("digests", due_digests.run, seconds=1.0, next_due=digests.next_due),
        Job("retention", retention.run, seconds=HOUR),
    )
