"""Among which posts earlier ones are looked for, by what, and how the one that was found is named."""

from typing import Literal

from core.ids import ChatId, MessageId
from forwarding.means import Context
from forwarding.post import Album
from forwarding.post_filter import Candidate
from forwarding.sameness import Key, fingerprint
from forwarding.seen import Found
from storage.sightings import Sighting

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


def sighting_of(candidate: Candidate, scope: str) -> Sighting:
    """By what the post is told again: its words, its file, where it was forwarded from."""
    post, sketch = candidate.first, fingerprint(candidate.text)
    origin = post.forwarded_from
    media = next((part.media for part in candidate.posts if part.media is not None and part.media.unique_id), None)
    return Sighting(
        scope,
        post.source,
        post.message,
        candidate.now,
        exact=sketch.exact,
        runs=sketch.to_bytes(),
        file=f"{media.kind}:{media.unique_id}" if media else "",
        origin=(ChatId(origin.chat), MessageId(origin.message)) if origin and origin.chat and origin.message else None,
    )
