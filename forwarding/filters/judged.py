"""Passes posts that fit a sentence of the owner's, such as “only news about hardware”, as a local model judges."""

from typing import Annotated

from pydantic import StringConstraints

from core.errors import Unavailable
from forwarding.means import Context
from forwarding.post_filter import Candidate, CheckKey, Judge, PostFilter, Verdict, passed_if
from forwarding.spec import Strict

LONGEST = 200
LONGEST_SECONDS = 900.0
"""Never reached: the asker has a time of its own, which the operator sets."""
ASKS = "Somebody wants a channel with posts of this kind only: “{sentence}”. Does the post belong there?"


class Params(Strict):
    """In any language."""

    sentence: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=LONGEST)]


def prepare(params: Params, context: Context, key: CheckKey) -> Judge:
    order = ASKS.format(sentence=params.sentence)

    async def judge(candidate: Candidate) -> Verdict:
        if not candidate.text.strip():
            return Verdict("drop", "no text")
        if context.means.asker is None:
            raise Unavailable
        answer = await context.means.asker.ask(order, candidate.text, choices=("yes", "no"))
        return passed_if(answer == "yes", f"{params.sentence}: {answer}")

    return judge


FILTER = PostFilter("judged", Params, prepare, seconds=LONGEST_SECONDS)
