"""Made-up posts of channels, and copies of them as reposters edit them: the same in each run."""

import csv
import re
from bisect import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from random import Random

WORDS = Path(__file__).parent.parent / "agents" / "utterances" / "agents.train.csv"
CHANNELS = 40
STOCK_PHRASES = 300
"""Turns of speech of three to six words that many posts have."""
MEDIAN, SPREAD = 244, 0.54
"""Characters of a post, log-normal: 244 at p50, about 100 and 590 at p5 and p95."""
SHORTEST, LONGEST = 84, 900


@dataclass(frozen=True, slots=True)
class Channel:
    """Whose posts begin or end alike."""

    language: str
    header: str
    footer: str


@dataclass(slots=True)
class Press:
    """Writes posts in Russian and English and edits them."""

    random: Random
    words: dict[str, list[str]] = field(default_factory=dict)
    weights: dict[str, list[float]] = field(default_factory=dict)
    phrases: dict[str, list[str]] = field(default_factory=dict)
    channels: list[Channel] = field(default_factory=list)

    def __post_init__(self) -> None:
        for language in ("ru", "en"):
            words = self.words[language] = _vocabulary(language)
            self.random.shuffle(words)
            self.weights[language] = [*accumulate(1 / (rank + 3) for rank in range(len(words)))]
            phrases = [self._some(language, self.random.randint(3, 6)) for _ in range(STOCK_PHRASES)]
            self.phrases[language] = phrases
        for number in range(CHANNELS):
            language = "en" if number % 3 == 0 else "ru"
            header = f"⚡️ {self._some(language, self.random.randint(6, 25))} | t.me/channel{number}\n\n"
            footer = f"\n\n{self._some(language, self.random.randint(4, 14))} 👉 @channel{number}"
            self.channels.append(Channel(language, header, footer))

    def post(self) -> str:
        """Nothing but words of its own and, now and then, stock phrases and a link."""
        language = self.random.choice(("ru", "ru", "en"))
        length = min(max(self.random.lognormvariate(0, SPREAD) * MEDIAN, SHORTEST), LONGEST)
        parts: list[str] = []
        while sum(map(len, parts)) + len(parts) < length:
            phrase = self.random.choice(self.phrases[language]) if self.random.random() < 0.15 else ""
            parts.append(phrase or self._some(language, self.random.randint(4, 12)).capitalize() + ".")
        if self.random.random() < 0.3:
            parts.append(f"https://news.example/{self.random.randrange(10**6)}")
        return " ".join(parts)

    def of_channel(self, number: int) -> str:
        """A post under its channel's header, over its footer."""
        channel = self.channels[number]
        return f"{channel.header}{self.post()}{channel.footer}"

    def rates(self, number: int) -> str:
        """What a channel posts every day with other figures."""
        dollar, euro, oil = (self.random.uniform(60, 120) for _ in range(3))
        day, month = self.random.randint(1, 28), self.random.choice(("января", "марта", "мая", "июня", "августа"))
        header = self.channels[number].header
        return (
            f"{header}Курсы Центробанка на {day} {month}: доллар {dollar:.2f} рубля, евро {euro:.2f} рубля. "
            f"Нефть марки Brent стоит {oil:.1f} доллара за баррель, индекс биржи {oil * 37:.0f} пунктов."
        )

    def copy(self, text: str) -> str:
        """Edited in one to three ways."""
        ways: Sequence[Callable[[str], str]] = (self._footed, self._linked, self._mistyped, self._cut, self._dressed)
        for way in self.random.sample(ways, self.random.randint(1, 3)):
            text = way(text)
        return text

    def _footed(self, text: str) -> str:
        return text + self.random.choice(self.channels).footer

    def _linked(self, text: str) -> str:
        link = f"https://other.example/{self.random.randrange(10**6)}?utm_source=tg"
        return re.sub(r"(?:https?://|t\.me/)\S+|@\w+", link, text) if "://" in text or "@" in text else f"{text} {link}"

    def _mistyped(self, text: str) -> str:
        """One to three words with a letter lost, doubled or exchanged."""
        words = text.split(" ")
        for _ in range(self.random.randint(1, 3)):
            place = self.random.randrange(len(words))
            word = words[place]
            if len(word) < 3:
                continue
            at = self.random.randrange(1, len(word) - 1)
            before, letter, after = word[:at], word[at], word[at + 1 :]
            changed = (before + after, before + letter * 2 + after, before + after[0] + letter + after[1:])
            words[place] = self.random.choice(changed)
        return " ".join(words)

    def _cut(self, text: str) -> str:
        """The last tenth to third of the words is gone."""
        words = text.split(" ")
        return " ".join(words[: round(len(words) * self.random.uniform(0.67, 0.9))]) + "…"

    def _dressed(self, text: str) -> str:
        """Other signs, other case, ё as е."""
        first = text.replace("ё", "е").replace(". ", "! ", 1)
        return f"🔥 {first.upper() if self.random.random() < 0.2 else first}"

    def _some(self, language: str, count: int) -> str:
        words, weights = self.words[language], self.weights[language]
        return " ".join(words[bisect(weights, self.random.random() * weights[-1])] for _ in range(count))


def _vocabulary(language: str) -> list[str]:
    with WORDS.open(encoding="utf-8", newline="") as lines:
        texts = [row["text"] for row in csv.DictReader(lines) if row["language"] == language]
    return sorted({word.lower() for text in texts for word in re.findall(r"[^\W\d_]+", text)})
