"""A voice note becomes text by a local Whisper and goes on as a question; without a model one sentence helps."""

import pytest

from sandbox.model import Account, Content
from sandbox.posting import Options
from tests.fakes.stage import Stage
from tests.fakes.voice import video_note, voice_note
from tests.fakes.whisper_model import build_whisper_model


def send_voice(stage: Stage, person: Account, reply_to: int = 0) -> None:
    voice = stage.media(voice_note(), "voice", "voice.ogg", "audio/ogg", duration=1)
    options = Options(reply_to=reply_to)
    stage.sandbox.world.posting.send(person, stage.with_bot(person), Content(media=voice), options)


async def test_a_voice_note_is_shown_collapsed_answered_and_on_request_answered_by_voice(folder):
    model = build_whisper_model(folder / "whisper", says="what time is it")
    async with Stage(folder, WHISPER_MODEL=str(model)) as stage:
        await stage.open()
        stage.ollama.reply("Half past nine.")
        send_voice(stage, stage.anna)
        heard = await stage.until_answer(stage.anna, "what time is it")
        assert [each.kind for each in heard.content.entities] == ["expandable_blockquote"]
        answer = await stage.until_answer(stage.anna, "Half past nine.", after=heard.uid)
        assert "what time is it" in stage.ollama.chats[-1]["messages"][-1]["content"]

        screen = await stage.ask(stage.anna, "/voice", stage.words(stage.anna, "voice-is-off"))
        assert not [each for each in stage.answers(stage.anna) if each.content.media and each.uid > answer.uid]
        stage.press(stage.anna, screen, stage.words(stage.anna, "voice-turn-on"))
        await stage.until(lambda: screen.text == stage.words(stage.anna, "voice-is-on"))
        stage.ollama.reply("Уже **десять**.")
        send_voice(stage, stage.anna)
        written = await stage.until_answer(stage.anna, "Уже десять.", after=screen.uid)
        spoken = await stage.until(
            lambda: next(
                (each for each in stage.answers(stage.anna) if each.content.media and each.uid > written.uid), None
            )
        )
        assert spoken.content.media is not None
        assert spoken.content.media.kind == "voice"
        asked = max(
            (each for each in stage.messages(stage.with_bot(stage.anna)) if each.author == stage.anna.id),
            key=lambda each: each.uid,
        )
        assert spoken.reply_to == asked.uid

        said = stage.say(stage.anna, "/whoami The ferry leaves at noon.")
        stage.ollama.reply("At noon.")
        send_voice(stage, stage.anna, reply_to=said.id_for(stage.anna.id))
        await stage.until_answer(stage.anna, "At noon.", after=said.uid)
        assert "The ferry leaves at noon." in stage.ollama.chats[-1]["messages"][-1]["content"]


async def test_a_long_recording_shows_how_far_it_is_and_is_what_the_question_is_about(folder):
    model = build_whisper_model(folder / "whisper", says="we meet on monday")
    async with Stage(folder, WHISPER_MODEL=str(model)) as stage:
        await stage.open()
        stage.ollama.reply("It is about a meeting.")
        lecture = stage.media(voice_note(65.0), "audio", "lecture.ogg", "audio/ogg", duration=65)
        chat = stage.with_bot(stage.anna)
        shown: set[str] = set()
        stage.sandbox.world.subscribe(lambda _: shown.update(each.text for each in stage.answers(stage.anna)))
        stage.sandbox.world.posting.send(stage.anna, chat, Content(media=lecture))
        await stage.until_answer(stage.anna, "It is about a meeting.")
        assert any(
            text.startswith(stage.words(stage.anna, "voice-listening", percent=1).split("1")[0]) for text in shown
        )
        assert not [each for each in stage.answers(stage.anna) if each.text in shown and " %" in each.text]
        asked = stage.ollama.chats[-1]["messages"][-1]["content"]
        assert stage.words(stage.anna, "voice-about") in asked
        assert asked.index("<quoted") < asked.index("we meet on monday")


async def test_a_round_video_is_listened_to_as_a_voice_note_is(folder):
    model = build_whisper_model(folder / "whisper", says="where are my keys")
    async with Stage(folder, WHISPER_MODEL=str(model)) as stage:
        await stage.open()
        stage.ollama.reply("Under the pot.")
        circle = stage.media(video_note(), "video_note", "round.mp4", "video/mp4", duration=1)
        sent = stage.sandbox.world.posting.send(stage.anna, stage.with_bot(stage.anna), Content(media=circle))
        heard = await stage.until_answer(stage.anna, "where are my keys", after=sent.uid)
        await stage.until_answer(stage.anna, "Under the pot.", after=heard.uid)
        asked = stage.ollama.chats[-1]["messages"][-1]["content"]
        assert asked == "where are my keys"


async def test_a_round_video_without_sound_gets_one_sentence(folder):
    model = build_whisper_model(folder / "whisper")
    async with Stage(folder, WHISPER_MODEL=str(model)) as stage:
        await stage.open()
        silent = stage.media(video_note(has_sound=False), "video_note", "round.mp4", "video/mp4", duration=1)
        stage.sandbox.world.posting.send(stage.anna, stage.with_bot(stage.anna), Content(media=silent))
        answer = await stage.until_answer(stage.anna)
        assert answer.text == stage.words(stage.anna, "error-audio-unreadable")


async def test_without_a_model_one_sentence_says_how_to_install_one(folder):
    async with Stage(folder) as stage:
        await stage.open()
        send_voice(stage, stage.anna)
        answer = await stage.until_answer(stage.anna, "WHISPER_MODEL")
        assert answer.text == stage.words(stage.anna, "error-no-whisper-admin")


@pytest.mark.parametrize("broken", [b"", b"not an Ogg file at all"])
async def test_a_broken_recording_gets_one_sentence(folder, broken):
    model = build_whisper_model(folder / "whisper")
    async with Stage(folder, WHISPER_MODEL=str(model)) as stage:
        await stage.open()
        voice = stage.media(broken or b"\0", "voice", "voice.ogg", "audio/ogg", duration=1)
        stage.sandbox.world.posting.send(stage.anna, stage.with_bot(stage.anna), Content(media=voice))
        answer = await stage.until_answer(stage.anna)
        assert answer.text == stage.words(stage.anna, "error-audio-unreadable")
