"""A digest of a channel set up, the list of them, or what the channel wrote today."""

import re
from datetime import time, timedelta

from agents.intent import Intent, Outcome, Wish
from agents.naming import known_titles, named_in
from agents.orders import order_of, set_digest
from agents.quoting import posts
from agents.spec import signs
from agents.state import Offered
from core.buttons import encode
from core.day_time import begins_with_time, time_at
from core.errors import UserError
from core.moments import zone_label
from forwarding.transports.protocol import ChatInfo
from storage.posts import StoredPost

SHOWN = 10

_DAILY = re.compile(
    r"\b(?:every|each|daily|once a day|кажд\w+|ежедневн\w+|раз в день|по вечерам|по утрам)\b", re.IGNORECASE
)
_LIST = re.compile(
    r"\b(?:my|which|what|list)\b.{0,12}\bdigests?\b"
    r"|\b(?:мои|какие|список)\b.{0,12}\b(?:дайджест|обзор|сводк)\w*",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:what['’]?s new|recap|today|last day|now|что нового|за (?:сутки|день|сегодня)|сегодня|сейчас|кратко)\b",
    re.IGNORECASE,
)


async def carry_out(wish: Wish) -> Outcome | None:
    if not wish.turn.is_admin:
        raise UserError("error-admins-only")
    if _LIST.search(wish.text):
        return await _listed(wish)
    named = named_in(wish.text, await known_titles(wish.services))
    if not named:
        return Outcome(wish.texts("intent-channel-missing"), is_question=True)
    source = await wish.services.rules.resolve(named[0].reference)
    at = time_in(wish.text[: named[0].start] + " " + wish.text[named[0].end :])
    if at is None and _NOW.search(wish.text) and not _DAILY.search(wish.text):
        return await _today(source, wish)
    if at is None:
        return Outcome(wish.texts("intent-digest-time", channel=source.title), is_question=True)
    return await _set_up(source, at, wish)


def time_in(text: str) -> time | None:
    """The first time of day that the text names.

    Raises:
        UserError: what looks like a time is none.
    """
    words = text.lower()
    for start in (0, *(space.end() for space in re.finditer(r"\s+", words))):
        if begins_with_time(words[start:]):
            try:
                found = time_at(words[start:], 0)
            except ValueError as error:
                raise UserError("error-when-not-understood") from error
            return found[0] if found else None
    return _part_in(words)


def _part_in(words: str) -> time | None:
    """`in the mornings` is a time too."""
    parts = ((r"\bутр(?:ам|у)\b|\bmornings\b", time(9)), (r"\bвечер(?:ам|у|ний)\b|\bevenings?\b", time(19)))
    return next((meant for pattern, meant in parts if re.search(pattern, words)), None)


async def _set_up(source: ChatInfo, at: time, wish: Wish) -> Outcome:
    turn, services = wish.turn, wish.services
    digest = await set_digest(order_of(turn), services.digests, services.clock, source, at)
    text = wish.texts("digest-saved", channel=source.title, time=f"{at:%H:%M}", zone=zone_label(turn.time_zone))
    return Outcome(text, (Offered("button-cancel", encode("digest", "cancel", digest.id)),))


async def _listed(wish: Wish) -> Outcome:
    mine = await wish.services.digests.of(wish.turn.user)
    if not mine:
        return Outcome(f"{wish.texts('digest-none')}\n\n{wish.texts('usage-digest')}")
    lines = [
        f"{number}. {each.title} — {each.at:%H:%M} ({zone_label(each.time_zone)})"
        for number, each in enumerate(mine, 1)
    ]
    return Outcome("\n".join([wish.texts("digest-list", count=len(mine)), "", *lines]))


async def _today(source: ChatInfo, wish: Wish) -> Outcome:
    now = wish.services.clock.now()
    written: list[StoredPost] = await wish.services.posts.between(source.id, now - timedelta(days=1), now)
    told = [(source.title, post) for post in written if post.content.get("text")]
    if not told:
        return Outcome(wish.texts("digest-empty", channel=source.title))
    return Outcome(posts(told[-SHOWN:], wish.turn, wish.texts))


INTENT = Intent(
    name="digest",
    signs=signs(
        r"\bdigests?\b", r"\bд[ао]йджест", r"\b(?:обзор|сводк)\w*\b.*@\w+", r"\b(?:summary|overview|recap) of @\w+"
    ),
    carry_out=carry_out,
)
