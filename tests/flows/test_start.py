"""/start promises only what is switched on, in both languages."""

import pytest

from tests.fakes.ollama import EMBEDDER, FakeModel
from tests.fakes.stage import Stage
from tests.fakes.whisper_model import build_whisper_model

PROMISES = {
    "ru": {"voice": ("слушаю голосовые", "или голосовое"), "pictures": ("смотрю картинки", "или фото")},
    "en": {"voice": ("listen to voice notes", "or a voice note"), "pictures": ("look at pictures", "or a photo")},
}
ASK = {"ru": "Спросите что угодно", "en": "Ask me anything"}


@pytest.mark.parametrize(
    ("hears", "sees", "has_model"), [(False, False, True), (True, True, True), (True, False, False)]
)
async def test_the_first_words_promise_what_is_there(folder, hears: bool, sees: bool, has_model: bool):
    whisper = str(build_whisper_model(folder / "whisper")) if hears else ""
    async with Stage(folder, WHISPER_MODEL=whisper, BOT__ACCESS="open") as stage:
        can = ("completion", "vision") if sees else ("completion",)
        stage.ollama.models = {each.name: each for each in (FakeModel("tiny:latest", can), EMBEDDER)}
        if not has_model:
            await stage.ollama.stop()
        await stage.open()
        for person, language in ((stage.anna, "ru"), (stage.ben, "en")):
            said = (await stage.ask(person, "/start", person.first_name)).text
            for sense, is_there in (("voice", hears), ("pictures", sees)):
                assert [promise in said for promise in PROMISES[language][sense]] == [is_there, is_there]
            assert (ASK[language] in said) == has_model
            assert (stage.words(person, "start-no-model") in said) != has_model
            assert (stage.words(person, "start-admin") in said) == (person is stage.anna)
