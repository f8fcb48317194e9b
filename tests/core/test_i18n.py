"""Texts in both languages: what is missing, how numbers look, which language a person gets."""

from pathlib import Path

import pytest

from core.i18n import Texts, Translator, pick_language


@pytest.fixture
def small(tmp_path: Path) -> Translator:
    (tmp_path / "en.ftl").write_text(
        "hello = Hello, { $name }!\nonly-english = Here\nid = Your id is { $id }\nhalf = { $part } of it\n", "utf-8"
    )
    (tmp_path / "ru.ftl").write_text("hello = Привет, { $name }!\nid = Ваш id { $id }\n", "utf-8")
    return Translator(tmp_path)


def test_a_language_speaks_its_own_words_without_isolation_marks(small: Translator):
    assert small.languages == ("en", "ru")
    assert small.text("ru", "hello", name="Анна") == "Привет, Анна!"
    assert Texts(small, "en")("hello", name="<b>") == "Hello, <b>!"


def test_what_a_language_lacks_is_said_in_english(small: Translator):
    assert small.bound("ru")("only-english") == "Here"
    assert small.text("de", "hello", name="Ben") == "Hello, Ben!"


def test_a_key_that_nobody_wrote_is_a_fault(small: Translator):
    assert not small.has("nothing")
    with pytest.raises(KeyError):
        small.text("en", "nothing")


def test_ids_are_not_grouped_like_amounts(small: Translator):
    assert small.text("en", "id", id=7000000001) == "Your id is 7000000001"
    assert small.text("ru", "id", id=-1001234567890) == "Ваш id -1001234567890"
    assert small.text("en", "half", part=0.5) == "0.5 of it"


def test_a_folder_without_english_is_refused(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        Translator(tmp_path)


@pytest.mark.parametrize(
    ("code", "language"), [("ru", "ru"), ("ru-RU", "ru"), ("en", "en"), ("uk", "en"), (None, "en")]
)
def test_a_person_gets_russian_only_when_their_telegram_is_russian(code: str | None, language: str):
    assert pick_language(code) == language
