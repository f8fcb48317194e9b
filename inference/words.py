"""The words of a text as stems: Russian and English, ё read as е, words without a meaning of their own left out."""

import re
from threading import Lock

import snowballstemmer

WORD = re.compile(r"[^\W_]+")

STOP_WORDS = frozenset(
    """
    а без более больше будет бы был была были было быть в вам вас ваш весь во вот все всего всех вы где да даже для
    до его ее ей ему если есть еще ею же за здесь и из или им их к как какая какие какой когда который кто куда ли
    либо меня мне мной могу может мои мой моя мы на над надо нам нас наш не него нее нет ни них но ну о об обо он она
    они оно от очень по под после потому при про с сам свой себе себя со так такой там тебе тебя тем то тобой тоже
    только том тот ту тут ты у уже хотя чего чей чем через что чтоб чтобы чье чья эта эти это этот я
    знаешь помнишь вспомни расскажи скажи подскажи пожалуйста
    a about am an and any are as at be been being but by can could did do does for from had has have he her him his
    how i if in into is it its just me my no nor not of on or our out please she should so some than that the their
    them then there these they this those to too up us was we were what when where which who whom whose why will with
    would yes you your s t m re ve ll d
    know remember tell say
    """.split()  # noqa: SIM905 - words read best as words
)

SELF_WORDS = frozenset(("я", "меня", "мне", "мной", "мой", "моя", "мои", "мое", "i", "me", "my", "myself"))

_CACHE_SIZE = 50_000


def words_of(text: str) -> list[str]:
    """All words in lower case."""
    return WORD.findall(text.lower().replace("ё", "е"))


def is_about_self(text: str) -> bool:
    """The person speaks of nothing but themself: `what do you know about me`."""
    words = words_of(text)
    return not SELF_WORDS.isdisjoint(words) and STOP_WORDS.issuperset(words)


class Stemmer:
    """Snowball for both languages; may be used by several threads."""

    def __init__(self) -> None:
        self._russian = snowballstemmer.stemmer("russian")
        self._english = snowballstemmer.stemmer("english")
        self._known: dict[str, str] = {}
        self._lock = Lock()

    def stems(self, text: str) -> list[str]:
        """In the order of the text, repeated as there."""
        words = [word for word in words_of(text) if word not in STOP_WORDS]
        with self._lock:
            return [self._stem(word) for word in words]

    def _stem(self, word: str) -> str:
        stem = self._known.get(word)
        if stem is None:
            if len(self._known) >= _CACHE_SIZE:
                self._known.clear()
            stemmer = self._english if word.isascii() else self._russian
            stem = self._known[word] = str(stemmer.stemWord(word))
        return stem
