"""The filter of languages: sentences, names of products in them, and texts too short to tell."""

import time

import pytest

from forwarding.languages import shares
from tests.fakes.filters import asked, outcome
from tests.fakes.forwarding import post

SENTENCES = {
    "ru": [
        "Вышла новая версия",
        "Купил iPhone 17 Pro Max",
        "Релиз Python 3.14 https://python.org/downloads #release",
        "Скидка 50% на MacBook Pro M5 в Apple Store",
        "Городская библиотека открыла ночной читальный зал: работает до трёх утра.",
    ],
    "en": [
        "Good morning",
        "New release",
        "Python 3.14 released, see https://пример.рф/новости",
        "The harbour bridge reopens on Monday after two years of repairs.",
    ],
    "uk": ["Привіт, як справи?", "Міська бібліотека відкрила нічний читальний зал."],
    "de": ["Guten Morgen", "Die Brücke wird am Montag wieder für den Verkehr geöffnet."],
    "ja": ["今日は雨です"],
}


@pytest.mark.parametrize("language", SENTENCES)
async def test_a_sentence_passes_in_its_language_alone(language: str):
    for spoken, sentences in SENTENCES.items():
        for each in sentences:
            expected = "pass" if spoken == language else "drop"
            assert await outcome("language", {"languages": language}, post(1, each)) == expected, each


@pytest.mark.parametrize(
    "text", ["", "ok", "123 456", "😀😀😀", "https://example.com/привет", "@some_channel #тег", "BTC 100k", "Hello"]
)
async def test_what_is_too_short_to_tell_goes_where_the_rule_says(text: str):
    for unknown, expected in (("pass", "pass"), ("drop", "drop"), ("hold", "held")):
        verdict = await asked("language", {"languages": ["en"], "unknown": unknown}, post(1, text))
        assert (verdict.outcome, verdict.value) == (expected, "")


async def test_a_rare_language_is_told_from_its_neighbours_in_a_text_of_some_length():
    bulgarian = "Днес в София вали дъжд и температурите са около десет градуса, съобщиха синоптиците"
    assert await outcome("language", {"languages": "ru"}, post(1, bulgarian)) == "drop"
    assert (await asked("language", {"languages": ["bg", "ru"]}, post(1, bulgarian))).value == "bg"


def test_a_text_of_any_length_takes_milliseconds_once_the_languages_are_known():
    text = "Городская библиотека открыла зал, the harbour bridge reopens. " * 20_000
    shares("Городская библиотека открыла зал", frozenset({"en"}))
    started = time.thread_time()
    shares(text, frozenset({"en"}))
    assert time.thread_time() - started < 0.05
