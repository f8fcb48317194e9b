"""Words that were hidden from filters are found, and ordinary posts are read as they always were."""

from itertools import pairwise
from math import prod

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from benchmarks.corpus import Corpus
from forwarding.alphabets import meant
from forwarding.disguises import MOST_READINGS, unveiled
from forwarding.keywords import KeywordIndex, KeywordList
from forwarding.normalising import normalise, readings

FOUND = [
    ("реклама", "р е к л а м а"),
    ("реклама", "Р.Е.К.Л.А.М.А."),
    ("реклама", "р_е_к_л_а_м_а"),
    ("реклама", "вот р-е-к-л-а-м-а, и всё"),
    ("реклама", "р . е . к . л . а . м . а"),
    ("реклама", "р • е • к • л • а • м • а"),
    ("реклама", "р\nе\nк\nл\nа\nм\nа"),
    ("реклама", "р e к л a м а"),
    ("#реклама", "#р е к л а м а"),
    ("реклама", "р.3.к.1.а.м.а"),
    ("казино", "заходи в к а з и н о и играй"),
    ("казино", "он и в к а з и н о и в баре"),
    ("новое казино", "новое к а з и н о рядом"),
    ("казино бонус", "к а з и н о   б о н у с"),
    ("casino", "play a c a s i n o now"),
    ("ussr", "made in U.S.S.R."),
    ("ссср", "С.С.С.Р."),
    ("casino", "the best c@sin0!"),
    ("casino", "C@$1N0"),
    ("casino", "c4$1n0 c@s1n0"),
    ("kazino", "k4zino"),
    ("казино", "к4зино"),
    ("казино", "к@з1н0"),
    ("казино", "кaз1нo"),
    ("казино", "к431но"),
    ("реклама", "р3кл@ма"),
    ("реклама", "рек1ама"),
    ("google", "g00gle"),
    ("sale", "big $ale"),
    ("bonus", "bonu$, b0nu5"),
    ("реклама", "реееклама"),
    ("реклама", "РЕКЛАаааМА"),
    ("рекламаа", "рекламааааа"),
    ("касса", "кааассса"),
    ("free", "freeeeee"),
    ("cool", "COOOL"),
]
MISSED = [
    ("асп", "А. С. П. Пушкин"),
    ("те", "т. е."),
    ("usa", "U.S.A."),
    ("abc", "a b c"),
    ("спорт", "с порт"),
    ("корт", "от 3 до 5 к орт"),
    ("covidi", "COVID-19 covid1"),
    ("iphones", "an iphone5"),
    ("слет", "через 5лет"),
    ("lion", "l10n"),
    ("стог", "100г, $700, 5€"),
    ("ad", "4d"),
    ("bob", "b2b"),
    ("acasino", "@casino_bot"),
    ("casino", "write to c@sino.com"),
    ("у", "ууу"),
    ("все", "вввввсе"),
    ("да", "дааа"),
    ("1234", "version 1.2.3.4"),
    ("рекл", "р.е.к.л.а.м.а"),
    ("реклама", "р.е к-л_а.м а"),
    ("лама", "р.е.к.л.а.м.а"),
]
ORDINARY = [
    "А. С. Пушкин и Л. Н. Толстой, т. е. классики, и т. д. и т. п.",
    "U.S.A., e.g. N.Y., i.e. a b c",
    "от 3 до 5 к, с 10:30 до 12:00, 5 000 ₽, 100$, $20, 50 % и 4G, B2B, COVID-19, ps5, mp3, iPhone 15 и python3",
    "Сегодня и в Москве, и в области; подробнее @museum_bot, t.me/museum, #музей",
    "1 2 3 4 5, 2-1-3-4, 1.2.3.4, ☎ 8 800 555 35 35",
    "Ж/д вокзал, г. Москва, д. 5, к. 1: я и ты",
]


def has(word: str, text: str, **how: bool) -> bool:
    """With the word itself for the answer: traces show it."""
    return KeywordIndex.build({"list": KeywordList([word], **how)}).scan(text) == {"list": word}


@pytest.mark.parametrize(("word", "text"), FOUND)
def test_a_hidden_word_is_found(word: str, text: str):
    assert has(word, text)


