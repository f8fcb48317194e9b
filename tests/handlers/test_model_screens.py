"""The screens of /model: they fit a message and a press, however many and however long the models are."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from core.buttons import Rows
from core.i18n import Texts, Translator
from handlers.ui.model_screens import Shelf, list_screen, manage_screen, one_screen, pull_text, selftest_text
from inference.catalog import ModelInfo
from inference.installing import LoadedModel, PullProgress
from inference.selftest import Verdict

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
CHAT = frozenset({"completion", "tools"})


@pytest.fixture
def texts(translator: Translator) -> Texts:
    return translator.bound("en")


def shelf(models: Sequence[ModelInfo], **changes: object) -> Shelf:
    about: dict[str, object] = {
        "models": models,
        "loaded": {},
        "speeds": {},
        "chosen": "",
        "default": models[0].name,
        "reason": "tools",
        "is_blind": False,
        "now": NOW,
        "time_zone": "Europe/Riga",
    }
    return Shelf(**{**about, **changes})  # type: ignore[arg-type]


def labels(rows: Rows) -> list[str]:
    return [button.text for row in rows for button in row]


def test_many_long_names_go_by_pages_that_fit_a_message(texts: Texts):
    many = [ModelInfo(f"hf.co/{'x' * 70}/{'y' * 70}-{number:02}", 10**10, CHAT) for number in range(20)]
    seen: set[str] = set()
    for offset, turning in ((0, ["→"]), (8, ["←", "→"]), (16, ["←"])):
        text, rows = list_screen(shelf(many), texts, is_admin=True, offset=offset)
        assert len(text.encode("utf-16-le")) // 2 < 4096
        assert [label for label in labels(rows) if label in "←→"] == turning
        seen |= {button.data for row in rows for button in row if len(button.data) == len("model:12345678")}
    assert len(seen) >= 20
    assert len(labels(manage_screen(shelf(many), texts, 16)[1])) == 4 + len(["←", "back"])


def test_a_loaded_model_says_until_when_in_the_persons_zone_or_that_it_stays(texts: Texts):
    model = ModelInfo("tiny:latest", 800_000_000, CHAT)
    for until, sign in ((NOW + timedelta(minutes=10), "loaded until 14:10 (1.0 GB)"), (None, "always loaded")):
        loaded = {"tiny:latest": LoadedModel("tiny:latest", 1_000_000_000, until)}
        assert sign in list_screen(shelf([model], loaded=loaded), texts, is_admin=False)[0]


def test_an_experiment_keeps_the_default_a_secret(texts: Texts):
    model = ModelInfo("tiny:latest", 0, CHAT)
    text, _ = list_screen(shelf([model], is_blind=True), texts, is_admin=False)
    assert "tiny:latest answers" not in text


def test_what_is_on_another_server_can_only_be_tested_from_here(texts: Texts):
    other = ModelInfo("llama@openai", 0, CHAT, context_length=16384)
    own = ModelInfo("tiny:latest", 1, CHAT)
    loaded = {"tiny:latest": LoadedModel("tiny:latest", 1, None)}
    text, rows = one_screen(other, shelf([other, own]), texts)
    assert "16384" in text
    assert labels(rows) == [texts("model-test"), texts("button-back")]
    assert len(labels(one_screen(own, shelf([other, own], loaded=loaded), texts)[1])) == 4


@pytest.mark.parametrize(
    ("completed", "bar"), [(0, "▱" * 12 + " 0 %"), (500, "▰" * 6 + "▱" * 6 + " 50 %"), (1000, "▰" * 12 + " 100 %")]
)
def test_the_bar_of_a_download_moves_with_it(texts: Texts, completed: int, bar: str):
    assert bar in pull_text("tiny", PullProgress("downloading", completed, 1000), texts).splitlines()


@pytest.mark.parametrize(
    ("reason", "why"),
    [("operator", "OLLAMA_MODEL"), ("experiment", "everybody"), ("tools", "calls tools"), ("chats", "no installed")],
)
def test_the_automatic_choice_says_why_and_how_to_choose_by_name(texts: Texts, reason: str, why: str):
    text, _ = list_screen(shelf([ModelInfo("tiny:latest", 0, CHAT)], reason=reason), texts, is_admin=False)
    assert "automatic: " in text.splitlines()[0]
    assert why in text.splitlines()[0]
    assert text.splitlines()[-1].endswith("/model tiny:latest")


def test_a_model_is_found_by_what_people_write(texts: Texts):
    models = shelf([ModelInfo("Tiny:latest", 0, CHAT), ModelInfo("qwen3:4b", 0, CHAT)])
    found = [models.named(name) for name in ("tiny", "QWEN3:4b", "qwen3")]
    assert [each.name if each else None for each in found] == ["Tiny:latest", "qwen3:4b", None]


@pytest.mark.parametrize(("language", "shown"), [("en", "2.5 tokens/s"), ("ru", "2,5 ток./с")])
def test_the_speed_of_a_self_test_has_the_languages_own_point(translator: Translator, language: str, shown: str):
    told = [Verdict("russian", "good", "fine")] * 4 + [Verdict("speed", "bad", "rate-slow", {"rate": 2.5})]
    assert shown in selftest_text("tiny", told, translator.bound(language))
