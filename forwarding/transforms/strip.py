"""Takes links, mentions or hashtags out of the text, or from links what only tracks readers."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from forwarding.draft import Draft
from forwarding.means import Context
from forwarding.spec import Strict
from forwarding.styled import Ruler, Styled
from forwarding.tracking import untracked
from forwarding.transform import Change, Transform

What = Literal["links", "mentions", "hashtags", "tracking"]

_KINDS: dict[str, frozenset[str]] = {
    "links": frozenset({"url", "text_link", "email"}),
    "mentions": frozenset({"mention", "text_mention"}),
    "hashtags": frozenset({"hashtag", "cashtag"}),
}
_HIDDEN = ("text_link", "text_mention")
"""Words that lead somewhere: they stay, and lead nowhere, where other words are around them."""
_ADDRESS = re.compile(r"(?:https?://|tg://|\bt\.me/|\bwww\.)[^\s<>]*[^\s<>.,:;!?)\]}»\"']", re.IGNORECASE)
_PATTERNS: dict[str, re.Pattern[str]] = {
    "links": _ADDRESS,
    "mentions": re.compile(r"(?<![\w@/.])@[A-Za-z]\w{3,31}\b"),
    "hashtags": re.compile(r"(?<![\w#&/])#(?=\w*[^\W\d])\w{1,100}\b"),
}
"""What is found where a source marked nothing, as feeds do."""
_WORD = re.compile(r"\w")
_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")
_CLOSING = ".,;:!?)"
_BLANK_LINES = re.compile(r"\n{3,}")


class Params(Strict):
    """A line in which nothing else is left goes as a whole."""

    what: Annotated[tuple[What, ...], Field(min_length=1)]


def prepare(params: Params, context: Context) -> Change:
    taken = [each for each in _KINDS if each in params.what]
    kinds = frozenset(kind for each in taken for kind in _KINDS[each])
    patterns = [_PATTERNS[each] for each in taken]

    def change(draft: Draft) -> Draft:
        said = draft.styled
        if "tracking" in params.what:
            said = _untracked(said)
        if patterns:
            said = _without(said, kinds, patterns)
        return draft if said == draft.styled else draft.showing(said)

    return change


def _untracked(said: Styled) -> Styled:
    """Hidden addresses and those that can be read."""
    ruler = Ruler(said.text)
    entities = tuple(replace(each, url=untracked(each.url)) if each.url else each for each in said.entities)
    found = ((match, untracked(match[0])) for match in _ADDRESS.finditer(said.text))
    edits = [ruler.edit(*match.span(), clean) for match, clean in found if clean != match[0]]
    return Styled(said.text, entities).edited(edits)


def _without(said: Styled, kinds: Collection[str], patterns: Collection[re.Pattern[str]]) -> Styled:
    spans = sorted(set(_spans(said, kinds, patterns)))
    if not spans:
        return said
    shown = tuple(each for each in said.entities if not (each.kind in _HIDDEN and each.kind in kinds))
    left = _edited(
        Styled(said.text, shown), [cut for line in _lines(said.text) for cut in _cuts(said.text, line, spans)]
    )
    gaps = [match.span() for match in _BLANK_LINES.finditer(left.text)]
    return _edited(left, gaps, "\n\n").stripped()


Cut = tuple[int, int]
"""From where to where, in characters."""
Span = tuple[int, int, bool]
"""The third says whether it goes in any case: words that lead somewhere stay in a sentence."""


def _spans(said: Styled, kinds: Collection[str], patterns: Collection[re.Pattern[str]]) -> Iterator[Span]:
    ruler = Ruler(said.text)
    for entity in said.entities:
        if entity.kind in kinds:
            start, end = ruler.character(entity.offset), ruler.character(entity.offset + entity.length)
            yield start, end, entity.kind not in _HIDDEN
    for pattern in patterns:
        for match in pattern.finditer(said.text):
            yield *match.span(), True


def _lines(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where lines begin and end, with their line breaks; the third says whether it is the headline."""
    is_headline = True
    for match in _LINE.finditer(text):
        yield *match.span(), is_headline and not match[0].isspace()
        is_headline = is_headline and match[0].isspace()


def _cuts(text: str, line: tuple[int, int, bool], spans: Sequence[Span]) -> Iterator[Cut]:
    """What goes from a line; a headline that is one link is still the headline."""
    first, last, is_headline = line
    inside = [
        (max(start, first), min(end, last), is_sure) for start, end, is_sure in spans if start < last and end > first
    ]
    if not inside:
        return
    left = list(text[first:last])
    for start, end, is_sure in inside:
        if is_sure or not is_headline:
            left[start - first : end - first] = " " * (end - start)
    if not _WORD.search("".join(left)):
        yield first, last
        return
    yield from (_with_space(text, start, end) for start, end, is_sure in inside if is_sure)


def _with_space(text: str, start: int, end: int) -> Cut:
    """With the space or the brackets that would be left around nothing."""
    if text[start - 1 : start] == "(" and text[end : end + 1] == ")":
        start, end = start - 1, end + 1
    if not text[end : end + 1].strip() or text[end] in _CLOSING:
        start = len(text[:start].rstrip(" \t"))
    return start, end


def _edited(said: Styled, cuts: Iterable[Cut], put: str = "") -> Styled:
    ruler = Ruler(said.text)
    return said.edited(ruler.edit(start, end, put) for start, end in cuts)


TRANSFORM = Transform("strip", Params, prepare)
