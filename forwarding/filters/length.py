"""Passes posts whose text is neither too short nor too long."""

import re

from pydantic import field_validator

from forwarding.choices import chosen
from forwarding.means import Context
from forwarding.measures import Bounds
from forwarding.post_filter import Candidate, CheckKey, Judge, PostFilter, Verdict, passed_if

_WORD = re.compile(r"\w+(?:[-'’.,]\w+)*")


class Params(Bounds):
    """In characters or in words."""

    unit: str = "characters"

    @field_validator("unit")
    @classmethod
    def _check_unit(cls, unit: str) -> str:
        return chosen((unit,), ("characters", "words"))[0]


def prepare(params: Params, context: Context, key: CheckKey) -> Judge:
    def judge(candidate: Candidate) -> Verdict:
        text = candidate.text.strip()
        amount = len(text) if params.unit == "characters" else sum(1 for _ in _WORD.finditer(text))
        return passed_if(params.hold(amount), amount)

    return judge


FILTER = PostFilter("length", Params, prepare)
