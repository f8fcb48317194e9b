"""Which language a text is in: how likely each one is, told by three letters at a time."""

from collections.abc import Collection, Mapping
from functools import lru_cache

import regex
from lingua import Language, LanguageDetector, LanguageDetectorBuilder

from forwarding.normalising import INVISIBLE

COMMON = ("en", "ru", "uk", "de", "fr", "es", "it", "pt", "pl", "tr", "ar", "he", "hy", "ka", "ko", "zh", "ja", "hi")
NEAR = ("be", "bg", "kk", "az", "cs", "nl", "ro", "sv", "fa", "vi", "id", "el")
"""Told apart only in a text of some length; in a short one they would only confuse, unless they are asked for."""

SHORT = 40
"""Letters."""
FEWEST = 4
MOST = 1000
"""Characters that are looked at: enough to be sure, and some milliseconds at most."""

_NO_WORDS = regex.compile(r"https?://\S+|www\.\S+|[@#$/]\w+|\S+@\S+|[\p{N}\p{P}\p{S}]+")
_LATIN = regex.compile(r"\p{Latin}+")
_LETTERS = regex.compile(r"\p{L}+")


@lru_cache(maxsize=1)
def known_codes() -> Mapping[str, Language]:
    """Two letters each."""
    codes = {language.iso_code_639_1.name.lower(): language for language in Language.all()}
    return dict(sorted(codes.items()))


def telling_words(text: str) -> str:
    """Without addresses, names and digits; names of products in Latin letters say nothing of a Russian sentence."""
    words = " ".join(_NO_WORDS.sub(" ", INVISIBLE.sub("", text[: 4 * MOST])).split())[:MOST]
    other = " ".join(_LATIN.sub(" ", words).split())
    return other if _letters(other) >= max(1.0, _letters(words) / 4) else words


@lru_cache(maxsize=64)
def shares(text: str, asked: frozenset[str]) -> Mapping[str, float]:
    """How likely each language is, together 1; empty for a text too short to tell.

    The first time it reads 40 MB in some tenths of a second, so it belongs in a thread.
    """
    words = telling_words(text)
    letters = _letters(words)
    if letters < FEWEST:
        return {}
    _learn(asked)
    detector = _detector(asked.union(COMMON) if letters < SHORT else asked.union(COMMON, NEAR))
    found = {each.language.iso_code_639_1: each.value for each in detector.compute_language_confidence_values(words)}
    return {code.name.lower(): share for code, share in found.items() if share > 0}


def _letters(text: str) -> int:
    return sum(map(len, _LETTERS.findall(text)))


@lru_cache(maxsize=64)
def _learn(asked: frozenset[str]) -> None:
    """One after the other: what is read at once is read with the interpreter locked, and everything else waits."""
    first, *others = sorted(asked.union(COMMON, NEAR))
    for other in others:
        _builder((first, other)).with_preloaded_language_models().build()


@lru_cache(maxsize=64)
def _detector(codes: frozenset[str]) -> LanguageDetector:
    return _builder(sorted(codes)).build()


def _builder(codes: Collection[str]) -> LanguageDetectorBuilder:
    known = known_codes()
    return LanguageDetectorBuilder.from_languages(*(known[code] for code in codes)).with_low_accuracy_mode()
