"""A forwarding rule in words: `forward everything about X from @a to @b except ads`; proposed, never made at once."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agents.intent import Intent, Outcome, Wish
from agents.naming import Named, known_titles, named_in
from agents.spec import signs
from agents.state import ApprovalAsked
from agents.tool import ToolContext
from agents.tools import propose_rule
from agents.toolset import least, level
from core.errors import UserError
from forwarding.wishes import Trait, Wishes

_FROM = re.compile(r"\b(?:from|of|из|с|со|от|канала)\s+$", re.IGNORECASE)
_TO = re.compile(r"(?:\b(?:to|into|onto|in|at|в|во|на|к)\s+|(?:→|->|=>)\s*)$", re.IGNORECASE)
_HERE = re.compile(
    r"\b(?:here|(?:this|our) (?:chat|group)|сюда|(?:этот|наш) чат|(?:эту|нашу) группу|(?:к|у) нам?)\b", re.IGNORECASE
)
_KEEP = re.compile(
    r"\b(?:about|mentioning|tagged|(?:only )?with(?: the)?(?: words?)?|hashtag"
    r"|про|обо?|только со? слов\w+|со? слов\w+|с хе[шэ]?штег\w+|с тегом|где есть(?: слово)?)\s+",
    re.IGNORECASE,
)
_DROP = re.compile(
    r"\b(?:except(?: for)?|without|excluding|but (?:not|no|drop)|кроме|без|исключая|но не|но без)\s+", re.IGNORECASE
)
_END = re.compile(
    r"[;!?]|\.(?=\s|$)|$|,?\s+(?:from|to|into|in|из|в|во|на|с)\s+(?=@|https?:|t\.me|\x00)|\x00", re.IGNORECASE
)
_BETWEEN = re.compile(r"\s*(?:,|;|/|\band\b|\bor\b|\bи\b|\bили\b|\bа также\b)\s*", re.IGNORECASE)
_FILLING = re.compile(r"^(?:the|any|posts?|word|words|посты|постов|слово|слова|слов|всяк\w+|всего)\s+", re.IGNORECASE)
_ONLY = re.compile(r"\b(?:only|just|nothing but|только|лишь)\s+", re.IGNORECASE)


def _called(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


_TRAITS: Mapping[Trait, re.Pattern[str]] = {
    "ads": _called(r"ads?|adverts?|advertis\w+|promo\w*|spam|реклам\w*|спам\w*|промо\w*"),
    "reposts": _called(r"reposts?|forwards?|forwarded(?: posts)?|репост\w*|пересланн\w+(?: пост\w*)?"),
    "repeats": _called(r"repeats?|repetitions?|duplicates?|повтор\w*|дубл\w+"),
    "links": _called(r"links?|ссыл\w+"),
    "mentions": _called(r"mentions?|упоминани\w+"),
    "hashtags": _called(r"hashtags|х[еэ]штег\w*"),
    "albums": _called(r"albums?|альбом\w*"),
    "media": _called(r"media|медиа"),
    "text": _called(r"texts?|текст\w*"),
    "photos": _called(r"photos?|pictures?|images?|фото\w*|картин\w+|изображени\w+"),
    "videos": _called(r"videos?|clips?|видео\w*|ролик\w*"),
    "animations": _called(r"gifs?|animations?|гиф\w*|анимаци\w+"),
    "voice": _called(r"voice(?: (?:messages|notes))?|голосов\w+(?: сообщени\w+)?"),
    "audio": _called(r"audio|music|songs?|аудио\w*|музык\w+"),
    "documents": _called(r"documents?|files?|документ\w*|файл\w*"),
    "stickers": _called(r"stickers?|стикер\w*"),
    "polls": _called(r"polls?|quizz?e?s?|опрос\w*|викторин\w*"),
    "russian": _called(r"(?:in )?russian|(?:на )?русск\w+(?: языке)?|по-русски"),
    "english": _called(r"(?:in )?english|(?:на )?английск\w+(?: языке)?|по-английски"),
}
"""What people call the traits of `forwarding.wishes`."""


@dataclass(frozen=True, slots=True)
class Read:
    """The rule as far as it is understood."""

    source: str
    destination: str
    wishes: Wishes


def read(text: str, named: list[Named], here: str) -> Read:
    """`here` is the chat that `our chat` means; empty where there is none."""
    source, destination = _ends(text, named)
    if not destination and here and _HERE.search(text):
        destination = here
    plain = text
    for each in reversed(named):  # names hold words that are no words of a filter
        plain = f"{plain[: each.start]}\x00{plain[each.end :]}"
    dropped = _DROP.search(plain)
    kept = _KEEP.search(plain, 0, dropped.start() if dropped else len(plain))
    kept = kept or (_KEEP.search(plain, dropped.end()) if dropped else None)
    unwanted, only = _words(plain, dropped), _traits(_words(plain, _ONLY.search(plain)))
    never = _traits(unwanted)
    drop = tuple(word for word in unwanted if not _trait(word))
    return Read(source, destination, Wishes(_words(plain, kept), drop, only, never))


def _ends(text: str, named: list[Named]) -> tuple[str, str]:
    ends = {"source": "", "destination": ""}
    rest = []
    for each in named:
        before = text[: each.start]
        end = "source" if _FROM.search(before) else "destination" if _TO.search(before) else ""
        if end and not ends[end]:
            ends[end] = each.reference
        else:
            rest.append(each.reference)
    for end, reference in ends.items():
        if not reference and rest:
            ends[end] = rest.pop(0)
    return ends["source"], ends["destination"]


def _words(text: str, opening: re.Match[str] | None) -> tuple[str, ...]:
    """Those after the opening, up to what is no longer of them."""
    if opening is None:
        return ()
    stops = (_END.search(text, opening.end()), _KEEP.search(text, opening.end()), _DROP.search(text, opening.end()))
    listed = text[opening.end() : min(stop.start() for stop in stops if stop)]
    parts = (_FILLING.sub("", part.strip(" ,«»\"'“”")) for part in _BETWEEN.split(listed))
    return tuple(part for part in parts if part)


def _traits(words: Iterable[str]) -> tuple[Trait, ...]:
    return tuple(dict.fromkeys(trait for word in words if (trait := _trait(word))))


def _trait(word: str) -> Trait | None:
    return next((name for name, called in _TRAITS.items() if called.fullmatch(word)), None)


async def carry_out(wish: Wish) -> Outcome | None:
    turn, services, texts = wish.turn, wish.services, wish.texts
    tool = propose_rule.TOOL
    if level(turn) < least(tool, await services.rights.all()):
        raise UserError("error-admins-only")
    named = named_in(wish.text, await known_titles(services))
    asked = read(wish.text, named, "" if turn.is_private else str(turn.chat))
    if not asked.source:
        return Outcome(texts("intent-rule-source"), is_question=True)
    if not asked.destination:
        return Outcome(texts("intent-rule-destination"), is_question=True)
    wishes = asked.wishes
    arguments = propose_rule.Arguments(
        source=asked.source,
        destination=asked.destination,
        keep=list(wishes.keep),
        drop=list(wishes.drop),
        only=list(wishes.only),
        never=list(wishes.never),
    )
    proposal = await propose_rule.propose(arguments, ToolContext(turn, services))
    kept = proposal.arguments.model_dump(mode="json")
    approval = await services.approvals.add(turn.user, turn.chat, tool.name, kept)
    return Outcome("", (ApprovalAsked(approval, "approval-propose-rule", dict(proposal.params)),))


INTENT = Intent(
    name="make_rule",
    signs=signs(
        r"\b(?:forward|repost|copy|mirror|relay|redirect|push|duplicate)\b.*(?:@\w+.*@\w+|\bfrom @?\w+.*\bto\b)",
        r"\bforwarding rule\b",
        r"\b(?:пересыла|переслат|репост|копиру|скопиру|дублиру|зеркал|перенаправ|транслиру)\w*.*(?:@\w+.*@\w+|\bиз\b.*\bв\b)",
        r"\bправил\w+ пересылк",
        r"\bиз @\w+ в @\w+|\bfrom @\w+ (?:in)?to @\w+",
    ),
    carry_out=carry_out,
)
