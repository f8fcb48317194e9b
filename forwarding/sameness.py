"""Whether a post was there before, in the same words or nearly: sketches of texts, and a window of those seen lately.

A sketch keeps the 24 smallest hashes of a text's runs of three words: the same choice in every copy, so that two
sketches are samples of the same runs. Runs that several stories of the window share (a channel's header, a stock
phrase) say nothing about sameness and are left out. Links are no words: reposters change them first.
"""

import re
import struct
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import accumulate
from typing import TypeVar
from unicodedata import normalize
from zlib import crc32

from core.ids import ChatId, MessageId

KEPT = 24
RUN = 3
FEWEST_WORDS = 8
"""With fewer only the very same text is a copy: one word more or less is another message."""
LONGEST = 10_000
"""Characters that are looked at."""
END = 2**32
FEWEST_SHARED = 4
ALIKE = 0.45
"""Share of the smaller of two samples that the other has too."""
ALIKE_IN_SOURCE = 0.3
"""Share of both together, asked for as well within one source, whose header may not be known as one yet."""
COMMON_IN_SOURCE = 1
COMMON = 8
"""What more stories have, of one source or of all, belongs to none of them."""
RETOLD = 0.5
"""Two posts with so much of both together in common tell one story, for the sake of counting stories."""
CROWD = 64
"""So many posts at the most are looked up by one hash."""

_LINK = re.compile(r"(?:https?://|www\.|\bt\.me/)\S+|(?<!\w)@\w+")
_LINK_SIGNS = ("://", "www.", "t.me/", "@")
_TOLD = re.compile(r"\w+|[-+−](?=\d)|[^\w\s.,!?…:;\"'«»“”„()*`~—–+−-]")
"""Words, what stands before a number, and signs that say something: emoji, currencies, but no punctuation."""
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff"

Sign = TypeVar("Sign")

Key = tuple[ChatId, MessageId]
"""Where a post stands: an album by its first part."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a text is told by. `exact` is empty for no text, `runs` ascend and are empty for a short one."""

    exact: str
    runs: tuple[int, ...] = ()

    @property
    def end(self) -> int:
        """Every run of the text with a hash up to this one is in the sketch."""
        return self.runs[-1] if len(self.runs) == KEPT else END

    def to_bytes(self) -> bytes:
        """The runs, for storing."""
        return struct.pack(f"<{len(self.runs)}I", *self.runs)

    @classmethod
    def from_bytes(cls, exact: str, runs: bytes) -> "Sketch":
        return cls(exact, struct.unpack(f"<{len(runs) // 4}I", runs))


@dataclass(frozen=True, slots=True)
class Hit:
    """The post that was there before, and how much of the smaller text both share: 1 for the very same."""

    key: Key
    share: float
    is_exact: bool = False


def fingerprint(text: str) -> Sketch:
    """The same on every machine and in every run."""
    folded = normalize("NFKC", text[:LONGEST]).casefold().replace("ё", "е")
    for sign in _INVISIBLE:
        folded = folded.replace(sign, "")
    links = _LINK.findall(folded) if any(sign in folded for sign in _LINK_SIGNS) else []
    told = _TOLD.findall(_LINK.sub(" ", folded) if links else folded)
    if not told and not links:
        return Sketch("")
    exact = blake2b(" ".join(told + links).encode("utf-8", "replace"), digest_size=12).hexdigest()
    words = [word for word in told if word[-1].isalnum()]
    return Sketch(exact, _runs(words) if len(words) >= FEWEST_WORDS else ())


def _runs(words: list[str]) -> tuple[int, ...]:
    joined = " ".join(words).encode("utf-8", "replace")
    starts = [0, *accumulate(len(word) + 1 for word in joined.split(b" "))]
    hashes = {crc32(joined[start:end]) for start, end in zip(starts, starts[RUN:], strict=False)}
    return tuple(sorted(hashes)[:KEPT])


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    key: Key
    order: int
    at: datetime
    sketch: Sketch
    is_story: bool
    """Nothing like it was there before: a story counts once, however often it is told."""


