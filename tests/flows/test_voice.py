"""A voice note becomes text by a local Whisper and goes on as a question; without a model one sentence helps."""

import pytest

from sandbox.model import Account, Content
from tests.fakes.stage import Stage
from tests.fakes.voice import voice_note
from tests.fakes.whisper_model import build_whisper_model


def send_voice(stage: Stage, person: Account) -> None:
    voice = stage.media(voice_note(), "voice", "voice.ogg", "audio/ogg", duration=1)
    stage.sandbox.world.posting.send(person, stage.with_bot(person), Content(media=voice))


async def test_a_voice_note_is_heard_shown_and_answered(folder):
    model = build_whisper_model(folder / "whisper", says="what time is it")
    async with Stage(folder, WHISPER_MODEL=str(model)) as stage:
        await stage.open()
        stage.ollama.reply("Half past nine.")
        send_voice(stage, stage.anna)
        heard = await stage.until_answer(stage.anna, "what time is it")
        await stage.until_answer(stage.anna, "Half past nine.", after=heard.uid)
        assert "what time is it" in stage.ollama.chats[-1]["messages"][-1]["content"]


async def test_without_a_model_one_sentence_says_how_to_install_one(folder):
    async with Stage(folder) as stage:
        await stage.open()
        send_voice(stage, stage.anna)
        answer = await stage.until_answer(stage.anna, "WHISPER_MODEL")
        assert answer.text == stage.words(stage.anna, "error-no-whisper")


@pytest.mark.parametrize("broken", [b"", b"not an Ogg file at all"])
async def test_a_broken_recording_gets_one_sentence(folder, broken):
    model = build_whisper_model(folder / "whisper")
    async with Stage(folder, WHISPER_MODEL=str(model)) as stage:
        await stage.open()
        voice = stage.media(broken or b"\0", "voice", "voice.ogg", "audio/ogg", duration=1)
        stage.sandbox.world.posting.send(stage.anna, stage.with_bot(stage.anna), Content(media=voice))
        answer = await stage.until_answer(stage.anna)
        assert answer.text == stage.words(stage.anna, "error-audio-unreadable")
