"""Who answers: the person's choice, clear signs, the classifier, and the model only in doubt."""

from collections import Counter

import pytest

from agents.classifier import Classifier, Guess, calibrate, learn, read_terms, read_utterances
from agents.runner import load_agents
from agents.supervisor import (
    CALIBRATION,
    CHAT,
    DEFAULT,
    agents_classifier,
    clear_sign,
    is_doubtful,
    lessons,
    read_name,
)
from tests.fakes.agents import Desk, end_of
from tests.fakes.ollama_script import Refuse, done, message

AGENTS = load_agents()
SPLITS = {name: read_utterances(f"agents.{name}") for name in ("train", "test")}
DOUBTFUL = "the log and the loan of the parser"


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return agents_classifier()


@pytest.fixture
async def warm_desk(desk: Desk) -> Desk:
    """Its model has answered before, so it is loaded."""
    await desk.ask("Hello")
    return desk


def expected(label: str) -> str:
    return DEFAULT if label == CHAT else label


def normalised(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text.lower().replace("ё", "е")).split())


def test_no_utterance_stands_twice_and_the_labels_are_agents():
    texts = Counter(normalised(each.text) for each in [*SPLITS["train"], *SPLITS["test"]] if normalised(each.text))
    shared = {each.text for each in SPLITS["train"]} & {each.text for each in SPLITS["test"]}

    assert shared == set()
    assert {text: count for text, count in texts.items() if count > 1} == {}
    assert {each.label for split in SPLITS.values() for each in split} == {*AGENTS, CHAT}
    assert {each.label for each in read_terms("agents.terms")} <= set(AGENTS)


def test_the_set_is_large_and_both_languages_have_their_half():
    together = [*SPLITS["train"], *SPLITS["test"]]
    languages = Counter(each.language for each in together)

    assert len(together) >= 700
    assert min(languages.values()) >= 0.45 * len(together)
    assert len(SPLITS["test"]) >= 220


@pytest.mark.parametrize(("languages", "share"), [(("ru",), 0.9), (("en",), 0.9), (("ru", "en"), 0.95)])
def test_what_was_never_learned_goes_to_the_right_agent(
    classifier: Classifier, languages: tuple[str, ...], share: float
):
    asked = [each for each in SPLITS["test"] if each.language in languages]

    right = [
        each
        for each in asked
        if (clear_sign(each.text, AGENTS) or classifier.guess(each.text).meant) == expected(each.label)
    ]

    assert len(right) / len(asked) >= share


def test_learning_is_deterministic_and_typos_are_forgiven(classifier: Classifier):
    again = learn(lessons(), CALIBRATION, common=DEFAULT, terms=read_terms("agents.terms"))

    for text in ("рефакторнг парсера", "ипатечный кредит на квартиру", "the sevrer crashed tonight"):
        assert again.guess(text) == classifier.guess(text)
    assert classifier.guess("как отрефакторить запутаный класс").meant == "architect"
    assert classifier.guess("сколко процентов по кридиту на квартиру").meant == "cards"


@pytest.mark.parametrize(
    ("text", "agent"),
    [
        ("Привет! Как дела?", "assistant"),
        ("Remind me to buy a birthday card", "assistant"),
        ("How do I log in?", "assistant"),
        ("my card for the birthday party", "assistant"),
        ("Напиши пользовательскую историю про вход", "analyst"),
        ("The system shall be fast.", "analyst"),
        ("4111 1111 1111 1111", "cards"),
        ("Посчитай платёж по ипотеке на 20 лет", "cards"),
        ("What is the interest rate on this loan?", "cards"),
        ("def f(x):\n    return x", "architect"),
        ("Нарисуй диаграмму классов", "architect"),
        ("Traceback (most recent call last):\n  File", "support"),
        ("2026-11-02 10:00:00 ERROR db gone", "support"),
        ("Посмотри логи, сервер упал", "support"),
    ],
)
async def test_the_supervisor_understands_both_languages(desk: Desk, text: str, agent: str):
    assert end_of(await desk.ask(text)).agent == agent


@pytest.mark.parametrize(
    "text", ["Пересылай посты из @source_news в @target_news", "Forward all posts from @a to @b", "Настрой репост"]
)
async def test_the_editor_answers_admins_only(desk: Desk, text: str):
    assert end_of(await desk.ask(text, is_admin=True)).agent == "editor"
    assert end_of(await desk.ask(text)).agent == "assistant"
    assert end_of(await desk.ask("Hello", agent="editor")).agent == "assistant"


async def test_a_choice_goes_before_the_signs_and_one_that_is_gone_counts_as_none(desk: Desk):
    text = "Напиши критерии приёмки"

    assert end_of(await desk.ask(text, agent="cards")).agent == "cards"
    assert end_of(await desk.ask(text, agent="plumber")).agent == "analyst"
    routes = desk.services.metrics.routes
    assert routes.labels(agent="cards", reason="choice")._value.get() == 1
    assert routes.labels(agent="analyst", reason="rule")._value.get() == 1


async def test_in_doubt_the_model_is_asked_once_and_may_only_name_who_is_open_to_the_person(
    warm_desk: Desk, classifier: Classifier
):
    assert is_doubtful(classifier.guess(DOUBTFUL))
    warm_desk.ollama.choose("support")
    warm_desk.ollama.reply("Let me look.")

    assert end_of(await warm_desk.ask(DOUBTFUL)).agent == "support"

    question, answer = warm_desk.ollama.chats[1:]
    names = question["format"]["properties"]["agent"]["enum"]
    assert set(names) == set(AGENTS) - {"editor"}
    assert answer.get("format") is None


@pytest.mark.parametrize("reply", ["I think it is support", '{"agent": "plumber"}', '["support"]'])
async def test_a_model_that_names_nobody_leaves_it_to_the_classifier(
    warm_desk: Desk, classifier: Classifier, reply: str
):
    warm_desk.ollama.script_own_work(message(reply), done())
    warm_desk.ollama.reply("Let me look.")

    assert end_of(await warm_desk.ask(DOUBTFUL)).agent == classifier.guess(DOUBTFUL).meant


async def test_a_model_that_fails_in_doubt_leaves_it_to_the_classifier(warm_desk: Desk, classifier: Classifier):
    warm_desk.ollama.script_own_work(Refuse(500, "llama runner process has terminated"))

    assert end_of(await warm_desk.ask(DOUBTFUL)).agent == classifier.guess(DOUBTFUL).meant


async def test_a_model_that_is_not_loaded_is_not_asked_who_answers(desk: Desk, classifier: Classifier):
    assert end_of(await desk.ask(DOUBTFUL)).agent == classifier.guess(DOUBTFUL).meant
    assert [chat.get("format") for chat in desk.ollama.chats] == [None]


def test_doubt_is_rare(classifier: Classifier):
    unclear = [each for each in SPLITS["test"] if clear_sign(each.text, AGENTS) is None]

    assert sum(is_doubtful(classifier.guess(each.text)) for each in unclear) / len(SPLITS["test"]) <= 0.05


def test_small_leads_of_specialists_alone_are_doubtful():
    assert is_doubtful(Guess({"cards": 0.5, "support": 0.4}, "cards"))
    assert not is_doubtful(Guess({"cards": 0.8, "support": 0.1}, "cards"))
    assert not is_doubtful(Guess({DEFAULT: 0.5, "support": 0.4}, DEFAULT))
    assert read_name('{"agent": "cards"}', ["cards"]) == "cards"


def test_the_figures_of_the_agents_are_what_cross_validation_says():
    assert calibrate(lessons(), common=DEFAULT, terms=read_terms("agents.terms")) == CALIBRATION
