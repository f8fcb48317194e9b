"""In which language an answer is asked for: only where the letters of the question leave no doubt."""

from dataclasses import replace

import pytest

from agents.state import Turn
from agents.tongue import language_line
from core.ids import ChatId, ThreadId, TurnId, UserId

TURN = Turn(
    id=TurnId(1),
    thread=ThreadId("1:0"),
    user=UserId(1),
    chat=ChatId(1),
    text="",
    language="ru",
    is_private=True,
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Почему небо синее?", "ru"),
        ("Что такое useEffect в React?", "ru"),
        ("Почему вода мокрая и что это значит? Объясни, где тут мысль.", "en"),
    ],
)
def test_a_question_in_russian_letters_is_answered_in_russian(text: str, language: str):
    assert language_line(replace(TURN, text=text, language=language)).startswith("Answer in Russian")


@pytest.mark.parametrize("text", ["Why is the sky blue?", "Warum ist der Himmel blau?"])
def test_a_russian_interface_does_not_make_an_answer_russian(text: str):
    assert language_line(replace(TURN, text=text)).startswith("The question is not in Russian")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Чому небо синє і що це означає?", "ru"),
        ("Зашто је небо плаво?", "ru"),
        ("Docker", "ru"),
        ("https://example.org/why-is-the-sky-blue", "ru"),
        ("```\nfor each in all of them: print(each)\n```", "ru"),
        ("Why is the sky blue?", "en"),
        ("2 + 2", "ru"),
    ],
)
def test_what_the_letters_do_not_tell_is_left_to_the_model(text: str, language: str):
    assert not language_line(replace(TURN, text=text, language=language))


def test_the_language_of_what_somebody_else_wrote_decides_nothing():
    assert not language_line(replace(TURN, text="Почему небо синее?", is_untrusted=True))
