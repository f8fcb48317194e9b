"""A rule as a person asks for it in a sentence: two chats, words, and traits of posts that everybody has a name for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from core.ids import ChatId
from forwarding.normalising import normalise
from forwarding.spec import Destination, Node, RuleSpec, Source


def _media(kind: str) -> Node:
    return Node(op="media", params={"kinds": [kind]})


def _has(what: str) -> Node:
    return Node(op="has", params={"any_of": [what]})


def _language(code: str) -> Node:
    return Node(op="language", params={"languages": [code]})


Trait = Literal[
    "ads", "reposts", "repeats", "links", "mentions", "hashtags", "albums", "media", "text", "photos", "videos",
    "animations", "voice", "audio", "documents", "stickers", "polls", "russian", "english",
]  # fmt: skip

TRAITS: Mapping[Trait, Node] = {
    "ads": Node(op="advertisement"),
    "reposts": Node(op="forwarded_from", params={"chats": ["anywhere"]}),
    "repeats": Node(op="duplicate"),
    "links": _has("link"),
    "mentions": _has("mention"),
    "hashtags": _has("hashtag"),
    "albums": _has("album"),
    "media": _has("media"),
    "text": _media("text"),
    "photos": _media("photo"),
    "videos": _media("video"),
    "animations": _media("animation"),
    "voice": _media("voice"),
    "audio": _media("audio"),
    "documents": _media("document"),
    "stickers": _media("sticker"),
    "polls": _media("poll"),
    "russian": _language("ru"),
    "english": _language("en"),
}
"""By name; what people call each is `trait-<name>` in locales/."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """Which posts are wanted: with one of `keep` and one of `only`, with none of `drop` and `never`."""

    keep: Sequence[str] = ()
    drop: Sequence[str] = ()
    """Words, found in all their forms."""
    only: Sequence[Trait] = ()
    never: Sequence[Trait] = ()
    judged: str = ""
    """A sentence by which a model judges."""


def wished_rule(source: ChatId, destination: ChatId, wishes: Wishes) -> RuleSpec:
    """What costs most, or remembers what it saw, comes last: it is asked only about posts that all else lets pass."""
    words = [_words(wishes.keep)] if any(map(normalise, wishes.keep)) else []
    unwanted = [_words(wishes.drop)] if any(map(normalise, wishes.drop)) else []
    only = [_any([TRAITS[name] for name in wishes.only])] if wishes.only else []
    judged = [Node(op="judged", params={"sentence": wishes.judged})] if wishes.judged else []
    never = [*unwanted, *(TRAITS[name] for name in wishes.never)]
    never.sort(key=lambda node: node.op == "duplicate")
    refused = [Node(op="not", parts=(node,)) for node in never]
    return RuleSpec(
        sources=(Source(chat=source),),
        destinations=(Destination(chat=destination),),
        filters=Node(op="all", parts=(*words, *only, *refused, *judged)),
    )


def _words(words: Sequence[str]) -> Node:
    return Node(op="keywords", params={"words": list(words), "inflected": True})


def _any(nodes: Sequence[Node]) -> Node:
    return Node(op="any", parts=tuple(nodes)) if len(nodes) > 1 else nodes[0]
