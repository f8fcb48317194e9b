"""Whether a post is an advertisement: a logistic regression in Russian and English, learned from examples at hand.

What is learned from is `forwarding/ads/train.csv`; `test.csv` was written before it and is for measuring only.
"""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from forwarding.features import vector

EXAMPLES = Path(__file__).parent / "ads"
WIDTH = 2**14
RIDGE = 0.001
"""The best of those tried by five-fold cross-validation over the examples to learn from."""
STEPS = 12
LEAST_SLOPE = 1e-4
THRESHOLD = 0.6
"""From this score on a post is taken for an advertisement, where a rule does not say otherwise."""
MARKED = 0.99
"""Score of a post that calls itself an advertisement, as Russian law demands."""

_MARK = re.compile(
    r"\berid(?:\s*[:=]\s*\w|\s+(?=[a-z]*\d)[0-9a-z]{6})|на правах рекламы"
    r"|(?:^|\n)#?реклама[.\s]+(?:ооо|ип|ао)\b",
    re.IGNORECASE,
)

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A text of the labelled set."""

    label: str
    """`ad` or `other`."""
    language: str
    text: str


def read_examples(name: Literal["train", "test"]) -> list[Example]:
    """A file of `forwarding/ads/`."""
    with (EXAMPLES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return [Example(**row) for row in csv.DictReader(lines)]


class AdJudge:
    """Immutable; may be asked by several threads."""

    def __init__(self, weights: NDArray[np.float32], bias: float) -> None:
        self._weights = weights
        self._bias = bias

    def score(self, text: str) -> float:
        """How likely it is that the text advertises, between 0 and 1; a text without words does not."""
        places, values = vector(text, WIDTH)
        if not len(places):
            return 0.0
        if _MARK.search(text):
            return MARKED
        return float(_likely(np.asarray(values @ self._weights[places] + self._bias)))


def learn(examples: Sequence[Example], ridge: float = RIDGE) -> AdJudge:
    """The same examples give the same judge. Takes some tenths of a second of CPU: call it in a thread."""
    table = np.zeros((len(examples), WIDTH), np.float32)
    for row, example in zip(table, examples, strict=True):
        places, values = vector(example.text, WIDTH)
        row[places] = values
    answers = np.array([example.label == "ad" for example in examples], np.float64)
    shares = _solved((table @ table.T).astype(np.float64) + 1.0, answers, ridge)
    return AdJudge((shares.astype(np.float32) @ table).astype(np.float32), float(shares.sum()))


@cache
def learned() -> AdJudge:
    """From the examples at hand, once in a process."""
    return learn(read_examples("train"))


def _solved(alike: Numbers, answers: Numbers, ridge: float) -> Numbers:
    """The share of each example in the weights, by Newton's method: there are fewer examples than features.

    `alike` holds the products of all pairs of examples, and one for the bias that all have.
    """
    shares: Numbers = np.zeros(len(answers))
    for _ in range(STEPS):
        scores = alike @ shares
        likely = _likely(scores)
        slopes = np.maximum(likely * (1 - likely), LEAST_SLOPE)
        aims = scores + (answers - likely) / slopes
        shares = np.asarray(np.linalg.solve(alike + np.diag(ridge / slopes), aims))
    return shares


def _likely(scores: Numbers) -> Numbers:
    return np.asarray(1 / (1 + np.exp(-np.clip(scores, -30, 30))))
