"""Words that somebody hid from filters, as a person reads them: `р е к л а м а`, `c@s1no`, `реееклама`.

Words of fewer than four letters are left alone: initials, `U.S.A.`, `4G` and `ууу` are what they are.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, islice, product, repeat, zip_longest

import re2

from forwarding.alphabets import meant

SHORTEST = 4
MOST_READINGS = 16
"""Of one word; each reading of a text is searched by itself."""

_RE2_LETTERS = r"A-Za-z\x{c0}-\x{1fff}\x{2c00}-\x{2fff}\x{3040}-\x{1efff}"
"""Coarser than Unicode's own classes, with which RE2's automaton would grow too large."""
_HINT = re2.compile(
    "(?i:{thrice})|[{letters}][@$€0134567]+[{letters}]|[{letters}][@$€0]+(?:[^{letters}0-9]|$)|(?:^|[^{letters}0-9@])[$€]"
    "[{letters}]|[^{letters}0-9][{letters}0-9@$€](?:[^{letters}0-9]{{1,3}}[{letters}0-9@$€]){{2}}(?:[^{letters}0-9]|$)".format(
        letters=_RE2_LETTERS,
        thrice="|".join(each * 3 for each in "abcdefghijklmnopqrstuvwxyzабвгдеёжзийклмнопрстуфхцчшщъыьэюя"),
    )
)
"""Something in the text may be a disguise. In one pass of 4 µs, so that ordinary posts pay for no more."""

_SIGN = r"(?:[^\W_]|[@$€])"
_SUSPECT = re.compile(
    rf"(?<![^\W_])(?<![@$€])(?P<spelled>{_SIGN}(?P<between>(?:[^\w@$€]|_){{1,3}}){_SIGN}(?:(?P=between){_SIGN}){{2,}})"
    rf"(?![^\W_])(?![@$€])|(?<!\w)@\w+|https?://\S+|(?P<word>{_SIGN}+)(?P<host>(?=\.[A-Za-z]{{2}}))?"
)
"""Single signs with the same between them; mentions and links, which stay; any word, of which an address has a host."""

_LEET = frozenset("@$€0134567")
_FIRST = frozenset("$€")
_LAST = frozenset("@$€0")
"""At the edge of a word other digits are numbers, as in `python3` and `7zip`, unless there are signs inside too."""

_RUN = re.compile(r"([^\W\d_])\1{2,}", re.IGNORECASE)
_RUNS = 3
"""Of each of them in a word it is tried whether one letter or two are meant."""

_SHORT_WORDS = frozenset("авикосуяАВИКОСУЯaiAI0123456789")
"""Where all signs stand alone, a neighbour may be a word: `и в к а з и н о`."""


def unveiled(seen: str) -> Iterator[str]:
    """The text with its hidden words in plain sight, once for each way to read them; mostly there are none."""
    if _HINT.search(seen) is None:
        return
    pieces: list[tuple[str, ...]] = []
    end = 0
    for found in _SUSPECT.finditer(seen):
        pieces += [(seen[end : found.start()],), _ways(found)]
        end = found.end()
    pieces.append((seen[end:],))
    for number in range(max(map(len, pieces))):
        yield "".join(ways[number % len(ways)] for ways in pieces)


def _ways(found: re.Match[str]) -> tuple[str, ...]:
    """To read it, the likeliest first."""
    if spelled := found["spelled"]:
        between = found["between"]
        signs = spelled.split(between)
        if not _may_be_word(signs):
            return (spelled,)
        words = _apart(signs) if between.isspace() else [("", "".join(signs), "")]
        ways = (
            [f"{before}{way}{after}" for way in islice(_meanings(word), MOST_READINGS)] for before, word, after in words
        )
        likeliest = chain.from_iterable(zip_longest(*ways))
        return tuple(islice((way for way in likeliest if way is not None), MOST_READINGS))
    word = found["word"]
    if word is None or (found["host"] is not None and "@" in word):
        return (found[0],)
    return tuple(islice(_meanings(word), MOST_READINGS))


def _apart(signs: list[str]) -> Iterator[tuple[str, str, str]]:
    """The word, with up to two short ones before it and after it."""
    before = 0 if signs[0] not in _SHORT_WORDS else 1 if signs[1] not in _SHORT_WORDS else 2
    after = 0 if signs[-1] not in _SHORT_WORDS else 1 if signs[-2] not in _SHORT_WORDS else 2
    for first, last in product(range(before + 1), range(after + 1)):
        word = signs[first : len(signs) - last]
        if len(word) >= SHORTEST:
            left, right = signs[:first], signs[len(signs) - last :]
            yield "".join(f"{each} " for each in left), "".join(word), "".join(f" {each}" for each in right)


def _meanings(word: str) -> Iterator[str]:
    return chain.from_iterable(map(_folded, _spelt(word)))


def _may_be_word(signs: Sequence[str]) -> bool:
    """Numbers with a letter or two are none: `l10n`, `H1N1`, `1.2.3.4`."""
    return len(signs) >= SHORTEST and sum(not sign.isdigit() for sign in signs) >= SHORTEST - 1


def _spelt(word: str) -> Iterator[str]:
    """With letters for signs."""
    places = [place for place, sign in enumerate(word) if sign.isalpha()]
    start, end = (places[0], places[-1] + 1) if places else (0, 0)
    is_leet = not _LEET.isdisjoint(word[start:end])
    if _LEET.issuperset(word[:start]) and start == 1 and ((is_leet and word[0] != "@") or word[0] in _FIRST):
        start = 0
    if (_LEET if is_leet else _LAST).issuperset(word[end:]):
        end = len(word)
    read = word[start:end]
    signs = sorted(_LEET.intersection(read))
    if not signs or not _may_be_word(read):
        yield word
        return
    letters = meant(word).signs
    for choice in product(*(letters.get(sign, sign) for sign in signs)):
        yield word[:start] + read.translate(str.maketrans("".join(signs), "".join(choice))) + word[end:]


def _folded(word: str) -> Iterator[str]:
    """As it is, and with one or two letters in the place of three and more."""
    yield word
    runs = min(len(_RUN.findall(word)), _RUNS)
    for choice in product((1, 2), repeat=runs) if runs else ():
        folded = _RUN.sub(partial(_shortened, chain(choice, repeat(choice[-1]))), word)
        if len(folded) >= SHORTEST:
            yield folded


def _shortened(lengths: Iterator[int], run: re.Match[str]) -> str:
    letter: str = run[1]
    return letter * next(lengths)