@pytest.mark.parametrize(("word", "text"), MISSED)
def test_what_is_no_disguise_is_not_read_as_one(word: str, text: str):
    assert not has(word, text)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_posts_are_read_once(text: str):
    assert readings(text) == (normalise(text),)


def test_posts_of_made_up_words_are_read_once():
    messages = Corpus().messages(2_000)
    assert [message for message in messages if readings(message) != (normalise(message),)] == []


def test_what_stands_in_plain_sight_is_found_beside_a_disguise():
    index = KeywordIndex.build({1: KeywordList(["casino"]), 2: KeywordList(["ааа"]), 3: KeywordList(["ps5"])})
    assert index.scan("ааа c@s1no ps5").keys() == {1, 2, 3}


def test_parts_beginnings_and_forms_are_found_in_a_disguise():
    assert has("клам", "р.е.к.л.а.м.а", is_part=True)
    assert has("реклам*", "р е к л а м о й")
    assert has("реклама", "р3кл@мой", is_inflected=True)
    assert has("скидка", "с к и д к а м и", is_inflected=True)


def test_an_address_and_a_mention_stay_as_they_are():
    assert set(unveiled("c@sino.com @s@le https://c4sino.example/k@zino b0nus")) == {
        "c@sino.com @s@le https://c4sino.example/k@zino bonus"
    }


def test_a_text_of_nothing_but_riddles_is_read_a_few_times():
    text = "к1р3п4ч7е€ и в а.1.3.4.7.в в к а з и н о ааабббвввг " * 80
    assert len(readings(text)) <= MOST_READINGS + 2


SIGNS = {
    "а": "@4", "о": "0", "с": "$5", "е": "€3", "и": "1", "л": "1", "з": "3", "ч": "4", "б": "6", "т": "7",
    "a": "@4", "o": "0", "s": "$5", "e": "€3", "i": "1", "l": "1", "t": "7",
}  # fmt: skip
WORDS = st.text("абвгдежзийклмнопрстуфхцчшщъыьэюя", min_size=4, max_size=12) | st.text(
    "abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=12
)
BEFORE = st.sampled_from(["", "играй ", "поехали в ", "и в ", "Play a ", "(", "«", "See: ", "А. С. Пушкин, "])
AFTER = st.sampled_from(["", " сегодня", " и в баре", " и", "!", " now", ", т. е.", "\nwww", ") 5 к"])


@given(WORDS, st.sampled_from([" ", ".", "_", "-", ". ", " - ", "*", "/", "|", "  "]), BEFORE, AFTER)
def test_a_word_spelled_out_is_found_in_any_text(word: str, between: str, before: str, after: str):
    assert has(word, f"{before}{between.join(word)}{after}")
    assert has(word, f"{before}{between.join(word.upper())}{after}")


@given(WORDS, BEFORE, AFTER, st.data())
def test_a_word_with_signs_for_letters_is_found_in_any_text(word: str, before: str, after: str, data: st.DataObject):
    replaceable = [place for place, letter in enumerate(word[1:-1], 1) if letter in SIGNS]
    assume(replaceable)
    places = data.draw(st.sets(st.sampled_from(replaceable), min_size=1))
    letters = list(word)
    for place in places:
        letters[place] = data.draw(st.sampled_from(SIGNS[word[place]]))
    hidden = "".join(letters)
    # One letter for each sign, some letters left, and no more riddles than are tried.
    chosen = {(sign, letter) for sign, letter in zip(hidden, word, strict=True) if sign != letter}
    assume(len(dict(chosen)) == len(chosen))
    assume(sum(not sign.isdigit() for sign in hidden) >= 3)
    assume(prod(len(meant(hidden).signs[sign]) for sign, _ in chosen) <= MOST_READINGS)
    assert has(word, f"{before}{hidden}{after}")


@given(WORDS, st.integers(0, 11), st.integers(3, 9), BEFORE, AFTER)
def test_a_word_with_a_drawn_out_letter_is_found_in_any_text(word: str, at: int, times: int, before: str, after: str):
    at = min(at, len(word) - 1)
    assume(all(a != b for a, b in pairwise(word)))
    assert has(word, f"{before}{word[:at]}{word[at] * times}{word[at + 1 :]}{after}")
