"""Advertisements are told from posts that only speak of prices, prizes or jobs."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forwarding.ads import MARKED, THRESHOLD, AdJudge, learn, read_examples
from forwarding.features import vector


@pytest.fixture(scope="module")
def judge() -> AdJudge:
    return learn(read_examples("train"))


def test_most_unseen_posts_are_judged_rightly(judge: AdJudge):
    for language in ("ru", "en"):
        asked = [example for example in read_examples("test") if example.language == language]
        judged = [(example.label == "ad", judge.score(example.text) >= THRESHOLD) for example in asked]
        right = sum(is_ad and verdict for is_ad, verdict in judged)
        assert right >= 0.8 * sum(verdict for _, verdict in judged)
        assert right >= 0.8 * sum(is_ad for is_ad, _ in judged)


def test_the_examples_are_many_in_both_languages_and_none_is_learned_and_asked():
    taught, asked = read_examples("train"), read_examples("test")
    assert len(taught) + len(asked) >= 500
    assert {example.text for example in taught}.isdisjoint(example.text for example in asked)
    assert min(Counter((example.label, example.language) for example in asked).values()) >= 25
    assert min(Counter((example.label, example.language) for example in taught).values()) >= 100


@pytest.mark.parametrize(
    "text",
    [
        "Собрали рецепты тёплых салатов. Erid: 2VtzqwH3kLm",
        "Реклама. ООО «Ромашка»",
        "Сегодня гуляли по набережной.\nНа правах рекламы",
    ],
)
def test_a_post_that_calls_itself_an_advertisement_is_one(judge: AdJudge, text: str):
    assert judge.score(text) == MARKED


@pytest.mark.parametrize(
    "text",
    [
        "Что такое erid и зачем он нужен: закон о рекламе простыми словами",
        "An erid number is what the law demands of bloggers",
        "Наружная реклама. Опять спорят о вывесках на Невском",
    ],
)
def test_speaking_of_marks_is_no_mark(judge: AdJudge, text: str):
    assert judge.score(text) != MARKED


@pytest.mark.parametrize("text", ["", " \n", ".", "0"])
def test_a_post_without_words_advertises_nothing(judge: AdJudge, text: str):
    assert judge.score(text) == 0.0


@pytest.mark.parametrize(
    ("advert", "report"),
    [
        ("Промокод ЗИМА10 — скидка на первый заказ, жми на ссылку", "Скидки зимой станут меньше, считают экономисты"),
        ("Free spins for new players, register now", "The casino was closed by the police after a raid"),
        ("Подписывайтесь на наш канал, там все сигналы", "Канал министерства потерял треть подписчиков за год"),
    ],
)
def test_an_advertisement_scores_higher_than_news_about_the_same(judge: AdJudge, advert: str, report: str):
    assert judge.score(advert) > THRESHOLD > judge.score(report)


def test_the_same_examples_give_the_same_judge():
    examples = read_examples("train")[::8]
    text = "Закажите диван по ссылке"
    assert learn(examples).score(text) == learn(examples).score(text)


@given(st.text(max_size=400))
def test_any_text_has_a_score_between_nothing_and_one(judge: AdJudge, text: str):
    assert 0.0 <= judge.score(text) <= 1.0


@given(st.text(max_size=300), st.sampled_from([16, 2**12]))
def test_features_are_of_length_one_in_the_width_asked_for(text: str, width: int):
    places, values = vector(text, width)
    assert len(set(places.tolist())) == len(places)
    assert all(0 <= place < width for place in places)
    assert not len(values) or 0.5 < float(values @ values) < width
