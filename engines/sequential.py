"""Which of two arms people like better, with an answer that stays valid however often somebody looks.

The safe test for two proportions of Turner, Ly and Grünwald ("Generic E-variables for exact sequential k-sample tests
that allow for optional stopping", J. Stat. Plan. Inference 230, 2024; arXiv:2106.02693): ratings are taken in pairs,
one of each arm, and each pair multiplies the evidence by

    p(y_a | θ_a) p(y_b | θ_b) / (p(y_a | θ_0) p(y_b | θ_0)),   θ_0 = (θ_a + θ_b) / 2,

with θ_a and θ_b learned from the pairs before it. If both arms are equally good its expectation is at most 1, so by
Ville's inequality the evidence ever reaches 1 / α with a probability of at most α.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

PRIOR = 0.18
"""Of the Beta prior on each arm, as recommended in the paper."""

Arm = Literal["a", "b"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """How much speaks against both arms being equally good."""

    evidence: float
    """The e-value of all pairs so far."""
    needed: float
    winner: Arm | None
    """The better arm as soon as the evidence has once reached what is needed."""


def judge(a: Sequence[bool], b: Sequence[bool], error_rate: float) -> Judgement:
    """The ratings of each arm in their order, True for a thumb up; `error_rate` is that of a false winner.

    Ratings that have no partner in the other arm yet wait for one.

    Raises:
        ValueError: an error rate that is none.
    """
    if not 0 < error_rate < 1:
        raise ValueError(f"no error rate: {error_rate}")
    needed = 1 / error_rate
    evidence, ups_a, ups_b = 1.0, 0, 0
    for pairs, (up_a, up_b) in enumerate(zip(a, b, strict=False)):
        share_a, share_b = (_expected(ups, pairs) for ups in (ups_a, ups_b))
        neither = (share_a + share_b) / 2
        evidence *= _chance(up_a, share_a) * _chance(up_b, share_b) / (_chance(up_a, neither) * _chance(up_b, neither))
        ups_a, ups_b = ups_a + up_a, ups_b + up_b
        if evidence >= needed:
            return Judgement(evidence, needed, "a" if ups_a > ups_b else "b")
    return Judgement(evidence, needed, None)


def _expected(ups: int, pairs: int) -> float:
    return (ups + PRIOR) / (pairs + 2 * PRIOR)


def _chance(is_up: bool, share: float) -> float:
    return share if is_up else 1 - share
