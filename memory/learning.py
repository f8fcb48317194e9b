"""Which of a person's sentences are worth keeping: what they say of themselves, and what they ask to remember.

Rules, not a model: they cost nothing, invent nothing, and keep the person's own words with a link to the message.
"""

import re
from dataclasses import dataclass
from typing import Literal

from memory.store import MemoryStore, Owner

LONGEST = 300
"""A longer sentence is a text the person works on, not a statement about them."""
LONGEST_NOTE = 1000
MOST = 5
"""Sentences kept from one message."""

_FLAGS = re.IGNORECASE | re.VERBOSE

_ASKED = re.compile(
    r"""^\W*(?:please[\s,]+|пожалуйста[\s,]+)?
    (?:remember|keep\ in\ mind|note|don't\ forget|запомни(?:те)?|имей\ в\ виду|заметь|не\ забудь)
    (?:[\s,]+(?:please|пожалуйста))?
    (?:[\s,:—-]+(?:that|down|this|что|это))?
    [\s,:—-]+(?P<what>.+)$""",
    _FLAGS | re.DOTALL,
)
"""`Remember that I …`, `запомни: …`"""

_DECLINED = re.compile(
    r"\b(?:(?:do\ not|don't)\ (?:remember|save|store|keep)|off\ the\ record|не\ (?:запоминай|сохраняй|записывай))",
    _FLAGS,
)

_OF_SELF = re.compile(
    r"""\b(?:
    my\ name\ is | call\ me\b | i\ (?:live|work|study)\b | i\ was\ born
    | i(?:\ am|'m)\ (?:an?|from|allergic|married|vegan)\b | i(?:\ am|'m)\ \d+
    | i\ (?:really\ |also\ )?(?:like|love|hate|prefer|enjoy|dislike|speak)\b
    | i\ (?:don't|do\ not|never|always)\ (?:like|eat|drink|smoke|use|read|speak)\b
    | i(?:\ have|'ve\ got)\ (?:an?|two|three|four|\d+)\b
    | my\ (?:favou?rite\ )?\w+(?:'s\ \w+)?\ (?:is|are)\b | our\ \w+\ (?:is|are|starts?|happens?)\b
    | меня\ зовут | (?:называй|зови)(?:те)?\ меня | мне\ \d+\ (?:год|лет)
    | я\ (?:\w+\ ){0,2}?(?:живу|работаю|учусь|родил(?:ся|ась)|говорю\ по|женат|замужем)\b
    | я\ (?:\w+\ )?(?:люблю|обожаю|ненавижу|предпочитаю|ем|пью|курю|занимаюсь|увлекаюсь)\b
    | я\ (?:—|–|-)\ \w+ | я\ из\ \w+ | у\ меня\ (?:есть|аллергия|\w+\ аллергия|двое|трое|один|одна|два|две|три)\b
    | (?:мо[йяеёи]|мою|моего|моей)\ \w+\ (?:—|–|-|зовут|любит|работает|живёт|живет|учится)
    | мне\ (?:больше\ )?(?:не\ )?нравится\b | мой\ любим\w+ | моя\ любим\w+ | моё\ любим\w+
    )""",
    _FLAGS,
)

_PASSING = re.compile(
    r"""\b(?:
    i(?:\ am|'m)\ an?\ (?:bit|little|lot) | i\ have\ an?\ (?:question|problem|feeling|moment|look)
    | i\ (?:like|love)\ (?:it|that|this|your)\b
    | my\ (?:question|problem|point|guess|bad|mistake|screen|internet)\ (?:is|are)
    | у\ меня\ есть\ (?:вопрос|проблема|минут|идея) | (?:мой|моя)\ (?:вопрос|проблема|ошибка)
    )""",
    _FLAGS,
)
"""Sentences of the moment that look like statements about a person."""

_SECRET = re.compile(
    r"\b(?:password|passcode|passwd|api[ _-]?key|token|cvv|пароль|парол[яею]м?|пин-?код|токен)\b|(?:\d[ -]?){13,19}",
    re.IGNORECASE,
)
"""Kept only when the person asks for it."""

_REMINDING = re.compile(
    r"\b(?:remind (?:me|us)|(?:set|make|add|create) (?:me )?an? reminder|напомни(?:те|шь|ть)?|напоминай(?:те)?"
    r"|(?:поставь|сделай|создай|добавь)(?:те)? (?:мне )?напоминание)\b",
    re.IGNORECASE,
)
"""Asks for something at its time, which is no statement."""

_NOT_OWN_WORDS = re.compile(r"```.*?```|^\s*>.*$|`[^`\n]*`|https?://\S+", re.DOTALL | re.MULTILINE)
_SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…]+(?=\s|$)|\n|$|[.!?…])")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence to keep, as the person wrote it."""

    text: str
    kind: Literal["said", "note"]


def worth_keeping(text: str) -> list[Statement]:
    """What to keep of a message; most messages give nothing."""
    own_words = _NOT_OWN_WORDS.sub(" ", text).strip()
    plain = _straight(own_words)
    if not own_words or own_words.startswith("/") or _DECLINED.search(plain):
        return []
    asked = _ASKED.match(plain)
    if asked is not None:
        what = own_words[asked.start("what") :].strip()
        is_note = len(what) <= LONGEST_NOTE and not what.endswith("?") and not _is_reminder(what)
        return [Statement(what, "note")] if is_note else []
    sentences = (match.group().strip() for match in _SENTENCE.finditer(own_words))
    return [Statement(sentence, "said") for sentence in sentences if _is_of_self(sentence)][:MOST]


def _is_of_self(sentence: str) -> bool:
    if len(sentence) > LONGEST or sentence.endswith("?"):
        return False
    plain = _straight(sentence)
    others = (_PASSING, _SECRET, _REMINDING)
    return bool(_OF_SELF.search(plain)) and not any(other.search(plain) for other in others)


def _is_reminder(what: str) -> bool:
    """`Don't forget to remind me …`; what is remembered may well speak of reminding further on."""
    return bool(_REMINDING.match(re.sub(r"^to\s+", "", what, flags=re.IGNORECASE)))


def _straight(text: str) -> str:
    """Phones write the apostrophe of `I’m` as a closing quote."""
    return text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


class Learning:
    """Runs after the answer's last chunk, detached: remembering never delays an answer."""

    def __init__(self, memory: MemoryStore) -> None:
        self._memory = memory

    async def after(self, owner: Owner, text: str, *, source: str, is_untrusted: bool) -> int:
        """Keep what the person's message is worth keeping; returns how much was.

        A forwarded or uploaded text is somebody else's: nothing of it becomes a memory. The answer is never a source
        either, or the model's inventions would come back as facts.
        """
        if is_untrusted:
            return 0
        kept = worth_keeping(text)
        for kind in ("note", "said"):
            of_kind = [statement.text for statement in kept if statement.kind == kind]
            if of_kind:
                await self._memory.remember(owner, of_kind, kind, source)
        return len(kept)
