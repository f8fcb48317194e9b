"""Parameters of a rule that name one or several things, as a person writes them: one alone needs no list."""

from collections.abc import Collection
from typing import Annotated

from pydantic import BeforeValidator, Field

from core.errors import UserError

MOST = 1000
"""Names in a list."""


def listed(value: object) -> object:
    """What one thing alone is read as."""
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        value = (value,)
    if not isinstance(value, list | tuple):
        return value
    return tuple(each.strip() if isinstance(each, str) else each for each in value)


Several = Annotated[tuple[str, ...], BeforeValidator(listed), Field(min_length=1, max_length=MOST)]
"""Words."""

Named = Annotated[
    tuple[int | Annotated[str, Field(min_length=1)], ...],
    BeforeValidator(listed),
    Field(min_length=1, max_length=MOST),
]
"""Ids and words."""


def chosen(words: Collection[str], choices: Collection[str]) -> tuple[str, ...]:
    """The words in small letters.

    Raises:
        UserError: `error-rule-unknown-choice`: one of them is no choice.
    """
    small = tuple(word.casefold() for word in words)
    if unknown := [word for word, folded in zip(words, small, strict=True) if folded not in choices]:
        raise UserError("error-rule-unknown-choice", choice=unknown[0][:50], choices=", ".join(choices))
    return small
