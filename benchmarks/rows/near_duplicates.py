"""How many edited copies of posts are found, how many posts are taken for copies that are none, and what it costs.

A stream of made-up posts: plain ones, ones that share a header and a footer with their channel's others, and copies
edited in one to three ways (footer, link, typos, cut end, case and signs), four of five by another channel. The window
begins empty, so that the first posts under each header count too.
"""

import time
import tracemalloc
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from benchmarks.copies import CHANNELS, Press
from benchmarks.row import Figure, Row, percentile
from core.clock import SystemClock
from core.ids import ChatId, MessageId
from forwarding.sameness import Key, Window, fingerprint

POSTS = 10_000
DAYS = 30
COPIES = 0.3
PACE = timedelta(seconds=30)
LATELY = 3000
"""A copy is of one of so many posts before it."""


@dataclass(frozen=True, slots=True)
class Printed:
    """`story` is the key of the post that this one is, or is a copy of."""

    kind: str
    key: Key
    story: Key
    text: str


@dataclass(slots=True)
class Tally:
    """What a window said of a stream."""

    window: Window = field(default_factory=lambda: Window(timedelta(days=7)))
    asked: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    stories: dict[Key, Key] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)

    def look(self, printed: Printed, at: datetime) -> None:
        started = time.thread_time()
        sketch = fingerprint(printed.text)
        hit = self.window.find(printed.key, sketch, at)
        self.window.add(printed.key, sketch, at)
        self.seconds.append(time.thread_time() - started)
        self.stories[printed.key] = printed.story
        self.asked[printed.kind] += 1
        is_copy = printed.story != printed.key
        self.found[printed.kind] += hit is not None and (not is_copy or self.stories[hit.key] == printed.story)

    def share(self, *kinds: str) -> float:
        """Percent of them that were taken for copies."""
        return 100 * sum(self.found[kind] for kind in kinds) / sum(self.asked[kind] for kind in kinds)


def stream(random: Random) -> Iterator[Printed]:
    press, before = Press(random), list[Printed]()
    for number in range(POSTS):
        channel = random.randrange(CHANNELS)
        key = ChatId(-100 - channel), MessageId(number)
        if before and random.random() < COPIES:
            original = random.choice(before[-LATELY:])
            is_own = random.random() < 0.2
            kind = "copy by its channel" if is_own else "copy by another"
            here = (original.key[0], key[1]) if is_own else key
            yield Printed(kind, here, original.story, press.copy(original.text))
            continue
        kind = random.choice(("plain", "under a header"))
        text = press.post() if kind == "plain" else press.of_channel(channel)
        before.append(Printed(kind, key, key, text))
        yield before[-1]


def templates(random: Random) -> Iterator[Printed]:
    press = Press(random)
    for number in range(DAYS * CHANNELS):
        key = ChatId(-100 - number % CHANNELS), MessageId(number)
        yield Printed("daily figures", key, key, press.rates(number % CHANNELS))


async def measure() -> Sequence[Figure]:
    began = SystemClock().now()
    tally = Tally()
    for place, printed in enumerate(stream(Random(7))):
        tally.look(printed, began + place * PACE)
    daily = Tally(Window(timedelta(days=DAYS)))
    for place, printed in enumerate(templates(Random(8))):
        daily.look(printed, began + place * timedelta(days=1) / CHANNELS)
    micro = [seconds * 1e6 for seconds in tally.seconds]
    return [
        Figure("edited copies found", tally.share("copy by another", "copy by its channel"), "%", at_least=99),
        Figure("of copies by the same channel", tally.share("copy by its channel"), "%"),
        Figure("taken for a copy: posts with their own words", tally.share("plain"), "%", at_most=0.5),
        Figure("posts that share only header and footer", tally.share("under a header"), "%", at_most=0.5),
        Figure("one form every day with other figures", daily.share("daily figures"), "%"),
        Figure("CPU a post, mean", sum(micro) / len(micro), "µs", at_most=100),
        Figure("CPU a post, p95", percentile(micro, 0.95), "µs"),
        Figure("memory a post", _bytes_a_post() / 1024, "KiB"),
    ]


def _bytes_a_post() -> float:
    posts = [(printed.key, printed.text) for printed in stream(Random(9))]
    now, window = SystemClock().now(), Window(timedelta(days=7))
    tracemalloc.start()
    for key, text in posts:
        window.add(key, fingerprint(text), now)
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return used / len(posts)


ROW = Row("near_duplicates", "edited copies of posts: found, mistaken, CPU and memory a post", measure)
