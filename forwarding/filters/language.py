"""Passes posts that are written in one of the languages."""

import asyncio
from collections.abc import Mapping

from pydantic import field_validator

from core.errors import UserError
from forwarding.choices import Several, chosen
from forwarding.languages import known_codes, shares
from forwarding.means import Context
from forwarding.post_filter import Candidate, CheckKey, Judge, Outcome, PostFilter, Verdict
from forwarding.spec import Strict

_SURE = 0.5
_HARDLY = 0.05
_OUTCOMES: Mapping[str, Outcome] = {"pass": "pass", "drop": "drop", "hold": "held"}


class Params(Strict):
    """Codes of two letters; `unknown` says what becomes of a post that is too short to tell: pass, drop or hold."""

    languages: Several
    unknown: str = "drop"

    @field_validator("languages")
    @classmethod
    def _check_languages(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        """
        Raises:
            UserError: `error-rule-unknown-language`.
        """
        for code in codes:
            if code.casefold() not in known_codes():
                raise UserError("error-rule-unknown-language", language=code[:50])
        return tuple(code.casefold() for code in codes)

    @field_validator("unknown")
    @classmethod
    def _check_unknown(cls, outcome: str) -> str:
        return chosen((outcome,), _OUTCOMES)[0]


def prepare(params: Params, context: Context, key: CheckKey) -> Judge:
    asked = frozenset(params.languages)
    unknown = Verdict(_OUTCOMES[params.unknown])

    async def judge(candidate: Candidate) -> Verdict:
        found = await asyncio.to_thread(shares, candidate.text, asked)
        share = sum(found.get(code, 0.0) for code in asked)
        likely = max(found, key=found.__getitem__, default="")
        if share >= _SURE:
            return Verdict("pass", likely)
        is_other = likely not in asked and (found.get(likely, 0.0) >= _SURE or share < _HARDLY)
        return Verdict("drop", likely) if found and is_other else unknown

    return judge


FILTER = PostFilter("language", Params, prepare, seconds=10.0)
