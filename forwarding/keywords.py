"""Whole words in text, as people mean them: one pass over a text for all words of all lists, however many there are.

`\\b` would be wrong for words that begin or end with a sign (`#tag`, `50%`, `C++`), and a plain substring hits inside
other words. So an automaton finds every occurrence, and a boundary is asked for only where the word has a letter.
A word that ends with a star, such as `реклам*`, is the beginning of words: languages bend theirs.
"""

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, Self, TypeVar

from forwarding.automaton import Automaton
from forwarding.normalising import is_word_sign, normalise_words, readings
from forwarding.stems import beginning, may_have_stem, stem

Key = TypeVar("Key", bound=Hashable)

SHORTEST_BEGINNING = 3
"""A star after less than this is a sign like any other."""

_TOKEN = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class KeywordList:
    """Words or phrases to look for; no words find nothing.

    `is_part`: inside other words too. `is_inflected`: with any of its endings, Russian and English.
    """

    words: Sequence[str]
    is_part: bool = False
    is_inflected: bool = False


class _Owner(NamedTuple, Generic[Key]):
    """Whose word it is, as it was given, and where it has to stand."""

    key: Key
    word: str
    must_begin: bool
    must_end: bool


class KeywordIndex(Generic[Key]):
    """All words of all lists. Never changes, so that any thread may scan while another builds the next one."""

    def __init__(self, written: Mapping[str, Sequence[_Owner[Key]]], stems: "_StemIndex[Key]") -> None:
        self._owners = [tuple(owners) for owners in written.values()]
        self._automaton = Automaton(written)
        self._stems = stems

    @classmethod
    def build(cls, lists: Mapping[Key, KeywordList]) -> Self:
        """10,000 words take some 40 ms, inflected ones up to 0.5 s: large lists belong in a thread."""
        given = [(key, list_, word) for key, list_ in lists.items() for word in list_.words]
        written: dict[str, list[_Owner[Key]]] = {}
        stems = _StemIndex[Key]()
        for (key, list_, word), normalised in zip(given, normalise_words([word for *_, word in given]), strict=True):
            if not normalised:
                continue
            sought = _sought(normalised)
            owner = _Owner(key, word, not list_.is_part, not list_.is_part and sought == normalised)
            written.setdefault(sought, []).append(owner)
            if list_.is_inflected:
                stems.add(normalised, key, word)
        return cls(written, stems)

    def scan(self, text: str) -> Mapping[Key, str]:
        """For each list with a word in the text one of these, as it was given."""
        found: dict[Key, str] = {}
        for reading in readings(text):
            self._find_written(reading, found)
            self._stems.find(reading, found)
        return found

    def _find_written(self, text: str, found: dict[Key, str]) -> None:
        for number, start, end in self._automaton.find(text):
            is_begin, is_end = _begins(text, start), _ends(text, end)
            for key, word, must_begin, must_end in self._owners[number]:
                if (is_begin or not must_begin) and (is_end or not must_end):
                    found.setdefault(key, word)


class _StemIndex(Generic[Key]):
    """Phrases by the stem of their first word. A sign between words counts: no phrase reaches over a full stop."""

    def __init__(self) -> None:
        self._phrases: dict[str, list[tuple[Sequence[str], Key, str]]] = {}
        self._beginnings: set[str] = set()

    def add(self, normalised: str, key: Key, word: str) -> None:
        first, *rest = map(stem, _TOKEN.findall(normalised))
        self._phrases.setdefault(first, []).append((rest, key, word))
        self._beginnings.add(beginning(first))

    def find(self, text: str, found: dict[Key, str]) -> None:
        if not self._phrases:
            return
        tokens = _TOKEN.findall(text)
        for at, token in enumerate(tokens, 1):
            if not may_have_stem(token, self._beginnings):
                continue
            for rest, key, word in self._phrases.get(stem(token), ()):
                if list(map(stem, tokens[at : at + len(rest)])) == rest:
                    found.setdefault(key, word)


def _sought(word: str) -> str:
    """Without the star of a beginning."""
    beginning = word.removesuffix("*")
    return beginning if len(beginning) >= SHORTEST_BEGINNING and is_word_sign(beginning[-1]) else word


def _begins(text: str, start: int) -> bool:
    return not (start > 0 and is_word_sign(text[start]) and is_word_sign(text[start - 1]))


def _ends(text: str, end: int) -> bool:
    return not (end < len(text) and is_word_sign(text[end - 1]) and is_word_sign(text[end]))
