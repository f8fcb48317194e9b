"""Whether advertisements are told from other posts: precision and recall on examples that nothing was learned from."""

import time
from collections.abc import Sequence

from benchmarks.row import Figure, Row, percentile
from forwarding.ads import THRESHOLD, Example, learn, read_examples

LANGUAGES = ("ru", "en")
ROUNDS = 5


async def measure() -> Sequence[Figure]:
    started = time.process_time()
    judge = learn(read_examples("train"))
    learned = time.process_time() - started
    asked = read_examples("test")
    seconds: list[float] = []
    for example in asked * ROUNDS:
        started = time.thread_time()
        judge.score(example.text)
        seconds.append(time.thread_time() - started)
    judged = [(example, judge.score(example.text) >= THRESHOLD) for example in asked]
    micro = [each * 1e6 for each in seconds]
    return [
        *(figure for language in LANGUAGES for figure in _figures(judged, language)),
        *_figures(judged),
        Figure("one post, CPU, p50", percentile(micro, 0.5), "µs"),
        Figure("one post, CPU, p95", percentile(micro, 0.95), "µs"),
        Figure("learning, once in a process, CPU", learned, "s"),
    ]


def _figures(judged: Sequence[tuple[Example, bool]], language: str = "") -> list[Figure]:
    chosen = [(example.label == "ad", verdict) for example, verdict in judged if language in ("", example.language)]
    right = sum(is_ad and verdict for is_ad, verdict in chosen)
    name = f", {language}" if language else f" of {len(chosen)}"
    return [
        Figure(f"precision{name}", 100 * right / max(1, sum(verdict for _, verdict in chosen)), "%"),
        Figure(f"recall{name}", 100 * right / max(1, sum(is_ad for is_ad, _ in chosen)), "%"),
    ]


ROW = Row("ads", "telling advertisements from other posts: precision, recall, CPU a post", measure)
