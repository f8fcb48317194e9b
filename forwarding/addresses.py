"""Addresses of posts inside of a post: which posts they name, and the same text leading to their copies."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from core.buttons import Rows
from core.ids import ChatId, MessageId
from forwarding.outgoing import LinkedPost
from forwarding.styled import Ruler, Styled

_ADDRESS = re.compile(
    r"(?<![\w.@/-])(?:https?://)?(?:www\.)?(?:t|telegram)\.me/"
    r"(?:s/)?(c/\d+|[a-z]\w{3,31})/(?:\d+/)?(\d+)(?:\?single)?(?![\w/?])",
    re.IGNORECASE | re.ASCII,
)
"""With a topic between chat and message; not one that leads to a comment."""


def linked_posts(said: Styled, buttons: Rows, chats: Mapping[str, ChatId]) -> tuple[LinkedPost, ...]:
    """Those in `chats`, which are known by what stands in their addresses: a name in lower case, or `c/123`."""
    found = {}
    for address in _addresses(said, buttons):
        match = _ADDRESS.fullmatch(address)
        if match is not None and (chat := chats.get(match[1].lower())) is not None:
            found[address] = LinkedPost(address, chat, MessageId(int(match[2])))
    return tuple(found.values())


def led_elsewhere(said: Styled, copies: Mapping[str, str]) -> Styled:
    """With these addresses in place of those."""
    hidden = tuple(
        replace(each, url=copies.get(each.url, each.url)) if each.kind == "text_link" else each
        for each in said.entities
    )
    ruler = Ruler(said.text)
    shown = _ADDRESS.finditer(said.text)
    edits = [ruler.edit(*match.span(), copies[match[0]]) for match in shown if match[0] in copies]
    return Styled(said.text, hidden).edited(edits)


def buttons_led_elsewhere(buttons: Rows, copies: Mapping[str, str]) -> Rows:
    return tuple(tuple(replace(each, url=copies.get(each.url, each.url)) for each in row) for row in buttons)


def _addresses(said: Styled, buttons: Rows) -> Iterator[str]:
    yield from (match[0] for match in _ADDRESS.finditer(said.text))
    yield from (each.url for each in said.entities if each.kind == "text_link")
    yield from (each.url for row in buttons for each in row)
