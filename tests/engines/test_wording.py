"""Weak wording of requirements, in both languages."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from engines.requirements.wording import MAX_TEXT, review


def kinds(sentence: str) -> set[str]:
    return {finding.kind for requirement in review(sentence) for finding in requirement.findings}


@pytest.mark.parametrize(
    "sentence",
    [
        "The system shall send a receipt to the buyer within 5 seconds.",
        "The operator shall confirm the order within 2 hours.",
        "Система должна отправить чек покупателю за 5 секунд.",
        "Оператор должен подтвердить заказ в течение 2 часов.",
    ],
)
def test_a_good_requirement_has_no_findings(sentence: str):
    assert kinds(sentence) == set()


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("The interface shall be user-friendly.", "ambiguous"),
        ("The service shall restart if possible.", "ambiguous"),
        ("Интерфейс должен быть удобным.", "ambiguous"),
        ("Система должна поддерживать PDF, DOCX и т.д.", "ambiguous"),
        ("The page shall load quickly.", "missing-measure"),
        ("Страница должна открываться быстро.", "missing-measure"),
        ("Reports shall be stored for 5 years.", "passive"),
        ("Отчёт должен быть сохранён на 5 лет.", "passive"),
        ("Данные обновляются раз в 5 минут.", "passive"),
        ("Reports shall be stored for 5 years.", "missing-actor"),
        ("It shall be possible to export the report.", "missing-actor"),
        ("Необходимо выгрузить отчёт.", "missing-actor"),
        ("The system shall save the order and notify the buyer.", "compound"),
        ("The system shall log in users, and it must lock them out.", "compound"),
        ("Система должна сохранить заказ и уведомить покупателя.", "compound"),
        ("Система должна вести журнал, а также отчёт.", "compound"),
    ],
)
def test_each_weakness_is_found(sentence: str, kind: str):
    assert kind in kinds(sentence)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("The page shall load quickly, within 2 seconds.", "missing-measure"),
        ("Reports shall be stored by the archive for 5 years.", "missing-actor"),
        ("Отчёт должен быть сохранён системой на 5 лет.", "missing-actor"),
        ("Файл является архивом.", "passive"),
        ("The system shall show the price and the name.", "compound"),
    ],
)
def test_what_mends_a_weakness_ends_the_finding(sentence: str, kind: str):
    assert kind not in kinds(sentence)


def test_bullets_and_sentences_are_numbered_apart_and_excerpts_are_as_written():
    found = review("1. The page shall load Quickly.\n- Система должна работать удобно. Второе предложение здесь.")

    assert [requirement.number for requirement in found] == [1, 2, 3]
    assert found[0].text == "The page shall load Quickly."
    assert [finding.excerpt for finding in found[0].findings] == ["Quickly"]


def test_a_text_without_sentences_or_far_too_long_is_refused():
    for text, key in (("  \n- ", "error-no-requirements"), ("a b " * 30_000, "error-text-too-long")):
        with pytest.raises(UserError) as caught:
            review(text)
        assert caught.value.key == key


@given(st.text(max_size=300))
def test_every_excerpt_stands_in_its_sentence(text: str):
    try:
        found = review(text)
    except UserError:
        return
    for requirement in found:
        for finding in requirement.findings:
            assert all(part in requirement.text for part in finding.excerpt.split(" … "))


@pytest.mark.parametrize("word", ["делать ", "must do "])
def test_a_long_text_without_an_end_of_sentence_is_read_in_seconds(word: str):
    started = process_time()
    review(word * (MAX_TEXT // len(word)))
    assert process_time() - started < 5
