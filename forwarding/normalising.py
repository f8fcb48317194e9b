"""The form in which texts and words are compared: one case, ё as е, nothing invisible, and disguises seen through.

Letters of another alphabet that look alike (`рeклaма` with two Latin letters) and digits in the place of letters
(`ска3ка`) make a second reading of the text beside the plain one, so what stands there in plain sight is found too.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff\ud800-\udfff]"
)
"""What Unicode calls ignorable, and halves of a surrogate pair, which are no text at all."""

MARKS = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
"""Stresses and strokes over letters that have no such letter of their own: `за́мок`."""

BRAILLE_BLANK = "\u2800"

_LETTERS = {
    "latin": "A-Za-z\u00aa-\u024f\u0250-\u02af\u1d00-\u1d7f\u1e00-\u1eff",
    "cyrillic": "\u0400-\u052f\u1c80-\u1c8f",
    "greek": "\u0370-\u03ff\u1f00-\u1fff",
}
_LETTER = r"[^\W\d_]"
_WORD = re.compile(r"[^\W_]+")
_CYRILLIC = re.compile(f"[{_LETTERS['cyrillic']}]")
_GREEK = re.compile(f"[{_LETTERS['greek']}]")
_MIXED = re.compile("[{latin}{greek}](?:(?=[{cyrillic}])|(?<=[{cyrillic}].))".format_map(_LETTERS))
_MIXED_WITH_GREEK = re.compile("[{greek}](?:(?=[{latin}])|(?<=[{latin}].))".format_map(_LETTERS))
_DIGIT = re.compile(
    rf"[01346](?<!\d.)(?:(?<={_LETTER}.)(?={_LETTER})|(?<!\w.)(?={_LETTER}\d?{_LETTER}))",
)
"""A single digit between two letters, or before two at the beginning of a word: `4итай`, neither `4К` nor `100к`."""


@dataclass(frozen=True, slots=True)
class _Alphabet:
    """How signs of other alphabets look in this one."""

    foreign: re.Pattern[str]
    letters: dict[int, str]
    digits: dict[str, str]


def _alphabet(name: str, look: str, like: str, digits: dict[str, str]) -> _Alphabet:
    foreign = "".join(letters for other, letters in _LETTERS.items() if other != name)
    return _Alphabet(
        re.compile(f"[{foreign}]"), {ord(a): b for a, b in zip(look.split(), like.split(), strict=True)}, digits
    )


_ALPHABETS = (
    _alphabet(
        "cyrillic",
        "A B C E H I J K M O P S T X Y a c e i j k m n o p r s t u x y b ɡ ᴀ ʙ ᴄ ᴇ ʜ ᴋ ᴍ ᴏ ᴘ ᴩ ᴛ ʏ ᴦ ᴧ ᴨ ᴫ ɴ "
        "Α Β Ε Η Ι Κ Μ Ν Ο Ρ Τ Υ Χ Γ Π Λ Φ α ε ι κ ν ο ρ τ υ χ γ π λ φ",
        "А В С Е Н І Ј К М О Р Ѕ Т Х У а с е і ј к м п о р г ѕ т и х у ь г а в с е н к м о р р т у г л п л н "
        "А В Е Н І К М Н О Р Т У Х Г П Л Ф а е і к у о р т у х г п л ф",
        {"0": "о", "3": "з", "4": "ч", "6": "б"},
    ),
    _alphabet(
        "latin",
        "А В С Е Н І Ј К М О Р Ѕ Т Х У а с е һ і ј к м о р ѕ т х у ԁ ԛ ԝ "
        "Α Β Ε Ζ Η Ι Κ Μ Ν Ο Ρ Τ Υ Χ α ε ι κ ν ο ρ τ υ χ",
        "A B C E H I J K M O P S T X Y a c e h i j k m o p s t x y d q w "
        "A B E Z H I K M N O P T Y X a e i k v o p t u x",
        {"0": "o", "1": "i", "3": "e", "4": "a"},
    ),
    _alphabet(
        "greek",
        "A B E Z H I K M N O P T Y X a e i k v o p t u x А В Е Н К М О Р Т Х У а е і к о р т х у",
        "Α Β Ε Ζ Η Ι Κ Μ Ν Ο Ρ Τ Υ Χ α ε ι κ ν ο ρ τ υ χ Α Β Ε Η Κ Μ Ο Ρ Τ Χ Υ α ε ι κ ο ρ τ χ υ",
        {"0": "ο"},
    ),
)


def normalise(text: str) -> str:
    """As it stands there; the same for texts that a reader would call the same. Normalising twice changes nothing."""
    return _fold(_seen(text))


def readings(text: str) -> tuple[str, ...]:
    """Normalised: as it stands there, and where words are disguised, what a person reads in it."""
    seen = _seen(text)
    plain = _fold(seen)
    if not (_is_mixed(seen) or _DIGIT.search(seen)):
        return (plain,)
    read = _fold(_WORD.sub(_unmask, seen))
    return (plain,) if read == plain else (plain, read)


def normalise_words(words: Sequence[str]) -> list[str]:
    """Each word normalised, and mended where letters of two alphabets were mixed by mistake; in one go, so that
    100,000 words take tenths of a second."""
    if not words:
        return []
    seen = _seen("\n".join(word.replace("\n", " ") for word in words))
    if _is_mixed(seen):
        seen = _WORD.sub(_mend, seen)
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


def _is_mixed(seen: str) -> bool:
    if seen.isascii():
        return False
    is_mixed = _CYRILLIC.search(seen) and _MIXED.search(seen)
    return bool(is_mixed or (_GREEK.search(seen) and _MIXED_WITH_GREEK.search(seen)))


def _unmask(found: re.Match[str]) -> str:
    word = found[0]
    if not (_is_mixed(word) or _DIGIT.search(word)):
        return word
    alphabet = _meant(word)
    return _DIGIT.sub(lambda digit: alphabet.digits.get(digit[0], digit[0]), word.translate(alphabet.letters))


def _mend(found: re.Match[str]) -> str:
    word = found[0]
    return word.translate(_meant(word).letters) if _is_mixed(word) else word


def _meant(word: str) -> _Alphabet:
    """The alphabet in which the fewest foreign letters remain and the fewest signs have to change."""
    alphabets = _ALPHABETS if _GREEK.search(word) else _ALPHABETS[:2]
    return min(alphabets, key=lambda each: _strangeness(word, each))


def _strangeness(word: str, alphabet: _Alphabet) -> tuple[int, int]:
    read = word.translate(alphabet.letters)
    return len(alphabet.foreign.findall(read)), _changes(word, read)


def _changes(word: str, read: str) -> int:
    return sum(a != b for a, b in zip(word, read, strict=True))
