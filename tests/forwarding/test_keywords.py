"""Whole words, as people mean them, of any number of lists at once."""

import re
import threading
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forwarding.keywords import KeywordIndex, KeywordList
from forwarding.normalising import is_word_sign, normalise, normalise_words, readings
from forwarding.stems import beginning, may_have_stem, stem

HITS = [
    ("мат", "шах и мат!"),
    ("МАТ", "мат"),
    ("ёлка", "ЕЛКА на площади"),
    ("елка", "Ёлка"),
    ("#tag", "see #tag here"),
    ("#тег", "(#тег)"),
    ("50%", "скидка 50%"),
    ("50%", "скидка 50%!"),
    ("C++", "C++20 is out"),
    ("C++", "learn c++."),
    ("@bot", "ask @bot, please"),
    ("big news", "Big\n  NEWS today"),
    ("реклама", "рек\u200bлама"),
    ("реклама", "рек\u00adлама"),
    ("реклама", "рeклaма"),
    ("рeклaма", "реклама"),
    ("замок", "за\u0301мок"),
    ("bitcoin", "Вitсоin"),
    ("заработок", "лёгкий 3аработок"),
    ("café", "cafe\u0301 open"),
    ("full", "ｆｕｌｌ width"),
    ("straße", "STRASSE"),
    ("🔥", "hot🔥stuff"),
    ("❤", "люблю ❤\ufe0f"),
    ("the cat sat", "then the cat sat down"),
    ("новости", "НОВОСТИ."),
    ("新闻", "今天新闻很多"),
    ("b0b", "ask b0b"),
]
MISSES = [
    ("мат", "математика"),
    ("мат", "формат"),
    ("cat", "concat"),
    ("cat", "cat_food"),
    ("#tag", "#tagged"),
    ("@bot", "@bottle"),
    ("big news", "big old news"),
    ("cafe", "café"),
    ("скидка", "скидками"),
    ("b0b", "ask bob"),
    ("сор", "cop"),
    ("50%", "150%"),
]
INFLECTED = [
    ("скидка", "Скидками до 50%"),
    ("скидки", "море скидок"),
    ("деньги", "без денег"),
    ("новость", "новостей нет"),
    ("#реклама", "это #рекламой зовётся"),
    ("последняя новость", "о последних новостях"),
    ("онлайн-курс", "онлайн-курсов много"),
    ("курс доллара", "рост курса долларов"),
    ("running", "he runs"),
    ("discounts", "a discount"),
    ("die", "she is dying"),
    ("cry", "he was crying"),
    ("коньки", "пара коньков"),
    ("C++", "learn c++."),
    ("скидка", "cкидками"),
]
NOT_INFLECTED = [
    ("мат", "математика"),
    ("последняя новость", "последняя. Новость"),
    ("последняя новость", "последняя важная новость"),
    ("город", "гордый"),
    ("C++", "c"),
]


def first(words: KeywordList, text: str) -> str:
    return KeywordIndex.build({"list": words}).scan(text).get("list", "")


@pytest.mark.parametrize(("word", "text"), HITS)
def test_it_is_found(word: str, text: str):
    assert first(KeywordList([word]), text) == word


@pytest.mark.parametrize(("word", "text"), MISSES)
def test_it_is_no_word_of_its_own_there(word: str, text: str):
    assert first(KeywordList([word]), text) == ""


@pytest.mark.parametrize(("word", "text"), INFLECTED)
def test_it_is_found_in_every_form(word: str, text: str):
    assert first(KeywordList([word], is_inflected=True), text) == word


@pytest.mark.parametrize(("word", "text"), NOT_INFLECTED)
def test_another_word_is_no_form_of_it(word: str, text: str):
    assert first(KeywordList([word], is_inflected=True), text) == ""


@pytest.mark.parametrize(
    ("word", "text", "is_found"),
    [
        ("реклам*", "пост с рекламой", True),
        ("реклам*", "Рекламу!", True),
        ("реклам*", "антиреклама", False),
        ("реклам", "реклама", False),
        ("c*", "cat", False),
    ],
)
def test_a_star_after_a_beginning_finds_all_words_that_begin_so(word: str, text: str, is_found: bool):
    assert bool(first(KeywordList([word]), text)) == is_found


