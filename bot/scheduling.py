"""The scheduler with everything that runs on its own."""

from bot.rooms import Rooms
from forwarding.gaps import Gaps
from forwarding.notices import Notices
from scheduler.digests import DueDigests
from scheduler.jobs import all_jobs
from scheduler.reminders import DueReminders
from scheduler.retention import Retention
from scheduler.scheduler import Scheduler
from storage.leadership import Leadership


def build_scheduler(rooms: Rooms) -> Scheduler:
    """Wakes as soon as this process writes a reminder or a digest, or a rule gathers a post."""
    stores, translator = rooms.stores, rooms.translator
    jobs = all_jobs(
        stores.reminders,
        DueReminders(stores.reminders, stores.outbox, translator, stores.clock),
        stores.digests,
        DueDigests(stores.digests, stores.posts, stores.outbox, translator, stores.clock),
        Retention(
            stores.posts,
            stores.inbox,
            stores.outbox,
            stores.reminders,
            stores.cached_answers,
            sightings=stores.sightings,
            stories=stores.stories,
            blobs=stores.blobs,
            reviews=stores.reviews,
            votes=stores.votes,
            days=rooms.settings.forwarding.post_days,
            clock=stores.clock,
        ),
        forwarder=rooms.forwarding.forwarder,
        gatherings=stores.gatherings,
        gatherer=rooms.forwarding.gatherer,
        reviewing=rooms.forwarding.readers.reviewing,
        overflow=rooms.forwarding.overflow,
        feeds=rooms.forwarding.feed_reader,
        gaps=build_gaps(rooms),
        gap_minutes=rooms.settings.forwarding.reconcile_minutes,
    )
    scheduler = Scheduler(jobs, Leadership(stores.database, "scheduler"), stores.clock)
    stores.reminders.subscribe(lambda: scheduler.wake("reminders"))
    stores.digests.subscribe(lambda: scheduler.wake("digests"))
    stores.gatherings.subscribe(lambda: scheduler.wake("gathered"))
    return scheduler


def build_gaps(rooms: Rooms) -> Gaps:
    stores, parts = rooms.stores, rooms.forwarding
    notices = Notices(stores.users, rooms.translator)
    return Gaps(
        stores.holes,
        stores.backfills,
        parts.rulebook,
        parts.forwarder,
        outbox=stores.outbox,
        notices=notices,
        clock=stores.clock,
    )
