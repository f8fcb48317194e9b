"""Puts a few sentences of a local model's in the place of a long post."""

import re

from pydantic import Field

from core.errors import Unavailable
from forwarding.draft import Draft
from forwarding.means import Context
from forwarding.model_texts import (
    LONGEST,
    LONGEST_SECONDS,
    addresses_of,
    asker_of,
    has_new_address,
    has_words,
    read_markdown,
    whole_text,
    with_text,
)
from forwarding.spec import Strict
from forwarding.styled import Ruler, Styled
from forwarding.transform import Change, Transform

ORDER = (
    "Say what the text says in at most {sentences} sentences and {characters} characters, in the language of the text. "
    "Keep the facts, names and numbers that matter most, and add none. No headline, no list, no opinion."
)
MORE = "…"

_END = re.compile(r"[.!?…][\"»”)]*(?=\s)")


class Params(Strict):
    """Posts of no more than `longer_than` characters stay as they are."""

    sentences: int = Field(3, ge=1, le=20)
    characters: int = Field(600, ge=50, le=2000)
    longer_than: int = Field(800, ge=100, le=4096)
    keep_original: bool = True
    """Folded below."""


def prepare(params: Params, context: Context) -> Change:
    order = ORDER.format(sentences=params.sentences, characters=params.characters)

    async def change(draft: Draft) -> Draft:
        whole = whole_text(draft)
        if len(whole.text) <= params.longer_than or not has_words(whole.text):
            return draft

        def made_of(answer: str) -> Styled | None:
            made = _bounded(read_markdown(answer), params)
            is_short = len(made.text) < len(whole.text)
            is_ours = is_short and not has_new_address(made, addresses_of(whole))
            return made if is_ours and has_words(made.text) else None

        asker = asker_of(context)
        answer = await asker.ask(order, whole.text[:LONGEST], fits=lambda answer: made_of(answer) is not None)
        made = made_of(answer)
        if made is None:
            raise Unavailable("error-forwarding-garbled")
        return with_text(draft, made, keep_original=params.keep_original)

    return change


def _bounded(made: Styled, params: Params) -> Styled:
    """Models cannot count: what is too much is left out, whole sentences first."""
    ends = [found.end() for found in _END.finditer(made.text)]
    if len(ends) >= params.sentences:
        made = made.part(0, Ruler(made.text).unit(ends[params.sentences - 1]))
    if made.length <= params.characters:
        return made
    kept = [end for end in ends if Ruler(made.text).unit(end) <= params.characters]
    if kept:
        return made.part(0, Ruler(made.text).unit(kept[-1]))
    return made.cut(params.characters - len(MORE)).stripped() + Styled(MORE)


TRANSFORM = Transform("summarise", Params, prepare, seconds=LONGEST_SECONDS)
