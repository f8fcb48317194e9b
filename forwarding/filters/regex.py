"""Passes posts in whose text one of the regular expressions matches, in any case unless it says otherwise."""

from pydantic import Field, field_validator

from forwarding.means import Context
from forwarding.patterns import check_pattern
from forwarding.post_filter import DROP, Candidate, CheckKey, Judge, PostFilter, Verdict
from forwarding.spec import Strict

MAX_PATTERNS = 1000


class Params(Strict):
    """RE2's syntax; look-around and back-references too, slower and within a time."""

    patterns: tuple[str, ...] = Field(min_length=1, max_length=MAX_PATTERNS)

    @field_validator("patterns")
    @classmethod
    def _check(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        """
        Raises:
            UserError: what is wrong with one of them.
        """
        for pattern in patterns:
            check_pattern(pattern)
        return patterns


def prepare(params: Params, context: Context, key: CheckKey) -> Judge:
    def judge(candidate: Candidate) -> Verdict:
        matched = candidate.patterns.of(key)
        return DROP if matched is None else Verdict("pass", matched)

    return judge


def patterns(params: Params) -> tuple[str, ...]:
    return params.patterns


FILTER = PostFilter("regex", Params, prepare, patterns=patterns)
