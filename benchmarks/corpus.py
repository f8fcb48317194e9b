"""Made-up channel messages and words, the same in every run: Russian, English and both, as long as real ones."""

import random
from collections.abc import Iterator, Sequence
from math import exp

SHORT, MIDDLE, LONG = 0.648, 244, 0.43
"""A log-normal length of 84, 244 and 494 characters at the 5th, 50th and 95th percentile."""

_SYLLABLES = {
    language: tuple(line.split())
    for language, line in (
        ("ru", "ба ве го ди жу за ик ка ле мо ни об пра ро сто та у фи хо це чи ша эк ю ят ный ость ание ель ство ск"),
        ("en", "an ber con der est fi gra hor ing ject ket lo men ner or pre qui re sta ter un ver wil ex yo ze tion"),
    )
}
_SIGNS = (" ", " ", " ", " ", " ", " ", " ", ", ", ". ", " — ", "! 🔥 ", "\n")


class Corpus:
    """A vocabulary in which few words are frequent, and texts made of it."""

    def __init__(self, seed: int = 20261101, words: int = 20_000) -> None:
        self._random = random.Random(seed)
        self.words = {language: list(self._words(language, words)) for language in _SYLLABLES}
        self._weights = [1 / rank for rank in range(1, words + 1)]

    def messages(self, count: int) -> Sequence[str]:
        return [self._message() for _ in range(count)]

    def strangers(self, count: int) -> Sequence[str]:
        """Words of both languages that stand in no message."""
        known = {word for words in self.words.values() for word in words}
        both = (word for pair in zip(self._words("ru", None), self._words("en", None), strict=False) for word in pair)
        unknown = (word for word in both if word not in known)
        return [next(unknown) for _ in range(count)]

    def _words(self, language: str, count: int | None) -> Iterator[str]:
        """Each once; without end when no count is given."""
        made: set[str] = set()
        while count is None or len(made) < count:
            word = "".join(self._random.choices(_SYLLABLES[language], k=self._random.randint(2, 5)))
            if word not in made:
                made.add(word)
                yield word

    def _message(self) -> str:
        draw = self._random.gauss(0, 1)
        length = round(MIDDLE * exp(draw * (SHORT if draw < 0 else LONG)))
        languages = self._random.choice((("ru",), ("en",), ("ru", "ru", "en")))
        text = ""
        while len(text) < length:
            language = self._random.choice(languages)
            for word in self._random.choices(self.words[language], self._weights, k=8):
                text += (word.title() if self._random.random() < 0.1 else word) + self._random.choice(_SIGNS)
        return text[:length]
