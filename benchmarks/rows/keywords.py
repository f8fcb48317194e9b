"""Keywords: 10,000 of them in each message, beside the loop that everybody writes; and changing them meanwhile."""

import asyncio
import gc
import time
from collections.abc import Callable, Sequence
from functools import partial
from statistics import median

from benchmarks.corpus import Corpus
from benchmarks.row import Figure, Row, percentile
from core.clock import SystemClock
from core.ids import ChatId, MessageId, RuleId, UserId
from forwarding.keywords import KeywordIndex, KeywordList
from forwarding.means import Means
from forwarding.pipeline import Pipeline, all_filters
from forwarding.post import Album, Post
from forwarding.rules import Rule
from forwarding.spec import simple_rule

MESSAGES = 10_000
KEYWORDS = 10_000
SAMPLE = 300
"""Messages for the plain loop, which is slow."""
LISTS = 200
RULE = RuleId(1)
RELOADS = 10


async def measure() -> Sequence[Figure]:
    corpus = Corpus()
    messages, words = corpus.messages(MESSAGES), keywords(corpus)
    builds = [cpu(lambda: KeywordIndex.build({0: KeywordList(words)})) for _ in range(7)]
    index = KeywordIndex.build({0: KeywordList(words)})
    lists = KeywordIndex.build({number: KeywordList(words[number::LISTS]) for number in range(LISTS)})
    inflected = KeywordIndex.build({0: KeywordList(words, is_inflected=True)})
    for message in messages:
        inflected.scan(message)  # learns the stems, as the first posts after a start do
    lowered = [word.lower() for word in words]
    beside = messages[:SAMPLE]
    plain = cpu(lambda: [[word for word in lowered if word in text] for text in map(str.lower, beside)]) / len(beside)
    one, many, bent = (each(messages, built.scan) for built in (index, lists, inflected))
    mean = sum(one) / len(one)
    found, longest = await reloading(messages, words)
    return [
        Figure(
            f"beside the plain loop over {KEYWORDS:,}",
            plain / (sum(each(beside, index.scan)) / len(beside)),
            "x",
            at_least=25,
        ),
        Figure("messages a second of CPU", 1 / mean, "/s"),
        Figure("a message, CPU, p95", percentile(one, 0.95) * 1e6, "µs", at_most=100),
        Figure("all forms of each word, CPU, p95", percentile(bent, 0.95) * 1e6, "µs"),
        Figure(f"in {LISTS} lists beside one", sum(many) / sum(one), "x", at_most=1.5),
        Figure("building, CPU, median of 7", median(builds) * 1e3, "ms", at_most=50),
        Figure(f"posts passed during {RELOADS} changes of a rule", found, "%", at_least=100),
        Figure("longest gap between two messages meanwhile, CPU", longest * 1e3, "ms"),
    ]


def keywords(corpus: Corpus) -> Sequence[str]:
    """Most of them stand nowhere; one in a hundred is a word of the messages, some are phrases, some have signs."""
    known = [corpus.words[language][rank] for rank in range(200, 10_200, 200) for language in ("ru", "en")]
    strangers = list(corpus.strangers(KEYWORDS - len(known)))
    for at in range(0, len(strangers), 10):
        strangers[at] = f"{strangers[at]} {strangers[at - 1]}"
        strangers[at + 1] = f"#{strangers[at + 1]}"
        strangers[at + 2] = f"{strangers[at + 2]}*"
    return [*known, *strangers]


def cpu(work: Callable[[], object]) -> float:
    """Seconds of this thread."""
    started = time.thread_time()
    work()
    return time.thread_time() - started


def each(messages: Sequence[str], scan: Callable[[str], object]) -> Sequence[float]:
    return [cpu(partial(scan, message)) for message in messages]


async def reloading(messages: Sequence[str], words: Sequence[str]) -> tuple[float, float]:
    """Per cent of the posts that rules passed while one of them was changed; CPU seconds of the longest gap between."""
    gc.freeze()  # as the bot does when it has started
    pipeline = Pipeline(all_filters(), Means(SystemClock()))
    quiet, album = rule_of(["всегда"], 1), album_of("всегда")
    passed: list[bool] = []
    gaps: list[float] = []
    async with asyncio.TaskGroup() as tasks:
        versions = [rule_of([*words, "всегда"], number) for number in range(2, RELOADS + 2)]
        changes = [tasks.create_task(pipeline.judge([version], album)) for version in versions]
        last = time.process_time()
        while not all(change.done() for change in changes):
            post = album_of(f"{messages[len(passed) % len(messages)]} всегда")
            passed.append((await pipeline.judge([quiet], post))[RULE].outcome == "pass")
            await asyncio.sleep(0)
            gaps.append(time.process_time() - last)
            last = time.process_time()
    gc.unfreeze()
    passed += [change.result()[RULE].outcome == "pass" for change in changes]
    return 100 * sum(passed) / len(passed), max(gaps)


def rule_of(words: Sequence[str], version: int) -> Rule:
    spec = simple_rule(ChatId(-1), ChatId(-2), keep=words)
    return Rule(RULE, spec, UserId(1), is_paused=False, chats={}, version=version)


def album_of(text: str) -> Album:
    return Album((Post(ChatId(-1), MessageId(1), SystemClock().now(), text),))


ROW = Row("keywords", "10,000 keywords: beside the plain loop, per message, building, reloading", measure)
