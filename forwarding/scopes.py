"""Among which posts a filter looks for earlier ones, and how it names the one that it found."""

from typing import Literal

from core.ids import ChatId
from forwarding.means import Context
from forwarding.post import Album
from forwarding.sameness import Key
from forwarding.seen import Found

LONGEST_HOURS = 720

Among = Literal["source", "rule", "all_rules"]
"""The posts of the same source, of all sources of the rule, or of all rules of its owner."""


def scope_of(what: str, among: Among, context: Context, source: ChatId) -> str:
    if among == "all_rules":
        return f"{what}:owner:{context.owner}"
    return f"{what}:rule:{context.rule}:{source}" if among == "source" else f"{what}:rule:{context.rule}"


def keys_of(album: Album) -> list[Key]:
    return [(post.source, post.message) for post in album.posts]


def shown(found: Found) -> str:
    """In what they are alike, and where the earlier one stands."""
    (chat, message), inner = found.key, str(found.key[0]).removeprefix("-100")
    link = f"https://t.me/c/{inner}/{message}" if str(chat).startswith("-100") else f"{chat}/{message}"
    return f"{found.how} ≈ {link} ({found.share:.0%})" if found.share < 1 else f"{found.how} = {link}"
