"""What is over is forgotten after some weeks."""

from datetime import timedelta

from core.clock import Clock, SystemClock
from storage.blobs import Blobs
from storage.cached_answers import CachedAnswers
from storage.inbox import Inbox
from storage.outbox import Outbox
from storage.posts import Posts
from storage.reminders import Reminders
from storage.reviews import Reviews
from storage.sightings import Sightings
from storage.stories import Stories
from storage.votes import Votes

PICTURES_KEPT = timedelta(days=3)
"""Those that were made for copies; they take much room, and can be made again while the posts are kept."""


class Retention:
    """Posts, their signs, cached answers, and updates, deliveries and reminders that are over, of `days` ago."""

    def __init__(
        self,
        posts: Posts,
        inbox: Inbox,
        outbox: Outbox,
        reminders: Reminders,
        cached_answers: CachedAnswers,
        *,
        sightings: Sightings,
        stories: Stories,
        blobs: Blobs,
        reviews: Reviews,
        votes: Votes,
        days: int,
        clock: Clock | None = None,
    ) -> None:
        self._posts = posts
        self._inbox = inbox
        self._outbox = outbox
        self._reminders = reminders
        self._cached_answers = cached_answers
        self._sightings = sightings
        self._stories = stories
        self._blobs = blobs
        self._reviews = reviews
        self._votes = votes
        self._days = timedelta(days=days)
        self._clock = clock or SystemClock()

    async def run(self) -> None:
        before = self._clock.now() - self._days
        await self._posts.purge(before)
        await self._inbox.purge(before)
        await self._outbox.purge(before)
        await self._reminders.purge(before)
        await self._cached_answers.purge(before)
        await self._sightings.purge(before)
        await self._stories.purge(before)
        await self._reviews.purge(before)
        await self._votes.purge()
        await self._blobs.purge(self._clock.now() - min(self._days, PICTURES_KEPT))
