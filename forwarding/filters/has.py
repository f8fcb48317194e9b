"""Passes posts that have something in them: a link, a mention, a button, an emoji."""

from collections.abc import Callable, Mapping

import regex
from pydantic import field_validator

from forwarding.choices import Several, chosen
from forwarding.means import Context
from forwarding.post import Entity
from forwarding.post_filter import DROP, Candidate, CheckKey, Judge, PostFilter, Verdict
from forwarding.spec import Strict

_EMOJI = regex.compile(
    r"(?V1)\p{Emoji_Presentation}|[\p{Extended_Pictographic}&&[\u2600-\U0010ffff]]|\p{Extended_Pictographic}\ufe0f"
    r"|\p{RI}\p{RI}|[0-9#*]\ufe0f?\u20e3"
)
"""Signs that Telegram draws in colour: not ©, ™ or a bare digit."""

_FORMATTED: Mapping[str, tuple[str, ...]] = {
    "hashtag": ("hashtag",),
    "cashtag": ("cashtag",),
    "command": ("bot_command",),
    "email": ("email",),
    "phone": ("phone_number",),
    "code": ("code", "pre"),
    "quote": ("blockquote", "expandable_blockquote"),
    "spoiler": ("spoiler",),
}


def _has_entity(candidate: Candidate, is_meant: Callable[[Entity], bool]) -> bool:
    return any(is_meant(entity) for post in candidate.posts for entity in post.entities)


def _is_person(entity: Entity) -> bool:
    return entity.kind == "text_mention" or (entity.kind == "text_link" and entity.url.startswith("tg://user?"))


def _has_link(candidate: Candidate) -> bool:
    return _has_entity(candidate, lambda each: each.kind in ("url", "text_link") and not _is_person(each))


def _has_mention(candidate: Candidate) -> bool:
    return _has_entity(candidate, lambda each: each.kind == "mention" or _is_person(each))


def _has_emoji(candidate: Candidate) -> bool:
    return _has_entity(candidate, lambda each: each.kind == "custom_emoji") or bool(_EMOJI.search(candidate.text))


def _formatted(kinds: tuple[str, ...]) -> Callable[[Candidate], bool]:
    return lambda candidate: _has_entity(candidate, lambda each: each.kind in kinds)


_TESTS: Mapping[str, Callable[[Candidate], bool]] = {
    "link": _has_link,
    "mention": _has_mention,
    **{name: _formatted(kinds) for name, kinds in _FORMATTED.items()},
    "emoji": _has_emoji,
    "button": lambda candidate: any(post.buttons for post in candidate.posts),
    "media": lambda candidate: any(post.media is not None for post in candidate.posts),
    "album": lambda candidate: bool(candidate.first.album),
    "reply": lambda candidate: any(post.reply_to is not None for post in candidate.posts),
    "text": lambda candidate: bool(candidate.text.strip()),
}


class Params(Strict):
    """Any of them is enough. A link hidden under words is a link; a person named by a link is a mention."""

    any_of: Several

    @field_validator("any_of")
    @classmethod
    def _check(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return chosen(names, _TESTS)


def prepare(params: Params, context: Context, key: CheckKey) -> Judge:
    def judge(candidate: Candidate) -> Verdict:
        found = next((name for name in params.any_of if _TESTS[name](candidate)), None)
        return DROP if found is None else Verdict("pass", found)

    return judge


FILTER = PostFilter("has", Params, prepare)
