"""Users' regular expressions: 10,000 of them in each message, beside a loop over compiled ones; and a hostile one."""

import asyncio
import gc
import re
import time
from collections.abc import Sequence

from benchmarks.corpus import Corpus
from benchmarks.row import Figure, Row, percentile
from benchmarks.rows.keywords import cpu, each
from forwarding.patterns import PatternIndex

MESSAGES = 10_000
PATTERNS = 10_000
SAMPLE = 10
"""Messages for the loop, which takes tens of milliseconds for each."""
HOSTILE = (r"(?:а|аа)+(?!я)$", r"(а+)+\1$", r"(?<!x)(?:а+)+$", r"(?:а|а)+(?=я)x", r"(?:а+)+$", r"(?:.*а){20}y")
FORMS = (
    r"\b{0}\b",
    r"{0}\w*\s+\d+",
    r"(?:{0}|{1})\b",
    r"{0}.{{0,20}}{1}",
    r"\b{0}[аеиоу]?\b",
    r"(?:купи|продам)\s+{0}",
)


async def measure() -> Sequence[Figure]:
    corpus = Corpus()
    messages, patterns = corpus.messages(MESSAGES), made_of(corpus)
    built = cpu(lambda: PatternIndex.build(patterns))
    index = PatternIndex.build(patterns)
    compiled = [re.compile(pattern, re.IGNORECASE) for (pattern,) in patterns.values()]
    beside = messages[:SAMPLE]
    loop = cpu(lambda: [[one for one in compiled if one.search(text)] for text in beside]) / len(beside)
    seconds = each(messages, index.scan)
    used, passed = await longest_waits()
    return [
        Figure(f"beside the loop over {PATTERNS:,} compiled", loop / (sum(seconds) / len(seconds)), "x", at_least=200),
        Figure("messages a second of CPU", len(seconds) / sum(seconds), "/s"),
        Figure("a message, CPU, p95", percentile(seconds, 0.95) * 1e6, "µs"),
        Figure("building, CPU", built, "s"),
        Figure("the loop's longest wait, hostile ones, CPU", used, "ms", at_most=50),
        Figure("the same by the clock", passed, "ms"),
    ]


def made_of(corpus: Corpus) -> dict[int, Sequence[str]]:
    """In six forms; one in a hundred has a word of the messages."""
    words = list(corpus.strangers(PATTERNS))
    for number in range(0, PATTERNS, 100):
        words[number] = corpus.words["ru" if number % 200 else "en"][200 + number // 2]
    return {number: [FORMS[number % len(FORMS)].format(word, words[number - 1])] for number, word in enumerate(words)}


async def longest_waits() -> tuple[float, float]:
    """Milliseconds between two turns of the loop while hostile expressions try a text of which they cannot let go.

    First of CPU time of the whole process, which other work on the machine does not lengthen, then by the clock.
    """
    indexes = [PatternIndex.build({pattern: [pattern]}) for pattern in HOSTILE]
    gc.freeze()  # as the bot does when it has started
    used = passed = 0.0
    async with asyncio.TaskGroup() as tasks:
        for index in indexes:
            searching = tasks.create_task(index.search("а" * 4000 + "!"))
            while not searching.done():
                cpu_then, then = time.process_time(), time.perf_counter()
                await asyncio.sleep(0)
                used, passed = max(used, time.process_time() - cpu_then), max(passed, time.perf_counter() - then)
    gc.unfreeze()
    return used * 1e3, passed * 1e3


ROW = Row("regexes", "10,000 regular expressions of users beside a compiled loop; a hostile one", measure)
