"""What a model says when it is asked for a title, and what is made of it."""

import pytest

from agents.titling import ANSWER_TOKENS, Titling, clean, first_words
from tests.fakes.agents import Desk


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ('"Trains to Berlin"', "Trains to Berlin"),
        ("«Поезда в Берлин».\n\nЭто название отражает суть.", "Поезда в Берлин"),
        ("\n**Title:** Borscht without meat.", "Borscht without meat"),
        ("Название: Борщ", "Борщ"),
        ("# Garden", "Garden"),
        ("Why **Python 3.12** has a `match`", "Why Python 3.12 has a match"),
        ("", ""),
        ("w" * 90, "w" * 59 + "…"),
    ],
)
def test_a_title_is_one_line_without_ornaments(said: str, title: str):
    assert clean(said) == title


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("How do I cook borscht without meat?", "How do I cook borscht"),
        ("Привет!", "Привет"),
        ("…", "…"),
        ("", ""),
    ],
)
def test_without_a_model_the_first_words_are_the_title(question: str, title: str):
    assert first_words(question) == title


async def test_a_title_is_asked_for_within_its_bounds_and_counted_against_nobody(desk: Desk):
    desk.ollama.reply("«Поезда в Берлин»")

    titling = Titling(desk.services.model, desk.services.catalog, desk.services.gate)
    title = await titling.title("Какие поезда идут в Берлин? Карта 4111 1111 1111 1111")

    (asked,) = desk.ollama.chats
    assert title == "Поезда в Берлин"
    assert asked["options"]["num_predict"] == ANSWER_TOKENS
    assert "4111 1111 1111 1111" not in asked["messages"][-1]["content"]


@pytest.mark.parametrize("is_up", [True, False])
async def test_a_model_that_fails_or_is_gone_leaves_the_first_words(desk: Desk, is_up: bool):
    if is_up:
        desk.ollama.refuse()
    else:
        await desk.ollama.stop()

    titling = Titling(desk.services.model, desk.services.catalog, desk.services.gate)

    assert await titling.title("How do I cook borscht without meat?") == "How do I cook borscht"
