"""How a copy shows that its original said something else before: struck through, or older versions folded below."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import reduce

from core.text import utf16_length
from forwarding.post import Entity
from forwarding.styled import NOTHING, Edit, Ruler, Styled, joined

MOST_VERSIONS = 5
"""Older ones are left out."""
GAP = "…"
"""Stands for lines that did not change."""

_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")

Token = tuple[str, bool]
"""A word, sign or space, and whether it was taken away."""


def styled_as(text: str, kind: str) -> Styled:
    return Styled(text, (Entity(kind, 0, utf16_length(text)),)) if text else NOTHING


def wholly_struck(said: Styled) -> Styled:
    line = Entity("strikethrough", 0, said.length)
    return Styled(said.text, (line, *(each for each in said.entities if each.kind != "strikethrough")))


def struck(before: Sequence[str], now: Styled, limit: int) -> Styled:
    """What it says now, and struck through at its place what it said `before` (oldest first).

    The oldest words are left out where all of them are more than `limit`.
    """
    versions = before[-MOST_VERSIONS:]
    for first, oldest in enumerate(versions):
        later = (*versions[first + 1 :], now.text)
        tokens = reduce(_followed, later, [(each, False) for each in _split(oldest)])
        shown = now.edited(_struck_runs(now.text, tokens))
        if shown.length <= limit:
            return shown
    return now


def with_versions(before: Sequence[tuple[str, str]], now: Styled, limit: int) -> Styled:
    """What it says now, and folded below it, newest first, what each edit changed.

    `before` are titles, and what it said then, oldest first.
    """
    shown, after, folded = now, now.text, NOTHING
    for title, text in reversed(before[-MOST_VERSIONS:]):
        folded = joined((folded, styled_as(title, "bold") + Styled("\n") + changed(text, after)), "\n\n")
        more = now + Styled("\n\n") + _in_quotes(folded)
        if more.length > limit:
            break
        shown, after = more, text
    return shown


def changed(before: str, after: str) -> Styled:
    """The lines that differ: what went struck through, what came underlined."""
    old, new = before.splitlines(), after.splitlines()
    parts = []
    for what, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        is_same = what == "equal"
        parts.append(Styled(GAP) if is_same else _merged("\n".join(old[first:last]), "\n".join(new[start:end])))
    return joined(parts, "\n")


def _merged(before: str, after: str) -> Styled:
    old, new = _split(before), _split(after)
    shown = NOTHING
    for what, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, came = "".join(old[first:last]), "".join(new[start:end])
        if what == "equal":
            shown += Styled(came)
            continue
        space = Styled(" " if gone and came else "")
        shown += styled_as(gone, "strikethrough") + space + styled_as(came, "underline")
    return shown


def _in_quotes(text: Styled) -> Styled:
    return Styled(text.text, (Entity("expandable_blockquote", 0, text.length), *text.entities))


def _split(text: str) -> list[str]:
    return _TOKENS.findall(text)


def _followed(tokens: list[Token], text: str) -> list[Token]:
    """The next version: what of the last one is not in it stays, taken away."""
    live = [place for place, (_, is_gone) in enumerate(tokens) if not is_gone]
    new, made, place = _split(text), [], 0
    matcher = SequenceMatcher(None, [tokens[each][0] for each in live], new, autojunk=False)
    for what, first, last, start, end in matcher.get_opcodes():
        stop = live[last - 1] + 1 if last > first else place
        if what == "equal":
            made += tokens[place:stop]
        else:
            made += [(token, True) for token, _ in tokens[place:stop]] + [(token, False) for token in new[start:end]]
        place = stop
    return made + tokens[place:]


def _struck_runs(now: str, tokens: Sequence[Token]) -> Iterator[Edit]:
    """Where in the text of now what was taken away is put in, with a space around it where there is none."""
    ruler, place, run = Ruler(now), 0, ""
    for token, is_gone in (*tokens, ("", False)):
        if is_gone:
            run += token
            continue
        if run.strip():
            lead = " " if now[:place] and not now[place - 1].isspace() else ""
            tail = " " if token and not token.isspace() else ""
            put = Styled(lead) + styled_as(run.strip(), "strikethrough") + Styled(tail)
            yield ruler.edit(place, place, put)
        run, place = "", place + len(token)
