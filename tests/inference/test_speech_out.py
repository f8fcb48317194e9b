"""Text aloud, by espeak-ng itself and by a tiny Piper voice through Piper itself."""

from io import BytesIO
from pathlib import Path

import av
import pytest

from core.errors import Unavailable
from inference.recordings import seconds_of
from inference.speech_out import LONGEST, SpeechOut
from tests.fakes.piper_voice import RATE, SAMPLES_A_PHONEME, build_piper_voice


@pytest.mark.parametrize(("text", "language"), [("Привет, как дела?", "ru"), ("Hello, how are you?", "en")])
async def test_espeak_says_a_sentence_as_a_voice_note(text: str, language: str) -> None:
    note = await SpeechOut(None).speak(text, language)
    assert note[:4] == b"OggS"
    with av.open(BytesIO(note)) as container:
        assert container.streams.audio[0].codec_context.name in {"opus", "libopus"}
    assert 0.8 < seconds_of(note, 60) < 6


async def test_a_longer_text_takes_longer_and_has_an_end() -> None:
    speech = SpeechOut(None)
    short, long = await speech.speak("Раз.", "ru"), await speech.speak("раз два три " * 20, "ru")
    assert seconds_of(long, 600) > 3 * seconds_of(short, 600)
    endless = await speech.speak("раз " * LONGEST, "ru")
    assert seconds_of(endless, 3600) < 300


async def test_a_voice_of_the_operator_speaks_its_own_language(tmp_path: Path) -> None:
    speech = SpeechOut(build_piper_voice(tmp_path))
    assert speech.is_ready
    text = "привет"
    seconds = seconds_of(await speech.speak(text, "ru"), 60)
    assert seconds >= len(text) * SAMPLES_A_PHONEME / RATE
    assert seconds_of(await speech.speak("Hello there", "en"), 60) > 0.5


async def test_a_broken_voice_is_told_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "ru_RU-broken.onnx").write_bytes(b"no network")
    (tmp_path / "ru_RU-broken.onnx.json").write_text("{}")
    with pytest.raises(Unavailable) as caught:
        await SpeechOut(tmp_path).speak("привет", "ru")
    assert (caught.value.key, caught.value.params) == ("error-speech-voice", {"voice": "ru_RU-broken.onnx"})
