"""Whole words in text, as people mean them: any case, ё as е, in spite of invisible characters; one pass for all words.

`\\b` would be wrong for words that begin or end with a sign (`#tag`, `50%`, `C++`), and a plain substring hits inside
other words. So an automaton finds every occurrence, and a boundary is asked for only where the word has a letter.
"""

import unicodedata
from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick


def normalise(text: str) -> str:
    """The form in which words are compared; invisible characters are gone, white space is one blank."""
    visible = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", visible).casefold())
    return " ".join(folded.replace("ё", "е").split())


def is_word_sign(sign: str) -> bool:
    return sign == "_" or unicodedata.category(sign)[0] in "LNM"


class Keywords:
    """A set of words or phrases to look for; an empty set finds nothing."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = {normalised: word for word in words if (normalised := normalise(word))}
        self._patterns = list(self._words)
        self._automaton = AhoCorasick(self._patterns) if self._patterns else None

    def find(self, text: str) -> str:
        """The first of the words that stands in the text, as it was given; empty when none does."""
        if self._automaton is None:
            return ""
        haystack = normalise(text)
        for index, start, end in self._automaton.find_matches_as_indexes(haystack, overlapping=True):
            if _stands_alone(haystack, start, end):
                return self._words[self._patterns[index]]
        return ""


def _stands_alone(text: str, start: int, end: int) -> bool:
    starts_inside = start > 0 and is_word_sign(text[start]) and is_word_sign(text[start - 1])
    ends_inside = end < len(text) and is_word_sign(text[end - 1]) and is_word_sign(text[end])
    return not (starts_inside or ends_inside)
