"""What a short text is about: a linear model over words and pieces of words, learned from labelled utterances.

Pieces of three to five letters forgive typos and endings, stems and pairs of them carry the sense. How sure a ridge
regression is, and when it should rather say nothing, is chosen by what it says of utterances that it was not taught.
"""

import asyncio
import csv
import ctypes
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, wraps
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from agents.features import TINY, Features, Matrix, Vector, Vocabulary

UTTERANCES = Path(__file__).parent / "utterances"
RIDGE = 1.0
STEPS = 15
FOLDS = 5
SHARPNESSES = tuple(quarter / 4 for quarter in range(4, 33))
THRESHOLDS = tuple(part / 20 for part in range(4, 17))


@dataclass(frozen=True, slots=True)
class Utterance:
    """A text of the labelled set."""

    label: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Guess:
    """How likely each label is, the likeliest first."""

    shares: Mapping[str, float]
    meant: str
    """The likeliest where it is likely enough, else the common label."""

    @property
    def best(self) -> str:
        return next(iter(self.shares))

    @property
    def lead(self) -> float:
        """Of the likeliest over the next."""
        first, second, *_ = *self.shares.values(), 0.0
        return first - second


def read_utterances(name: str) -> list[Utterance]:
    """A file of `agents/utterances/`."""
    with (UTTERANCES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return [Utterance(**row) for row in csv.DictReader(lines)]


def read_terms(name: str) -> list[Utterance]:
    """A file of words that belong to a label, as utterances of a few words each: in long ones no word would matter."""
    terms = []
    for row in read_utterances(name):
        words = row.text.split(", ")
        pairs = (", ".join(words[start : start + 2]) for start in range(0, len(words), 2))
        terms += [Utterance(row.label, row.language, pair) for pair in pairs]
    return terms


@dataclass(frozen=True, slots=True)
class Calibration:
    """How the scores of a set are read; `calibrate` finds it."""

    sharpness: float
    """With it the shares of unseen utterances are as likely as they say."""
    threshold: float
    """A label that is less likely than this is better not believed."""


class Classifier:
    """Immutable once learned; may be asked by several threads."""

    def __init__(
        self,
        labels: Sequence[str],
        vocabulary: Vocabulary,
        weights: Matrix,
        calibration: Calibration,
    ) -> None:
        self.labels = tuple(labels)
        self._vocabulary = vocabulary
        self._weights = weights
        self._calibration = calibration
        self._features = Features()

    def guess(self, text: str) -> Guess:
        places, values = self._vocabulary.vector(self._features.of(text))
        shares = _shares(values @ self._weights[places] + self._weights[-1], self._calibration.sharpness)
        order = np.argsort(-shares, kind="stable")
        best = order[0] if shares[order[0]] >= self._calibration.threshold else 0
        return Guess({self.labels[place]: float(shares[place]) for place in order}, self.labels[best])


class Learned:
    """A classifier that is learned when it is first wanted, in a thread: starting must not wait for it."""

    def __init__(self, learning: Callable[[], Classifier]) -> None:
        self._learning = learning
        self._lock = asyncio.Lock()
        self._classifier: Classifier | None = None

    async def guess(self, text: str) -> Guess:
        async with self._lock:
            if self._classifier is None:
                self._classifier = await asyncio.to_thread(self._learning)
        return self._classifier.guess(text)


def once(learning: Callable[[], Classifier]) -> Callable[[], Classifier]:
    """Learned in the thread that wants it first, once in a process; other threads wait for it."""
    lock = Lock()

    @cache
    def known() -> Classifier:
        classifier = learning()
        _give_back()
        return classifier

    @wraps(learning)
    def learned() -> Classifier:
        with lock:
            return known()

    return learned


def _give_back() -> None:
    """To the system, what learning took for a moment: glibc would keep 13 MB of it for a thread that is done."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


class _Table:
    """The vectors of many texts, one row each; label after label, for all at once would take six times the memory."""

    def __init__(self, vectors: Sequence[Vector], width: int) -> None:
        self._places = np.concatenate([places for places, _ in vectors]).astype(np.intp)
        self._values = np.concatenate([values for _, values in vectors])
        self._rows = np.repeat(np.arange(len(vectors)), [len(places) for places, _ in vectors])
        self._height, self._width = len(vectors), width

    def summed(self, shares: Matrix) -> Matrix:
        """The features of all rows, each row by its share for each label."""
        return self._added(shares, self._rows, self._places, self._width)

    def scores(self, weights: Matrix) -> Matrix:
        return self._added(weights, self._places, self._rows, self._height)

    def _added(self, factors: Matrix, source: NDArray[np.intp], target: NDArray[np.intp], width: int) -> Matrix:
        added = np.empty((len(factors), width), np.float32)
        for label, factor in enumerate(factors):
            added[label] = np.bincount(target, weights=factor.take(source) * self._values, minlength=width)
        return added


@dataclass(frozen=True, slots=True)
class _Lesson:
    """A labelled set as numbers."""

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    vectors: list[Vector]
    answers: NDArray[np.intp]


def learn(
    utterances: Sequence[Utterance], calibration: Calibration, *, common: str, terms: Sequence[Utterance] = ()
) -> Classifier:
    """The same utterances give the same classifier; `common` is the label of everything that is nothing else."""
    lesson = _lesson((*utterances, *terms), common)
    weights = _weights(lesson, range(len(lesson.vectors)))
    return Classifier(lesson.labels, lesson.vocabulary, weights, calibration)


def calibrate(utterances: Sequence[Utterance], *, common: str, terms: Sequence[Utterance] = ()) -> Calibration:
    """By what is said of each part of the utterances after the others: takes seconds, so its result is kept in code."""
    lesson = _lesson((*utterances, *terms), common)
    scores = np.zeros((len(utterances), len(lesson.labels)), np.float32)
    for fold in range(FOLDS):
        unseen = range(fold, len(utterances), FOLDS)
        weights = _weights(lesson, [row for row in range(len(lesson.vectors)) if row not in unseen])
        scores[unseen] = _Table([lesson.vectors[row] for row in unseen], len(weights)).scores(weights.T).T + weights[-1]
    answers = lesson.answers[: len(utterances)]
    sharpness = max(SHARPNESSES, key=lambda sharpness: _likelihood(_shares(scores, sharpness), answers))
    shares = _shares(scores, sharpness)
    return Calibration(sharpness, max(THRESHOLDS, key=lambda threshold: _right(shares, answers, threshold)))


def _lesson(utterances: Sequence[Utterance], common: str) -> _Lesson:
    labels = (common, *sorted({utterance.label for utterance in utterances} - {common}))
    counted = [*map(Features().of, (utterance.text for utterance in utterances))]
    vocabulary = Vocabulary(counted)
    vectors = [*map(vocabulary.vector, counted)]
    answers = np.array([labels.index(utterance.label) for utterance in utterances])
    return _Lesson(labels, vocabulary, vectors, answers)


def _weights(lesson: _Lesson, rows: Sequence[int]) -> Matrix:
    """For each feature and label, the bias in the last row; rare labels weigh as much as common ones."""
    count = len(lesson.labels)
    table = _Table([lesson.vectors[row] for row in rows], len(lesson.vocabulary))
    answers = lesson.answers[list(rows)]
    targets = np.where(np.arange(count) == answers[:, None], 1.0, -1.0).astype(np.float32)
    bias = targets.mean(axis=0)
    balance = len(answers) / (count * np.bincount(answers, minlength=count)[answers])
    shares = _solved(table, (RIDGE / balance).astype(np.float32), (targets - bias).T.copy())
    weights = np.zeros((len(lesson.vocabulary) + 1, count), np.float32)
    for row, share in zip(rows, shares.T, strict=True):
        places, values = lesson.vectors[row]
        weights[places] += values[:, None] * share  # a stem that is a piece of the same text too counts once
    weights[-1] = bias
    return weights


def _solved(table: _Table, ridge: Matrix, targets: Matrix) -> Matrix:
    """The share of each row, by conjugate gradients: an exact solution would take longer than all the rest."""
    found, rest, way = np.zeros_like(targets), targets.copy(), targets.copy()
    length = (rest * rest).sum(axis=1, keepdims=True)
    for _ in range(STEPS):
        turned = table.scores(table.summed(way)) + ridge * way
        step = length / np.maximum((way * turned).sum(axis=1, keepdims=True), TINY)
        found += way * step
        rest -= turned * step
        shorter = (rest * rest).sum(axis=1, keepdims=True)
        way = rest + way * (shorter / np.maximum(length, TINY))
        length = shorter
    return found


def _shares(scores: Matrix, sharpness: float) -> Matrix:
    raised = np.exp((scores - scores.max(axis=-1, keepdims=True)) * sharpness)
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), np.float32)


def _likelihood(shares: Matrix, answers: NDArray[np.intp]) -> float:
    return float(np.log(np.maximum(shares[np.arange(len(answers)), answers], TINY)).mean())


def _right(shares: Matrix, answers: NDArray[np.intp], threshold: float) -> int:
    """How many are right when the unsure ones count as common."""
    believed = np.where(shares.max(axis=1) >= threshold, shares.argmax(axis=1), 0)
    return int((believed == answers).sum())
