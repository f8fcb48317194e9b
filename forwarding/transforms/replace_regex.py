"""Replaces what regular expressions match."""

import asyncio
from typing import Annotated

from pydantic import Field, field_validator

from forwarding.draft import Draft
from forwarding.means import Context
from forwarding.patterns import check_speed
from forwarding.spec import Strict
from forwarding.styled import Styled
from forwarding.substitution import substitution
from forwarding.transform import Change, Transform

MOST_PAIRS = 50
LONGEST = 500


class Params(Strict):
    """Patterns, in any case unless they say otherwise, and what comes instead; one after the other.

    `\\1` is what the first group matched, `\\0` all of it.
    """

    pairs: dict[str, Annotated[str, Field(max_length=LONGEST)]] = Field(min_length=1, max_length=MOST_PAIRS)

    @field_validator("pairs")
    @classmethod
    def _check(cls, pairs: dict[str, str]) -> dict[str, str]:
        """
        Raises:
            UserError: what is wrong with one of them.
        """
        for pattern, put in pairs.items():
            check_speed(pattern)
            substitution(pattern, put)
        return pairs


def prepare(params: Params, context: Context) -> Change:
    steps = [substitution(pattern, put) for pattern, put in params.pairs.items()]

    def changed(said: Styled) -> Styled:
        for step in steps:
            said = step.applied(said)
        return said

    async def change(draft: Draft) -> Draft:
        return draft.showing(await asyncio.to_thread(changed, draft.styled)) if draft.text else draft

    return change


TRANSFORM = Transform("replace_regex", Params, prepare)
