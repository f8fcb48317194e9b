"""Replaces words and phrases by others, in the case in which they stand."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Annotated

from pydantic import Field, field_validator

from core.errors import UserError
from forwarding.automaton import Automaton
from forwarding.draft import Draft
from forwarding.means import Context
from forwarding.normalising import is_word_sign
from forwarding.spec import Strict
from forwarding.styled import Ruler, Styled
from forwarding.transform import Change, Transform

MOST_PAIRS = 1000
LONGEST = 200

_ADDRESS = re.compile(r"(?:https?://|tg://)\S+|[\w-]+(?:\.[\w-]+)+/?\S*", re.IGNORECASE)
_SIGNS = "@#"
"""They begin a word: in box@site.example there is no @site."""
_UNBROKEN = ("url", "email")
"""Words in an address are no words of the text."""

Words = Annotated[str, Field(max_length=LONGEST)]


class Params(Strict):
    """What is looked for, and what comes instead; nothing takes it away. `part` finds it inside of words too.

    A pair whose first is an address changes hidden links as well.
    """

    pairs: dict[Words, Words] = Field(min_length=1)
    part: bool = False

    @field_validator("pairs")
    @classmethod
    def _check(cls, pairs: dict[str, str]) -> dict[str, str]:
        """
        Raises:
            UserError: too many, or one that looks for nothing.
        """
        if len(pairs) > MOST_PAIRS:
            raise UserError("error-rule-too-many-pairs", limit=MOST_PAIRS)
        if not all(old.strip() for old in pairs):
            raise UserError("error-rule-blank-pair")
        return pairs


def prepare(params: Params, context: Context) -> Change:
    replaced = _replacer(params.pairs, is_part=params.part)

    def change(draft: Draft) -> Draft:
        return draft.showing(_changed(draft.styled, replaced))

    return change


Found = tuple[int, int, str, str]
"""From where to where in the text, what was looked for, and what comes instead."""


def _replacer(pairs: Mapping[str, str], *, is_part: bool) -> Callable[[str], Iterator[Found]]:
    """Of places that overlap the first counts, then the longest."""
    known = {_folded(old): (old, new) for old, new in pairs.items()}
    given = list(known.values())
    automaton = Automaton(known)

    def find(text: str) -> Iterator[Found]:
        end = 0
        places = sorted(automaton.find(_folded(text)), key=lambda place: (place[1], -place[2]))
        for number, first, last in places:
            if first >= end and (is_part or _is_whole(text, first, last)):
                old, new = given[number]
                yield first, last, old, _in_case(text[first:last], old, new)
                end = last

    return find


def _changed(said: Styled, find: Callable[[str], Iterator[Found]]) -> Styled:
    ruler = Ruler(said.text)
    addresses = [(each.offset, each.offset + each.length) for each in said.entities if each.kind in _UNBROKEN]
    edits = []
    for first, last, old, new in find(said.text):
        edit = ruler.edit(first, last, new)
        is_within = any(start < edit.end and edit.start < end for start, end in addresses)
        if not is_within or _ADDRESS.fullmatch(old):
            edits.append(edit)
    entities = tuple(replace(each, url=_readdressed(each.url, find)) if each.url else each for each in said.entities)
    return Styled(said.text, entities).edited(edits)


def _readdressed(url: str, find: Callable[[str], Iterator[Found]]) -> str:
    pieces, end = [], 0
    for first, last, old, new in find(url):
        if _ADDRESS.fullmatch(old):
            pieces += [url[end:first], new]
            end = last
    return "".join((*pieces, url[end:]))


def _folded(text: str) -> str:
    """Small letters, each in its place: İ alone would become two."""
    return text.replace("İ", "I").lower().replace("ς", "σ")


def _is_whole(text: str, first: int, last: int) -> bool:
    before, after = text[first - 1 : first], text[last : last + 1]
    is_begun = (is_word_sign(text[first]) or text[first] in _SIGNS) and before and is_word_sign(before)
    is_going_on = is_word_sign(text[last - 1]) and after and is_word_sign(after)
    return not (is_begun or is_going_on)


def _in_case(found: str, old: str, new: str) -> str:
    """As it is given where the case is that of the pair; else all large, all small or large first, as it was found."""
    if found == old or _ADDRESS.fullmatch(old):
        return new
    if found.isupper() and sum(map(str.isalpha, found)) > 1:
        return new.upper()
    if found[:1].isupper() and not old[:1].isupper():
        return new[:1].upper() + new[1:]
    if found.islower() and new.istitle():
        return new.lower()
    return new


TRANSFORM = Transform("replace", Params, prepare)
