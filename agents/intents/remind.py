"""A reminder asked for in any order of words: `remind me to call mum tomorrow at 9`."""

import re
from dataclasses import dataclass
from datetime import datetime

from agents.intent import Intent, Outcome, Wish
from agents.moments_said import Wrong, impossible, is_of_past_day, past_day, stripped
from agents.orders import order_of, set_reminder
from agents.spec import signs
from agents.state import Offered
from core.buttons import encode
from core.day_time import begins_with_time
from core.errors import UserError
from core.moments import again, local_moment, zone_label
from core.recurrence import When, parse_when, past_words
from core.when_words import GRAMMARS
from storage.users import NO_ZONE

_ASKING = re.compile(
    r"""(?:please[,\s]+|пожалуйста[,\s]+)?
    (?:не\ забудь(?:те)?\ (?:мне\ |нам\ )?|(?:don['’]?t|do\ not)\ forget\ to\ )?
    (?:(?:i\ (?:want|need|would\ like)\ (?:you\ to\ )?|could\ you\ |can\ you\ |will\ you\s
    |хочу,?\ (?:чтобы\ ты\ )?|можешь\ )
    |(?:set|make|create|add)\ (?:me\ |us\ )?(?:an?\ )?
    |(?:поставь|сделай|создай|добавь|заведи)(?:те)?\ (?:мне\ |нам\ )?)?
    \b(?:remind(?:ers?)?(?:\ (?:me|us))?(?:\ please)?(?:\ (?:to|that|about|of|for))?\b
    |напомин\w+(?:\ (?:мне|нам|нужно))*|напомн\w+(?:\ (?:мне|нам|пожалуйста))*)
    | \bне\ дай(?:те)?\ (?:мне\ |нам\ )?забыть(?:\ (?:про|о|об)\b)?
    | \bdon['’]?t\ let\ (?:me|us)\ forget(?:\ (?:to|that|about))?\b
    | \b(?:ping|poke|nudge|tell)\ me\b(?:\ that)? | \b(?:скажи|черкни|пни|толкни)\ (?:мне|меня)\b(?:,?\ что\b)?""",
    re.IGNORECASE | re.VERBOSE,
)
_WAKING = re.compile(r"\b(?:wake (?:me|us)(?: up)?|alarm|разбуди\w* (?:меня|нас)|будильник)\b", re.IGNORECASE)
_JOINT_BEFORE = re.compile(r"^(?:(?:to|that|about|of|что|чтобы|о том,? что)\b(?!-)|[\s,;:.—–-]+)+", re.IGNORECASE)
_JOINT_AFTER = re.compile(r"(?:\s*\b(?:at|for|by|on|на|к|please|пожалуйста))?[\s,;:—–-]*$", re.IGNORECASE)
_DAYS = re.compile(
    rf"\b(?:{'|'.join(words for grammar in GRAMMARS for words, _ in grammar.days if '(?=' not in words)})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Read:
    """What is asked for, as far as it is understood."""

    when: When | None
    what: str


def read(text: str, now: datetime, time_zone: str, language: str) -> Read:
    wish = " ".join(_ASKING.sub(" ", text, count=1).split())
    when, what = _time_in(wish, now, time_zone, language)
    return Read(when, _JOINT_BEFORE.sub("", _JOINT_AFTER.sub("", what)).rstrip(" ?."))


def _time_in(text: str, now: datetime, time_zone: str, language: str) -> tuple[When | None, str]:
    """A time at the beginning, else one at the end, else the first in between; and the text without it."""
    covered = 0
    found: list[tuple[When, str, str]] = []
    for start in (0, *(space.end() for space in re.finditer(r"\s+", text))):
        if start < covered:
            continue
        try:
            when, rest = parse_when(text[start:], now, time_zone, language)
        except UserError as error:
            if error.key == "error-when-past":  # `today at 8` is no `at 8`
                covered = start + len(past_words(text[start:], now, time_zone, language))
            continue
        if start == 0 or not rest:
            found = [(when, text[:start], rest)]
            break
        found.append((when, text[:start], rest))
    if not found:
        return None, text
    when, before, after = found[0]
    is_past = is_of_past_day(before) and begins_with_time(text[len(before) :].lower())
    if is_past or _DAYS.search(before):  # a day that the time does not go with: better to ask than to take another
        return None, text
    return when, f"{_JOINT_AFTER.sub('', before)} {after}".strip()


def passed_time(text: str, now: datetime, time_zone: str, language: str) -> Wrong | None:
    """The first time in the text that is past, such as `today at 8` in the evening."""
    for start in (0, *(space.end() for space in re.finditer(r"\s+", text))):
        if said := past_words(text[start:], now, time_zone, language):
            left = f"{_JOINT_AFTER.sub('', text[:start])} {text[start + len(said) :].lstrip()}"
            return Wrong("intent-remind-past", said, left.strip())
    return None


def is_time(said: str, now: datetime, time_zone: str, language: str) -> bool:
    """Nothing but a time, be it one that is past or that there is not; `please` and the like beside it."""
    if impossible(said, now) is not None or past_day(said) is not None:
        return True
    if said.rstrip().endswith("?"):
        return False
    plain = stripped(said)
    if (passed := passed_time(plain, now, time_zone, language)) is not None:
        return not re.search(r"\w", passed.left)
    when, left = _time_in(plain, now, time_zone, language)
    return when is not None and not re.search(r"\w", left)


async def carry_out(wish: Wish) -> Outcome | None:
    turn, services, texts = wish.turn, wish.services, wish.texts
    now = services.clock.now()
    if (wrong := impossible(wish.text, now)) is not None:
        day = _DAYS.search(wrong.left)
        left = " ".join(_DAYS.sub("", wrong.left).split())
        return _asked_when(wish, texts(wrong.key, text=wrong.text), left, day.group() if day else "")
    asked = read(wish.text, now, turn.time_zone, turn.language)
    if asked.when is None:
        past = past_day(wish.text) or passed_time(wish.text, now, turn.time_zone, turn.language)
        question = texts(past.key, text=past.text) if past else texts("intent-remind-when")
        return _asked_when(wish, question, past.left if past else wish.text)
    when, what = asked.when, asked.what
    if _WAKING.search(wish.text) and not _WAKING.sub("", what).strip(" ,.!на"):
        what = texts("intent-remind-wake")
    if not what:
        return Outcome(texts("intent-remind-what", when=said_when(when, wish)), is_question=True)
    had = await services.reminders.of(turn.user)
    made = await set_reminder(order_of(turn), services.reminders, when, what)
    undo = Offered("button-undo", encode("undo", "reminder", made.id))
    text = _confirmation(made.when, made.text, wish)
    if turn.time_zone == NO_ZONE and not had:
        choose = Offered("settings-zone-choose-button", encode("remind", "zone"))
        return Outcome(f"{text}\n\n{texts('remind-zone-unknown')}", (undo, choose))
    return Outcome(text, (undo,))


def _asked_when(wish: Wish, question: str, so_far: str, day: str = "") -> Outcome:
    """Only an answer that is nothing but a time completes it; `day` is the one of a time that names none."""

    def completion(said: str) -> str | None:
        now, turn = wish.services.clock.now(), wish.turn
        if not is_time(said, now, turn.time_zone, turn.language):
            return None
        plain = stripped(said)
        return f"{day} {plain}" if day and begins_with_time(plain.lower()) and not _DAYS.search(plain) else plain

    return Outcome(question, is_question=True, completion=completion, so_far=so_far)


def said_when(when: When, wish: Wish) -> str:
    return again(when, wish.texts) if when.every else local_moment(when.at, when.zone, wish.texts)


def _confirmation(when: When, text: str, wish: Wish) -> str:
    """As /remind says it."""
    told = {"when": said_when(when, wish), "zone": zone_label(when.zone), "text": text}
    if when.every:
        return wish.texts("remind-saved-again", first=local_moment(when.at, when.zone, wish.texts, "day"), **told)
    return wish.texts("remind-saved", **told)


INTENT = Intent(
    name="remind",
    signs=signs(
        r"\bremind (?:me|us)\b",
        r"\b(?:set|make|create|add|need) (?:me )?an? reminder\b",
        r"\bwake me\b",
        r"\bdon['’]?t let (?:me|us) forget\b",
        r"\bнапомн(?:и|ите|ишь)\b|\bнапоминай",
        r"\b(?:не забудь(?:те)?|можешь|можете|прошу|нужно|надо) (?:мне |нам )?напомнить\b",
        r"\b(?:поставь|сделай|создай|добавь)\w* (?:мне )?напомина",
        r"\bразбуди\w* меня\b",
        r"\bне дай(?:те)? (?:мне |нам )?забыть\b",
    ),
    carry_out=carry_out,
)
