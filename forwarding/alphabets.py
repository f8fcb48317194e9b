"""The alphabets whose letters look alike, and in which of them a word of mixed letters and signs is meant."""

import re
from dataclasses import dataclass

_LETTERS = {
    "latin": "A-Za-z\u00aa-\u024f\u0250-\u02af\u1d00-\u1d7f\u1e00-\u1eff",
    "cyrillic": "\u0400-\u052f\u1c80-\u1c8f",
    "greek": "\u0370-\u03ff\u1f00-\u1fff",
}
_CYRILLIC = re.compile(f"[{_LETTERS['cyrillic']}]")
_GREEK = re.compile(f"[{_LETTERS['greek']}]")
_MIXED = re.compile("[{latin}{greek}](?:(?=[{cyrillic}])|(?<=[{cyrillic}].))".format_map(_LETTERS))
_MIXED_WITH_GREEK = re.compile("[{greek}](?:(?=[{latin}])|(?<=[{latin}].))".format_map(_LETTERS))


@dataclass(frozen=True, slots=True)
class Alphabet:
    """How signs of other alphabets look in this one."""

    foreign: re.Pattern[str]
    letters: dict[int, str]
    digits: dict[str, str]
    """In the place of a letter in what is no disguise otherwise: `ска3ка`."""
    signs: dict[str, str]
    """What each may stand for where somebody hides a word: `c@s1no`."""


def _alphabet(name: str, look: str, like: str, digits: dict[str, str], signs: dict[str, str]) -> Alphabet:
    foreign = "".join(letters for other, letters in _LETTERS.items() if other != name)
    letters = {ord(a): b for a, b in zip(look.split(), like.split(), strict=True)}
    return Alphabet(re.compile(f"[{foreign}]"), letters, digits, signs)


_ALPHABETS = (
    _alphabet(
        "cyrillic",
        "A B C E H I J K M O P S T X Y a c e i j k m n o p r s t u x y b ɡ ᴀ ʙ ᴄ ᴇ ʜ ᴋ ᴍ ᴏ ᴘ ᴩ ᴛ ʏ ᴦ ᴧ ᴨ ᴫ ɴ "
        "Α Β Ε Η Ι Κ Μ Ν Ο Ρ Τ Υ Χ Γ Π Λ Φ α ε ι κ ν ο ρ τ υ χ γ π λ φ",
        "А В С Е Н І Ј К М О Р Ѕ Т Х У а с е і ј к м п о р г ѕ т и х у ь г а в с е н к м о р р т у г л п л н "
        "А В Е Н І К М Н О Р Т У Х Г П Л Ф а е і к у о р т у х г п л ф",
        {"0": "о", "3": "з", "4": "ч", "6": "б"},
        {"@": "а", "$": "с", "€": "ес", "0": "о", "1": "ил", "3": "зеэ", "4": "ач", "5": "с", "6": "б", "7": "тг"},
    ),
    _alphabet(
        "latin",
        "А В С Е Н І Ј К М О Р Ѕ Т Х У а с е һ і ј к м о р ѕ т х у ԁ ԛ ԝ "
        "Α Β Ε Ζ Η Ι Κ Μ Ν Ο Ρ Τ Υ Χ α ε ι κ ν ο ρ τ υ χ",
        "A B C E H I J K M O P S T X Y a c e h i j k m o p s t x y d q w "
        "A B E Z H I K M N O P T Y X a e i k v o p t u x",
        {"0": "o", "1": "i", "3": "e", "4": "a"},
        {"@": "a", "$": "s", "€": "e", "0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "7": "t"},
    ),
    _alphabet(
        "greek",
        "A B E Z H I K M N O P T Y X a e i k v o p t u x А В Е Н К М О Р Т Х У а е і к о р т х у",
        "Α Β Ε Ζ Η Ι Κ Μ Ν Ο Ρ Τ Υ Χ α ε ι κ ν ο ρ τ υ χ Α Β Ε Η Κ Μ Ο Ρ Τ Χ Υ α ε ι κ ο ρ τ χ υ",
        {"0": "ο"},
        {"0": "ο"},
    ),
)


def is_mixed(seen: str) -> bool:
    if seen.isascii():
        return False
    is_mixed = _CYRILLIC.search(seen) and _MIXED.search(seen)
    return bool(is_mixed or (_GREEK.search(seen) and _MIXED_WITH_GREEK.search(seen)))


def mend(found: re.Match[str]) -> str:
    word = found[0]
    return word.translate(meant(word).letters) if is_mixed(word) else word


def meant(word: str) -> Alphabet:
    """The alphabet in which the fewest foreign letters remain and the fewest signs have to change."""
    alphabets = _ALPHABETS if _GREEK.search(word) else _ALPHABETS[:2]
    return min(alphabets, key=lambda each: _strangeness(word, each))


def _strangeness(word: str, alphabet: Alphabet) -> tuple[int, int]:
    read = word.translate(alphabet.letters)
    return len(alphabet.foreign.findall(read)), _changes(word, read)


def _changes(word: str, read: str) -> int:
    return sum(a != b for a, b in zip(word, read, strict=True))
