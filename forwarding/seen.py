"""What was seen lately: kept in the database, at hand in memory, so that a copy is known as one after a restart too."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from forwarding.pictures import Gallery
from forwarding.sameness import Key, Sketch, Window
from storage.sightings import Sighting, Sightings

LIMIT = 20_000
"""Posts of a scope that are kept at hand."""
PAGE = 100
"""Rows that are read at once; more would hold up the loop."""
OVERLAP = 20
"""Rows that are read again: another process may have written a lower one only now."""
MOST_SHELVES = 64
TELLING = ("video", "audio", "voice", "video_note", "document")
"""What is a copy also under other words; the same photo may illustrate two stories."""

How = Literal["forward", "file", "text", "picture"]
Sign = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The post that was there before, and what tells so."""

    key: Key
    how: How
    share: float = 1.0
    """Of the text, that both have."""


class Shelf:
    """One scope over one span."""

    def __init__(self, span: timedelta, limit: int = LIMIT) -> None:
        self.lock = asyncio.Lock()
        self.last = 0
        """The highest id that is here."""
        self._span = span
        self._limit = limit
        self._known: OrderedDict[Key, Sighting] = OrderedDict()
        self._signs: dict[Sign, tuple[Key, ...]] = {}
        self._texts = Window(span, limit)
        self._pictures = Gallery(span, limit)

    def take(self, sighting: Sighting) -> None:
        """In the order of ids; what is here already stays as it is."""
        self.last = max(self.last, sighting.id)
        key = _key(sighting)
        if key in self._known:
            return
        self._known[key] = sighting
        for sign in _signs(sighting):
            self._signs[sign] = (*self._signs.get(sign, ()), key)
        self._texts.add(key, _sketch(sighting), sighting.seen_at)
        if sighting.picture:
            self._pictures.add(key, int(sighting.picture, 16), sighting.seen_at)
        self._forget(sighting.seen_at)

    def one_of(self, keys: Sequence[Key]) -> Sighting | None:
        return next((self._known[key] for key in keys if key in self._known), None)

    def before(self, own: Sighting, *, is_near: bool) -> Found | None:
        """What was seen before it within the span and is the same."""
        return self._by_sign(own) or self._by_text(own, is_near=is_near) or self._by_picture(own)

    def _by_sign(self, own: Sighting) -> Found | None:
        for sign in _signs(own):
            for key in self._signs[sign]:
                other = self._earlier(key, own)
                if other is not None and (sign[0] == "forward" or _is_same_file(own, other)):
                    return Found(key, "forward" if sign[0] == "forward" else "file")
        return None

    def _by_text(self, own: Sighting, *, is_near: bool) -> Found | None:
        hit = self._texts.find(_key(own), _sketch(own), own.seen_at)
        other = self._earlier(hit.key, own) if hit else None
        if hit is None or other is None or not (hit.is_exact or is_near):
            return None
        # A few words, such as “Photo of the day”, stand under many pictures.
        return Found(hit.key, "text", hit.share) if own.runs or own.file == other.file else None

    def _by_picture(self, own: Sighting) -> Found | None:
        if not own.picture:
            return None
        key = self._pictures.find(_key(own), int(own.picture, 16), own.seen_at)
        return Found(key, "picture") if key is not None and self._earlier(key, own) else None

    def _earlier(self, key: Key, own: Sighting) -> Sighting | None:
        other = self._known.get(key)
        is_earlier = other is not None and other.id < own.id and other.seen_at >= own.seen_at - self._span
        return other if is_earlier else None

    def _forget(self, now: datetime) -> None:
        while len(self._known) > self._limit or next(iter(self._known.values())).seen_at < now - self._span:
            key, gone = self._known.popitem(last=False)
            for sign in _signs(gone):
                left = tuple(each for each in self._signs[sign] if each != key)
                if left:
                    self._signs[sign] = left
                else:
                    del self._signs[sign]


class Seen:
    """Looking at a post notes it; a post that is looked at again keeps its place and is never its own copy."""

    def __init__(self, sightings: Sightings) -> None:
        self._sightings = sightings
        self._shelves: OrderedDict[tuple[str, timedelta], Shelf] = OrderedDict()

    async def known(self, scope: str, parts: Sequence[Key], span: timedelta) -> Sighting | None:
        """How one of the parts of an album was noted, if it was."""
        shelf = self._shelf(scope, span)
        async with shelf.lock:
            await self._refresh(scope, shelf)
            return shelf.one_of(parts)

    async def before(
        self, fresh: Sighting, parts: Sequence[Key], span: timedelta, *, is_near: bool = True
    ) -> Found | None:
        """What was there before the post.

        One that was noted so long ago that it is no longer at hand has passed this test then.
        """
        shelf = self._shelf(fresh.scope, span)
        async with shelf.lock:
            await self._refresh(fresh.scope, shelf)
            if shelf.one_of(parts) is None:
                await self._sightings.add(fresh)
                await self._refresh(fresh.scope, shelf)
            own = shelf.one_of(parts)
            return shelf.before(own, is_near=is_near) if own is not None else None

    async def _refresh(self, scope: str, shelf: Shelf) -> None:
        after = max(0, shelf.last - OVERLAP) or await self._sightings.start(scope, LIMIT)
        while rows := await self._sightings.following(scope, after, PAGE):
            for row in rows:
                shelf.take(row)
            after = rows[-1].id
            if len(rows) < PAGE:
                return

    def _shelf(self, scope: str, span: timedelta) -> Shelf:
        shelf = self._shelves.setdefault((scope, span), Shelf(span))
        self._shelves.move_to_end((scope, span))
        if len(self._shelves) > MOST_SHELVES:
            self._shelves.popitem(last=False)
        return shelf


def _key(sighting: Sighting) -> Key:
    return sighting.source, sighting.message


def _sketch(sighting: Sighting) -> Sketch:
    return Sketch.from_bytes(sighting.exact, sighting.runs)


def _signs(sighting: Sighting) -> Iterator[Sign]:
    """A post that was forwarded from nowhere is itself what others are forwarded from."""
    chat, message = sighting.origin or _key(sighting)
    yield "forward", str(chat), str(message)
    if sighting.file:
        yield "file", sighting.file


def _is_same_file(own: Sighting, other: Sighting) -> bool:
    """Besides the file: another text under a picture may be another story."""
    return not own.exact or own.exact == other.exact or own.file.partition(":")[0] in TELLING
