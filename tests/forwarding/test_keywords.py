"""Whole words, as people mean them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forwarding.keywords import Keywords, normalise

HITS = [
    ("мат", "шах и мат!"),
    ("МАТ", "мат"),
    ("ёлка", "ЕЛКА на площади"),
    ("елка", "Ёлка"),
    ("#tag", "see #tag here"),
    ("50%", "скидка 50%"),
    ("50%", "скидка 50%!"),
    ("C++", "C++20 is out"),
    ("C++", "learn c++."),
    ("@bot", "ask @bot, please"),
    ("big news", "Big\n  NEWS today"),
    ("реклама", "рек\u200bлама"),
    ("реклама", "рек\u00adлама"),
    ("café", "cafe\u0301 open"),
    ("full", "ｆｕｌｌ width"),
    ("straße", "STRASSE"),
    ("🔥", "hot🔥stuff"),
    ("the cat sat", "then the cat sat down"),
]
MISSES = [
    ("мат", "математика"),
    ("мат", "формат"),
    ("cat", "concat"),
    ("cat", "cat_food"),
    ("#tag", "#tagged"),
    ("big news", "big old news"),
    ("cafe", "café"),
]


@pytest.mark.parametrize(("word", "text"), HITS)
def test_it_is_found(word: str, text: str):
    assert Keywords([word]).find(text) == word


@pytest.mark.parametrize(("word", "text"), MISSES)
def test_it_is_no_word_of_its_own_there(word: str, text: str):
    assert Keywords([word]).find(text) == ""


def test_a_word_inside_a_longer_one_hides_no_other():
    assert Keywords(["a", "aa b"]).find("aa b") == "aa b"


def test_no_words_find_nothing():
    assert Keywords([]).find("anything") == Keywords(["", "\u200b"]).find("anything") == ""


@given(st.text(min_size=1, max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_a_word_between_blanks_is_always_found(word: str, before: str, after: str):
    keywords = Keywords([word])
    found = keywords.find(f"{before} {word} {after}")
    assert found == (word if normalise(word) else "")


@given(st.text(max_size=50))
def test_normalising_twice_changes_nothing(text: str):
    assert normalise(normalise(text)) == normalise(text)
