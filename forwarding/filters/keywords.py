"""Passes posts that have one of the words."""

from collections.abc import Sequence

from pydantic import Field, field_validator

from core.errors import UserError
from forwarding.keywords import KeywordList
from forwarding.means import Context
from forwarding.normalising import normalise
from forwarding.post_filter import DROP, Candidate, CheckKey, Judge, PostFilter, Verdict
from forwarding.spec import Strict

MAX_WORDS = 20_000
MAX_WORD = 100


class Params(Strict):
    """`реклам*` is the beginning of words; `part` finds a word inside others, `inflected` with any of its endings."""

    words: tuple[str, ...] = Field(min_length=1)
    part: bool = False
    inflected: bool = False

    @field_validator("words", mode="before")
    @classmethod
    def _clean(cls, value: object) -> object:
        """A word of nothing but invisible signs is none; a word named twice counts once.

        Raises:
            UserError: too many words, or a too long one.
        """
        if isinstance(value, str) or not isinstance(value, Sequence):
            return value
        words = (" ".join(word.split()) if isinstance(word, str) else word for word in value)
        unique = tuple(dict.fromkeys(word for word in words if not isinstance(word, str) or normalise(word)))
        if len(unique) > MAX_WORDS:
            raise UserError("error-rule-too-many-words", limit=MAX_WORDS)
        if any(isinstance(word, str) and len(word) > MAX_WORD for word in unique):
            raise UserError("error-rule-long-word", limit=MAX_WORD)
        return unique


def prepare(params: Params, context: Context, key: CheckKey) -> Judge:
    def judge(candidate: Candidate) -> Verdict:
        word = candidate.words.get(key)
        return DROP if word is None else Verdict("pass", word)

    return judge


def words(params: Params) -> KeywordList:
    return KeywordList(params.words, is_part=params.part, is_inflected=params.inflected)


FILTER = PostFilter("keywords", Params, prepare, words=words)
