"""What is left of a Russian or English word without its endings: `скидка`, `скидками` and `скидок` are one."""

import re
from collections.abc import Container
from functools import lru_cache

from snowballstemmer.english_stemmer import EnglishStemmer
from snowballstemmer.russian_stemmer import RussianStemmer

KNOWN = 65_536
"""Stems kept; a new one takes some 50 µs."""

_CYRILLIC_WORD = re.compile("[а-я]+")
_FLEETING = re.compile("(?<=..[бвгджзклмнпрстфхцчшщ])(?:ь?[ое]|ь)(?=[кг]$)")
"""The vowel of `скидок`, `денег`, `рынок`, and the sign of `деньг`: other forms do not have them."""
_SHORTEST_REGULAR = 6
"""Shorter English words may change altogether, as `dying` does."""


@lru_cache(maxsize=KNOWN)
def stem(word: str) -> str:
    """Of a normalised word; one of another language, or with a digit, stays as it is."""
    if _CYRILLIC_WORD.fullmatch(word):
        return _FLEETING.sub("", str(RussianStemmer().stemWord(word)))
    if word.isascii() and word.isalpha():
        return str(EnglishStemmer().stemWord(word))
    return word


def beginning(stem: str) -> str:
    """With which every word of this stem begins; only short English words are bent from their second letter on."""
    return stem[:2] if stem.isascii() else stem[:3]


def may_have_stem(word: str, beginnings: Container[str]) -> bool:
    """False when its stem has none of these beginnings, which is quicker to see than the stem is found."""
    if word[:3] in beginnings or word[:2] in beginnings or word[:1] in beginnings:
        return True
    return len(word) < _SHORTEST_REGULAR and word.isascii()
