"""Which chats a text names: by @name, by link, or by the title of a channel that the platform knows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from agents.services import Services

_REFERENCE = re.compile(r"(?:https?://)?t\.me/\w+|@\w{2,}")
SHORTEST_TITLE = 3


@dataclass(frozen=True, slots=True)
class Named:
    """A chat in a text: how to look it up, and where it stands."""

    reference: str
    start: int
    end: int


async def known_titles(services: Services) -> dict[str, str]:
    """Title -> id of the channels of rules and digests and the chats that the bot is in."""
    titles = {chat.title: str(chat.id) for chat in await services.chats.all() if not chat.is_private}
    titles |= {digest.title: str(digest.source) for digest in await services.digests.all()}
    for rule in await services.rules.list():
        titles |= {chat.title: str(id) for id, chat in rule.chats.items()}
    return titles


def named_in(text: str, titles: Mapping[str, str]) -> list[Named]:
    """In the order of the text."""
    found = [Named(each.group(), each.start(), each.end()) for each in _REFERENCE.finditer(text)]
    for title, id in sorted(titles.items(), key=lambda item: -len(item[0])):
        if len(title) < SHORTEST_TITLE:
            continue
        for each in re.finditer(rf"[«\"“]?(?<!\w){re.escape(title)}(?!\w)[»\"”]?", text, re.IGNORECASE):
            if all(each.end() <= other.start or each.start() >= other.end for other in found):
                found.append(Named(id, each.start(), each.end()))
    return sorted(found, key=lambda named: named.start)
