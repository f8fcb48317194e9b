"""The original below what a model made of it: folded in a quote, or its address where there is no room."""

from dataclasses import replace

from forwarding.draft import Draft
from forwarding.fitting import as_messages
from forwarding.post import Entity
from forwarding.styled import NOTHING, Styled

FEWEST = 200
"""UTF-16 units of an original that is cut: less of it says too little."""
GAP = "\n\n"
MORE = "…"

_NEVER_INSIDE = ("blockquote", "expandable_blockquote")


def remembering(draft: Draft, made: Styled) -> Draft:
    """The draft with what a model made of it; of several models the first one's text is the original."""
    original = draft.styled.stripped() if draft.original.is_blank else draft.original
    return replace(draft.showing(made), original=original)


def with_original(draft: Draft) -> Draft:
    """A draft that fits, with its original below, if a model made it and the rule keeps that.

    It is cut where the whole does not fit and has an address; without one it follows as a message of its own.
    """
    if draft.original.is_blank:
        return draft
    bare = replace(draft, original=NOTHING)
    room = 0 if draft.rest else draft.limit - draft.styled.length - len(GAP)
    if draft.original.length <= room:
        return _followed(bare, _quoted(draft.original))
    link = draft.byline.link
    if link and room >= FEWEST:
        end = Styled(MORE, (Entity("text_link", 0, len(MORE), url=link),))
        return _followed(bare, _quoted(draft.original.cut(room - end.length).stripped() + end))
    if link and len(link) <= room:
        return _followed(bare, Styled(link, (Entity("url", 0, len(link)),)))
    return replace(bare, rest=(*bare.rest, *as_messages(_quoted(draft.original))))


def _followed(draft: Draft, below: Styled) -> Draft:
    return draft.showing(draft.styled.stripped() + Styled(GAP) + below)


def _quoted(said: Styled) -> Styled:
    """A quote stands in no other."""
    entities = (each for each in said.entities if each.kind not in _NEVER_INSIDE)
    return Styled(said.text, (Entity("expandable_blockquote", 0, said.length), *entities))
