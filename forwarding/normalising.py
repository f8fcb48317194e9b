"""The form in which texts and words are compared: one case, ё as е, nothing invisible, and disguises seen through.

Letters of another alphabet that look alike (`рeклaма` with two Latin letters) and digits in the place of letters
(`ска3ка`) make a second reading of the text beside the plain one, and hidden words (`р.е.к.л.а.м.а`) further ones, so
what stands there in plain sight is found too.
"""

import re
import unicodedata
from collections.abc import Sequence

from forwarding.alphabets import is_mixed, meant, mend
from forwarding.disguises import unveiled

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff\ud800-\udfff]"
)
"""What Unicode calls ignorable, and halves of a surrogate pair, which are no text at all."""

MARKS = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
"""Stresses and strokes over letters that have no such letter of their own: `за́мок`."""

BRAILLE_BLANK = "\u2800"

_LETTER = r"[^\W\d_]"
_WORD = re.compile(r"[^\W_]+")
_DIGIT = re.compile(
    rf"[01346](?<!\d.)(?:(?<={_LETTER}.)(?={_LETTER})|(?<!\w.)(?={_LETTER}\d?{_LETTER}))",
)
"""A single digit between two letters, or before two at the beginning of a word: `4итай`, neither `4К` nor `100к`."""


def normalise(text: str) -> str:
    """As it stands there; the same for texts that a reader would call the same. Normalising twice changes nothing."""
    return _fold(_seen(text))


def readings(text: str) -> tuple[str, ...]:
    """Normalised: as it stands there, and where words are disguised, what a person reads in it, each once."""
    seen = _seen(text)
    plain = _fold(seen)
    read = [plain]
    if is_mixed(seen) or _DIGIT.search(seen):
        read.append(_read(seen))
    read.extend(map(_read, unveiled(seen)))
    return tuple(dict.fromkeys(read))


def normalise_words(words: Sequence[str]) -> list[str]:
    """Each word normalised, and mended where letters of two alphabets were mixed by mistake; in one go, so that
    100,000 words take tenths of a second."""
    if not words:
        return []
    seen = _seen("\n".join(word.replace("\n", " ") for word in words))
    if is_mixed(seen):
        seen = _WORD.sub(mend, seen)
    return [" ".join(line.split()) for line in _fold_signs(seen).split("\n")]


def is_word_sign(sign: str) -> bool:
    """Whether a word goes on over it. Han, kana and Thai write no blanks: there every sign may begin a word."""
    if sign < "\u0e00":
        return sign.isalnum() or sign == "_" or unicodedata.category(sign)[0] == "M"
    return unicodedata.category(sign)[0] in "LNM" and not _is_unspaced(sign)


def _is_unspaced(sign: str) -> bool:
    """Thai to Tibetan, Burmese, Khmer, kana, and all of the ideographs."""
    return (
        sign <= "\u109f"
        or "\u1780" <= sign <= "\u17ff"
        or "\u3040" <= sign <= "\u30ff"
        or "\u3400" <= sign <= "\u9fff"
        or sign >= "\U00020000"
    )


def _seen(text: str) -> str:
    """The signs that a person sees, each in the one way to write it; case is kept, because shapes depend on it."""
    if text.isascii():
        return text
    visible = unicodedata.normalize("NFKC", INVISIBLE.sub("", text))
    return MARKS.sub("", visible).replace(BRAILLE_BLANK, " ")


def _fold(seen: str) -> str:
    return " ".join(_fold_signs(seen).split())


def _fold_signs(seen: str) -> str:
    if seen.isascii():
        return seen.lower()
    folded = unicodedata.normalize("NFKC", seen.casefold())
    return MARKS.sub("", folded).replace("ё", "е")


def _read(seen: str) -> str:
    return _fold(_WORD.sub(_unmask, seen))


def _unmask(found: re.Match[str]) -> str:
    word = found[0]
    if not (is_mixed(word) or _DIGIT.search(word)):
        return word
    alphabet = meant(word)
    return _DIGIT.sub(lambda digit: alphabet.digits.get(digit[0], digit[0]), word.translate(alphabet.letters))
