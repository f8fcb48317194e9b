"""What texts have in common that a reader would call the same."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forwarding.normalising import is_word_sign, normalise, normalise_words, readings

SAME = [
    ("ЁЛКА", "елка"),
    ("е\u0308лка", "елка"),
    ("Straße", "STRASSE"),
    ("ｆｕｌｌ", "full"),
    ("cafe\u0301", "café"),
    ("рек\u200bла\u00adма", "реклама"),
    ("ре\ufe0fк\u3164лама", "реклама"),
    ("за\u0301мок", "замок"),
    ("р\u0336е\u0336к\u0336л\u0336а\u0336м\u0336а\u0336", "реклама"),
    ("5\ufe0f\u20e30\ufe0f\u20e3%", "50%"),
    ("❤\ufe0f", "❤"),
    ("Big \n\t\u00a0\u2003NEWS ", "big news"),
    ("купи\u2800сейчас", "купи сейчас"),
    ("𝐅𝐫𝐞𝐞 №1", "free no1"),
    ("\ud800рог", "рог"),
]

DISGUISED = [
    ("рeклaма", "реклама"),
    ("opexи", "орехи"),
    ("CKИДKИ", "скидки"),
    ("ВITCОIN", "bitcoin"),
    ("Βitcοin", "bitcoin"),
    ("ᴨᴩиʙᴇᴛ", "привет"),
    ("р\u0336e\u0336к\u0336лама", "реклама"),
    ("ска3ка", "сказка"),
    ("4итай 3аработок", "читай заработок"),
    ("b0nus", "bonus"),
    ("рeкл0м", "реклом"),
]

WHAT_IT_IS = ["USB-кабель", "iPhone 15", "4К", "100к", "BAM и ВАМ", "covid19", "ps5", "mp3", "αβγ и abc"]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_both_are_one_in_comparison(one: str, other: str):
    assert normalise(one) == normalise(other)
    assert normalise(other) == unicodedata.normalize("NFC", other).casefold().replace("№", "no")


@pytest.mark.parametrize(("disguised", "meant"), DISGUISED)
def test_a_disguise_is_seen_through_and_the_plain_sight_kept(disguised: str, meant: str):
    assert readings(disguised)[:2] == (normalise(disguised), meant)


@pytest.mark.parametrize("text", WHAT_IT_IS)
def test_what_is_no_disguise_has_one_reading(text: str):
    assert readings(text) == (normalise(text),)


def test_letters_mixed_in_a_given_word_by_mistake_are_mended_but_digits_are_meant():
    assert normalise_words(["рeклaма", "b0b", "две\nстроки", ""]) == ["реклама", "b0b", "две строки", ""]


@pytest.mark.parametrize(("sign", "is_one"), [("я", True), ("7", True), ("_", True), ("#", False), ("语", False)])
def test_a_word_goes_on_over_letters_and_digits_of_scripts_with_blanks(sign: str, is_one: bool):
    assert is_word_sign(sign) == is_one


@given(st.text(st.characters(), max_size=60))
def test_normalising_twice_changes_nothing(text: str):
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(st.characters(), max_size=60))
def test_the_first_reading_is_the_plain_one(text: str):
    assert readings(text)[0] == normalise(text)


@given(st.lists(st.text("абвгde ё\u0301\u200b4#\n", max_size=12), max_size=8))
def test_words_in_one_go_are_what_each_is_alone(words: list[str]):
    assert normalise_words(words) == [normalise_words([word])[0] for word in words]
