"""The reminders that a person has, in words: which there are, and to take some of them back."""

import re

from agents.intent import Intent, Outcome, Wish
from agents.spec import signs
from agents.state import Offered
from agents.tools.cancel_reminder import fitting
from agents.tools.list_reminders import spoken_of
from core.buttons import encode
from core.moments import due_moment, zone_label
from storage.reminders import Reminder

SHOWN = 20
CHOICES = 5

_CANCELLING = re.compile(
    r"\b(?:cancel|delete|remove|drop|clear|stop|forget|don['’]?t|do not|turn off|no more"
    r"|отмени\w*|удали\w*|убери\w*|сними\w*|сотри\w*|выключи\w*|отключи\w*|забудь\w*|не напоминай\w*|не надо)\b",
    re.IGNORECASE,
)
_ALL = re.compile(r"\b(?:all|every|everything|все|всё)\b", re.IGNORECASE)
_ORDER = re.compile(
    r"\b(?:please|remind(?:ers?|ing)?|me|us|my|the|about|of|to|not|any|more|пожалуйста|напомина\w+|больше|мне|нам|мо[йеёия]\w*)\b",
    re.IGNORECASE,
)
_NOT_NOW = r"^(?!\W*(?:please |пожалуйста,? )?(?:remind|напомни))"
"""`Remind me to cancel my reminders` is another wish."""


async def carry_out(wish: Wish) -> Outcome | None:
    mine = await spoken_of(wish.turn, wish.services)
    if not mine:
        return Outcome(wish.texts("remind-none"))
    if not _CANCELLING.search(wish.text):
        return Outcome(_listed("remind-list", mine, wish))
    what = _ORDER.sub(" ", _CANCELLING.sub(" ", wish.text))
    if _ALL.search(what) and not re.search(r"\w", _ALL.sub("", what)):
        return await _cancelled(mine, wish)
    return await _chosen(mine, what, wish)


async def _chosen(mine: list[Reminder], what: str, wish: Wish) -> Outcome:
    """The one that fits is cancelled; of several the person chooses."""
    named = fitting(mine, what)
    if len(named) == 1:
        return await _cancelled(named, wish)
    is_meant = bool(named) or not re.search(r"\w", what)
    shown = (named or mine)[:CHOICES]
    offers = tuple(
        Offered(f"intent-choice-{number}", encode("remind", "cancel", each.id)) for number, each in enumerate(shown, 1)
    )
    text = _listed("intent-reminders-which" if is_meant else "intent-reminders-no-such", shown, wish)
    more = f"\n{wish.texts('intent-reminders-more')}" if len(named or mine) > CHOICES else ""
    return Outcome(f"{text}{more}", offers)


async def _cancelled(chosen: list[Reminder], wish: Wish) -> Outcome:
    gone = [each for each in chosen if await wish.services.reminders.cancel(each.id, wish.turn.user)]
    return Outcome(_listed("intent-reminders-cancelled", gone, wish))


def _listed(title: str, shown: list[Reminder], wish: Wish) -> str:
    zone, texts = wish.turn.time_zone, wish.texts
    lines = [
        f"{number}. {due_moment(each.due or each.when.at, each.when, zone, texts)} — {each.text}"
        for number, each in enumerate(shown[:SHOWN], 1)
    ]
    more = [texts("intent-reminders-more")] if len(shown) > SHOWN else []
    return "\n".join([texts(title, count=len(shown), zone=zone_label(zone)), "", *lines, *more])


INTENT = Intent(
    name="reminders",
    signs=signs(
        rf"{_NOT_NOW}.*\b(?:my|which|what|list|show|open|all|any)\b.{{0,20}}\breminders\b",
        rf"{_NOT_NOW}.*\b(?:какие|мои|покажи\w*|список|все|сколько|есть)\b.{{0,25}}\bнапоминани\w+",
        rf"{_NOT_NOW}.*\b(?:cancel|delete|remove|drop|clear|stop|forget|turn off)\b.{{0,30}}\bremind(?:ers?|ing)\b",
        r"\b(?:don['’]?t|do not) remind (?:me|us)\b",
        rf"{_NOT_NOW}.*\b(?:отмени|удали|убери|сними|сотри|выключи|отключи|забудь)(?:те)?\b.{{0,30}}\bнапоминани\w+",
        r"\bне напоминай(?:те)?\b|\bне надо (?:мне |нам |больше )*напоминать\b",
    ),
    carry_out=carry_out,
)
