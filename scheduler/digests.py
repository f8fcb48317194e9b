"""Daily digests of a channel: its posts as one text with links, from rows to the outbox."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from zoneinfo import ZoneInfo

from core.clock import Clock, SystemClock
from core.i18n import Texts, Translator
from core.moments import local_day
from core.recurrence import When, next_due
from core.text import Formatted, split
from forwarding.notices import link_to
from forwarding.outgoing import text_delivery
from forwarding.post import Album
from forwarding.routing import album_of, groups
from forwarding.telling import PART_LENGTH, Lines, opening_of
from storage.digests import Digest, Digests
from storage.outbox import Delivery, Outbox
from storage.posts import Posts

MAX_ITEMS = 60


class DueDigests:
    """Tells each digest once per day; one that is late tells everything since the last one, once."""

    def __init__(
        self, digests: Digests, posts: Posts, outbox: Outbox, translator: Translator, clock: Clock | None = None
    ) -> None:
        self._digests = digests
        self._posts = posts
        self._outbox = outbox
        self._translator = translator
        self._clock = clock or SystemClock()

    async def run(self) -> None:
        for digest in await self._digests.due(self._clock.now()):
            await self._tell(digest)
        self._outbox.announce()

    async def _tell(self, digest: Digest) -> None:
        now = self._clock.now()
        posts = await self._posts.between(digest.source, digest.told_until, now)
        text = digest_text(
            digest, [album_of(group) for group in groups(posts)], self._translator.bound(digest.language)
        )
        daily = When(digest.due, "day", digest.time_zone, f"{digest.at:%H:%M}")
        following = next_due(daily, now)
        await self._digests.fired(digest, now, following or now, *self._deliveries(digest, text))

    def _deliveries(self, digest: Digest, text: Formatted) -> Iterator[Delivery]:
        note = self._translator.text(digest.language, "forwarding-repeat-note")
        for number, part in enumerate(split(text, PART_LENGTH)):
            key = f"digest:{digest.id}:{digest.due:%Y%m%dT%H%M%S}" + (f":{number}" if number else "")
            yield text_delivery(key, digest.chat, part, topic=digest.topic, repeat_note=note)


def digest_text(digest: Digest, albums: Sequence[Album], texts: Texts) -> Formatted:
    """A heading, then the posts by day, each with its time, how it begins and a link."""
    if not albums:
        return Formatted(texts("digest-empty", channel=digest.title))
    zone = ZoneInfo(digest.time_zone)
    lines = Lines()
    lines.add(texts("digest-title", channel=digest.title), kind="bold")
    lines.add(texts("digest-count", count=len(albums)))
    for day, of_day in groupby(albums[:MAX_ITEMS], key=lambda album: album.first.date.astimezone(zone).date()):
        lines.add("")
        lines.add(local_day(day, texts), kind="bold")
        for album in of_day:
            link = link_to(digest.source, digest.username, album.first.message)
            lines.item(opening_of(album, texts), link, before=f"{album.first.date.astimezone(zone):%H:%M} ")
    if len(albums) > MAX_ITEMS:
        lines.add(texts("digest-more", count=len(albums) - MAX_ITEMS))
    return lines.formatted()
