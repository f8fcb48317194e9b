"""A draft whose text is longer than Telegram takes: cut with a link to the whole, or followed by the rest."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from core.text import MESSAGE_LIMIT
from forwarding.draft import Draft
from forwarding.post import Entity
from forwarding.styled import Styled

Over = Literal["cut", "rest"]


def fitted(draft: Draft, over: Over = "rest", *, limit: int = MESSAGE_LIMIT, more: str = "…") -> Draft:
    """`more` ends a text that is cut, and leads to the original where that has an address."""
    limit = min(limit, draft.limit)
    if draft.styled.length <= limit:
        return draft
    return _cut(draft, limit, more) if over == "cut" else _continued(draft, limit)


def _cut(draft: Draft, limit: int, more: str) -> Draft:
    end = Styled(more)
    if draft.byline.link:
        end = Styled(more, (Entity("text_link", 0, end.length, url=draft.byline.link),))
    return draft.showing(draft.styled.cut(limit - end.length).stripped() + end)


def _continued(draft: Draft, limit: int) -> Draft:
    whole = draft.styled
    head = whole.cut(limit)
    rest = tuple(as_messages(whole.part(head.length, whole.length)))
    return replace(draft.showing(head.stripped()), rest=(*draft.rest, *rest))


def as_messages(text: Styled) -> Iterator[Styled]:
    """Parts that each fit into a message."""
    while not text.is_blank:
        head = text.cut(MESSAGE_LIMIT)
        yield head.stripped()
        text = text.part(head.length, text.length)