def test_a_part_is_found_inside_words_and_only_where_it_was_asked_for():
    index = KeywordIndex.build({"part": KeywordList(["мат"], is_part=True), "whole": KeywordList(["мат"])})
    assert index.scan("Математика") == {"part": "мат"}
    assert index.scan("мат") == {"part": "мат", "whole": "мат"}


def test_each_list_answers_with_its_own_spelling_of_a_word():
    index = KeywordIndex.build({1: KeywordList(["Ёлка", "пень"]), 2: KeywordList(["ЕЛКА"]), 3: KeywordList(["дуб"])})
    assert index.scan("ёлка и пень") == {1: "Ёлка", 2: "ЕЛКА"}


def test_a_word_inside_a_longer_one_hides_no_other():
    assert first(KeywordList(["a", "aa b"]), "aa b") == "aa b"


def test_no_words_find_nothing():
    assert KeywordIndex.build({}).scan("anything") == {}
    assert KeywordIndex.build({1: KeywordList([]), 2: KeywordList(["", "\u200b"], is_inflected=True)}).scan("x") == {}


def test_a_hundred_thousand_words_are_found_in_one_pass():
    index = KeywordIndex.build({number: KeywordList([f"слово{number}я"]) for number in range(100_000)})
    assert index.scan("вот слово99999я и слово7я, но не слово7") == {99_999: "слово99999я", 7: "слово7я"}


def test_threads_may_scan_one_index_at_once():
    index = KeywordIndex.build({"list": KeywordList(["скидка"], is_inflected=True)})
    found: list[Mapping[str, str]] = []
    threads = [
        threading.Thread(target=lambda: found.extend(index.scan(f"слово{n} скидками") for n in range(200)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [{"list": "скидка"}] * 800


# What many of the letters below have in common is that they meet: in words, at boundaries, in disguises.
LETTERS = "абе ёe.a4#*_\u200b"
LISTS = st.dictionaries(
    st.integers(0, 5),
    st.builds(KeywordList, st.lists(st.text(LETTERS, max_size=4), max_size=4), st.booleans()),
    max_size=4,
)


def naive(word: str, text: str, is_part: bool) -> bool:
    """The definition, letter by letter."""
    sought = normalise_words([word])[0]
    if not sought:
        return False
    is_beginning = sought.endswith("*") and len(sought) > 3 and is_word_sign(sought[-2])
    sought = sought[:-1] if is_beginning else sought
    for reading in readings(text):
        for found in re.finditer(f"(?={re.escape(sought)})", reading):
            start, end = found.start(), found.start() + len(sought)
            is_begun = start == 0 or not (is_word_sign(reading[start - 1]) and is_word_sign(reading[start]))
            is_ended = end == len(reading) or not (is_word_sign(reading[end - 1]) and is_word_sign(reading[end]))
            if is_part or (is_begun and (is_ended or is_beginning)):
                return True
    return False


@given(LISTS, st.text(LETTERS, max_size=30))
def test_a_scan_finds_what_looking_for_each_word_finds(lists: dict[int, KeywordList], text: str):
    expected = {
        key: hits for key, each in lists.items() if (hits := [w for w in each.words if naive(w, text, each.is_part)])
    }
    found = KeywordIndex.build(lists).scan(text)
    assert found.keys() == expected.keys()
    assert all(word in expected[key] for key, word in found.items())


@given(LISTS, st.text(LETTERS, max_size=30))
def test_inflection_only_adds(lists: dict[int, KeywordList], text: str):
    inflected = {key: KeywordList(each.words, each.is_part, is_inflected=True) for key, each in lists.items()}
    assert KeywordIndex.build(lists).scan(text).keys() <= KeywordIndex.build(inflected).scan(text).keys()


@given(st.text(st.characters(), min_size=1, max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_a_word_between_blanks_is_always_found(word: str, before: str, after: str):
    assert first(KeywordList([word]), f"{before} {word} {after}") == (word if normalise(word) else "")


@given(st.text("абвгдеиокьзцш", min_size=1, max_size=12) | st.text("abcdeginstyly", min_size=1, max_size=9))
def test_a_stem_is_not_empty_and_its_beginning_is_that_of_the_word(word: str):
    assert stem(word)
    assert may_have_stem(word, {beginning(stem(word))})
