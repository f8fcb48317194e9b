"""What the readers of a rule find worth reading: a logistic regression that learns from one thumb at a time.

Nothing but weights is kept, never a text; the same thumbs in the same order give the same weights.
"""

from math import exp

import numpy as np
from numpy.typing import NDArray

from forwarding.features import Vector, vector
from storage.relevance import Lessons

WIDTH = 2**12
SIZE = 4 * (WIDTH + 1)
"""Bytes of the weights; the last one is the bias."""
BIAS_PART = 10
"""How much slower the bias learns than the words."""
ENOUGH = 10
"""Before so many thumbs up and as many down, a guess would be worse than none."""
STEP = 6.0
SLOWDOWN = 50
"""After so many thumbs each of them counts about 0.7 as much as at first."""
LEAST_SHARE = 0.1
"""A kind of thumb that is rarer than this gets no more weight for it."""


def is_enough(lessons: Lessons) -> bool:
    return min(lessons.ups, lessons.downs) >= ENOUGH and len(lessons.weights) == SIZE


def score(lessons: Lessons, text: str) -> float | None:
    """How likely readers would put a thumb up, between 0 and 1; None as long as there are not enough thumbs."""
    if not is_enough(lessons):
        return None
    return _likely(np.frombuffer(lessons.weights, "<f4"), vector(text, WIDTH))


def learn(lessons: Lessons, text: str, is_up: bool) -> Lessons:
    """What is known after one more thumb. Rare thumbs weigh more, else the common kind alone would be learned.

    Lessons of another width, from before a change of this file, begin anew.
    """
    known = lessons if len(lessons.weights) == SIZE else Lessons(bytes(SIZE))
    weights, features = np.frombuffer(known.weights, "<f4").copy(), vector(text, WIDTH)
    seen, alike = known.ups + known.downs, known.ups if is_up else known.downs
    share = max((alike + 1) / (seen + 2), LEAST_SHARE)
    step = STEP / (1 + seen / SLOWDOWN) ** 0.5 / (2 * share)
    change = step * (is_up - _likely(weights, features))
    places, values = features
    weights[places] += np.float32(change) * values
    weights[-1] += np.float32(change / BIAS_PART)
    return Lessons(weights.tobytes(), known.ups + is_up, known.downs + (not is_up))


def _likely(weights: NDArray[np.float32], features: Vector) -> float:
    places, values = features
    return 1 / (1 + exp(-max(-30.0, min(30.0, float(values @ weights[places]) + float(weights[-1])))))