class Window:
    """What was seen lately in one scope, no more than `limit` posts and none older than `span`."""

    def __init__(self, span: timedelta, limit: int = 20_000) -> None:
        self._span = span
        self._limit = limit
        self._seen: dict[Key, _Seen] = {}
        self._exact: dict[str, tuple[_Seen, ...]] = {}
        self._runs: dict[int, tuple[_Seen, ...]] = {}
        self._common: set[int] = set()
        self._added = 0

    def __len__(self) -> int:
        return len(self._seen)

    def add(self, key: Key, sketch: Sketch, at: datetime) -> None:
        """In the order in which posts were seen. One that is there already keeps its place and its first text."""
        self._forget(at)
        if key in self._seen or not sketch.exact:
            return
        seen = _Seen(key, self._added, at, sketch, is_story=not self._is_retold(sketch))
        self._added += 1
        self._seen[key] = seen
        _put(self._exact, sketch.exact, seen)
        for run in sketch.runs:
            _put(self._runs, run, seen)
        if seen.is_story:
            self._common.update(run for run in sketch.runs if run not in self._common and self._is_common(run))
        while len(self._seen) > self._limit:
            self._drop(next(iter(self._seen.values())))

    def find(self, key: Key, sketch: Sketch, at: datetime, source: ChatId | None = None) -> Hit | None:
        """What was seen before this post and is most like it, in `source` alone or anywhere in the window.

        A post that was added before is compared with what came before it then: looked at again after a crash it is
        neither its own copy nor that of its copies.
        """
        self._forget(at)
        known = self._seen.get(key)
        before = known.order if known else self._added

        def counts(seen: _Seen) -> bool:
            return seen.order < before and (source is None or seen.key[0] == source)

        exact = next(filter(counts, self._exact.get(sketch.exact, ())), None)
        return Hit(exact.key, 1.0, is_exact=True) if exact else self._nearest(key, sketch, counts)

    def _nearest(self, key: Key, sketch: Sketch, counts: Callable[[_Seen], bool]) -> Hit | None:
        telling = set(sketch.runs) - self._common
        best: Hit | None = None
        for seen in filter(counts, self._sharing(telling)):
            others = set(seen.sketch.runs) - self._common
            share = _share(_cut(telling, sketch, seen), _cut(others, sketch, seen), seen.key[0] == key[0])
            if share >= ALIKE and (best is None or share > best.share):
                best = Hit(seen.key, share)
        return best

    def _is_retold(self, sketch: Sketch) -> bool:
        """Most of it was there before, header and all."""
        runs = set(sketch.runs)
        for seen in self._sharing(runs - self._common):
            ours, theirs = _cut(runs, sketch, seen), _cut(set(seen.sketch.runs), sketch, seen)
            if len(ours & theirs) >= RETOLD * len(ours | theirs):
                return True
        return False

    def _sharing(self, runs: Iterable[int]) -> list[_Seen]:
        """What has enough of these runs to be worth a look."""
        found = Counter(seen for run in runs for seen in self._runs.get(run, ()))
        return [seen for seen, shared in found.items() if shared >= FEWEST_SHARED]

    def _is_common(self, run: int) -> bool:
        there = self._runs.get(run, ())
        if len(there) <= COMMON_IN_SOURCE:
            return False
        stories = Counter([seen.key[0] for seen in there if seen.is_story])
        return stories.total() > COMMON or any(number > COMMON_IN_SOURCE for number in stories.values())

    def _forget(self, now: datetime) -> None:
        while self._seen and (oldest := next(iter(self._seen.values()))).at < now - self._span:
            self._drop(oldest)

    def _drop(self, seen: _Seen) -> None:
        del self._seen[seen.key]
        _take(self._exact, seen.sketch.exact, seen)
        for run in seen.sketch.runs:
            _take(self._runs, run, seen)
        if seen.is_story:
            self._common -= {run for run in seen.sketch.runs if run in self._common and not self._is_common(run)}


def _cut(runs: set[int], sketch: Sketch, seen: _Seen) -> set[int]:
    """To the range of hashes that both samples cover."""
    end = min(sketch.end, seen.sketch.end)
    return {run for run in runs if run <= end}


def _share(ours: set[int], theirs: set[int], is_same_source: bool) -> float:
    both = len(ours & theirs)
    if both < FEWEST_SHARED or (is_same_source and both < ALIKE_IN_SOURCE * len(ours | theirs)):
        return 0.0
    return both / min(len(ours), len(theirs))


def _put(index: dict[Sign, tuple[_Seen, ...]], sign: Sign, seen: _Seen) -> None:
    """What has very many copies is found by some of them."""
    if len(there := index.get(sign, ())) < CROWD:
        index[sign] = (*there, seen)


def _take(index: dict[Sign, tuple[_Seen, ...]], sign: Sign, seen: _Seen) -> None:
    left = tuple([each for each in index.get(sign, ()) if each is not seen])
    if left:
        index[sign] = left
    else:
        index.pop(sign, None)
