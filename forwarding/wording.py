"""What a reviewer writes instead of a post's words: as it is kept, and as it stands in the draft."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from forwarding.draft import Draft
from forwarding.fitting import fitted
from forwarding.rules import Rule
from forwarding.styled import NOTHING, Styled

_words: TypeAdapter[Styled] = TypeAdapter(Styled)


def to_words(said: Styled) -> dict[str, Any]:
    words: dict[str, Any] = _words.dump_python(said, mode="json")
    return words


def reworded(draft: Draft, words: Mapping[str, Any] | None) -> Draft:
    """As they were written: nothing is made of them any more."""
    if words is None:
        return draft
    said = _words.validate_python(words)
    return fitted(replace(draft.showing(said), rest=(), original=NOTHING))


def takes_words(rule: Rule, draft: Draft) -> bool:
    """Whether others may be written for it: not for a sticker or a forward, nor for a part of something else."""
    is_alone = rule.spec.merge is None and rule.spec.timing.kind != "digest"
    return is_alone and not draft.album.is_protected and draft.is_textual and rule.spec.mode == "copy"
