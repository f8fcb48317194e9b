"""The one table of everything that runs on its own."""

from forwarding.forwarder import Forwarder
from forwarding.gaps import Gaps
from forwarding.gatherer import Gatherer
from forwarding.overflow import Overflow
from forwarding.reviewing import Reviewing
from forwarding.transports.feeds.reader import FeedReader
from scheduler.digests import DueDigests
from scheduler.reminders import DueReminders
from scheduler.retention import Retention
from scheduler.scheduler import Job
from storage.digests import Digests
from storage.gatherings import Gatherings
from storage.reminders import Reminders

HOUR = 3600.0
HELD_SECONDS = 300.0
"""Between two looks at posts that could not be judged."""
GATHERED_TIMEOUT = 600.0
"""Transforms may ask a model about each post."""
REVIEW_SECONDS = 60.0
"""Between two looks at what waits in another chat than its rule asks in, or for too long."""
OVERFLOW_SECONDS = 15.0

FEED_SECONDS = 5.0
"""Between two looks at which feeds are due."""
FEED_TIMEOUT = 600.0
GAPS_TIMEOUT = 600.0


def all_jobs(
    reminders: Reminders,
    due_reminders: DueReminders,
    digests: Digests,
    due_digests: DueDigests,
    retention: Retention,
    *,
    forwarder: Forwarder,
    gatherings: Gatherings,
    gatherer: Gatherer,
    reviewing: Reviewing,
    overflow: Overflow,
    feeds: FeedReader,
    gaps: Gaps,
    gap_minutes: float,
) -> tuple[Job, ...]:
    """A tick a second costs nothing while nothing is due."""
    return (
        Job("reminders", due_reminders.run, seconds=1.0, next_due=reminders.next_due),
        Job("digests", due_digests.run, seconds=1.0, next_due=digests.next_due),
        Job("gathered", gatherer.run, seconds=1.0, timeout=GATHERED_TIMEOUT, next_due=gatherings.next_due),
        Job("held", forwarder.retry_waiting, seconds=HELD_SECONDS, timeout=HELD_SECONDS),
        Job("reviews", reviewing.run, seconds=REVIEW_SECONDS),
        Job("overflow", overflow.run, seconds=OVERFLOW_SECONDS),
        Job("feeds", feeds.read_due, seconds=FEED_SECONDS, timeout=FEED_TIMEOUT),
        Job("gaps", gaps.run, seconds=60 * gap_minutes, timeout=GAPS_TIMEOUT),
        Job("retention", retention.run, seconds=HOUR),
    )
