"""What models put around an answer goes; what the text itself is wrapped in stays."""

import pytest

from forwarding.cleaning import cleaned


@pytest.mark.parametrize(
    ("answer", "clean"),
    [
        ("  Готово.\n", "Готово."),
        ("<think>hm\nhm</think>\nГотово.", "Готово."),
        ("<thinking>a</thinking>Готово.<think>b</think>", "Готово."),
        ("hm, the user wants</think>Готово.", "Готово."),
        ("```\nГотово.\n```", "Готово."),
        ("```markdown\nГотово.\n\nДа.\n```", "Готово.\n\nДа."),
        ("“Готово.”", "Готово."),
        ("«Готово.»", "Готово."),
        ('"Готово."', "Готово."),
        ("<post>\nГотово.\n</post>", "Готово."),
        ("a <_post> b <_/post> c", "a <post> b </post> c"),
        ("«Один» и «другой»", "«Один» и «другой»"),
        ("Да.\r\nНет.\0", "Да.\nНет."),
        ("\ud800", "?"),
        ("<think>nothing but thoughts</think>", ""),
        ('"', '"'),
    ],
)
def test_what_stands_around_an_answer_goes(answer: str, clean: str):
    assert cleaned(answer, "Done.") == clean


@pytest.mark.parametrize(
    ("text", "answer"),
    [("«Готово»", "«Done»"), ("«Да» и нет", "«Yes» and no"), ("```py\nx\n```", "```py\nx\n```")],
)
def test_what_the_text_has_too_stays(text: str, answer: str):
    assert cleaned(answer, text) == answer
