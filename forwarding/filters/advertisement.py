"""Passes posts that advertise, as a classifier sees it that learned from examples in Russian and English."""

import asyncio

from pydantic import Field

from forwarding.ads import THRESHOLD, learned
from forwarding.means import Context
from forwarding.post_filter import Candidate, CheckKey, Judge, PostFilter, Verdict, passed_if
from forwarding.spec import Strict

LEARNING_SECONDS = 20.0
"""The first post of a process waits until the examples are learned."""


class Params(Strict):
    """From `threshold` on, between 0 and 1, a post is an advertisement."""

    threshold: float = Field(THRESHOLD, gt=0, lt=1)


def prepare(params: Params, context: Context, key: CheckKey) -> Judge:
    async def judge(candidate: Candidate) -> Verdict:
        score = await asyncio.to_thread(_score, candidate.text)
        is_ad = score >= params.threshold
        return passed_if(is_ad, f"{score:.2f} {'≥' if is_ad else '<'} {params.threshold:.2f}")

    return judge


def _score(text: str) -> float:
    return learned().score(text)


FILTER = PostFilter("advertisement", Params, prepare, seconds=LEARNING_SECONDS)
