"""Recordings through the true decode path with a tiny Whisper model."""

import asyncio
from io import BytesIO
from pathlib import Path

import av
import pytest

from core.errors import PlatformError, Unavailable, UserError
from inference.recordings import PIECE_SECONDS, pieces_of
from inference.speech_in import SpeechIn
from inference.whisper_engines import FILES, SAMPLE_RATE, FasterWhisper
from tests.fakes.voice import voice_note
from tests.fakes.whisper_model import build_whisper_model


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_whisper_model(tmp_path_factory.mktemp("whisper"), says="who am I?")


@pytest.fixture(scope="module")
def note() -> bytes:
    return voice_note(1.5)


def ears(folder: Path, **options: float | str) -> SpeechIn:
    return SpeechIn(FasterWhisper(str(folder), folder), **options)  # type: ignore[arg-type]


async def refusal(speech: SpeechIn, audio: bytes) -> str:
    with pytest.raises(PlatformError) as caught:
        await speech.transcribe(audio)
    return caught.value.key


def test_the_voice_note_is_ogg_with_opus(note: bytes) -> None:
    assert note[:4] == b"OggS"
    with av.open(BytesIO(note)) as container:
        assert container.streams.audio[0].codec_context.name in {"opus", "libopus"}


async def test_a_voice_note_becomes_text(folder: Path, note: bytes) -> None:
    transcript = await ears(folder, language="en").transcribe(note)
    assert transcript.text == "who am I?"
    assert transcript.language == "en"
    assert transcript.seconds == pytest.approx(1.5, abs=0.1)


async def test_the_language_is_found_out_when_none_is_given(tmp_path: Path, note: bytes) -> None:
    russian = build_whisper_model(tmp_path / "ru", says="который час", language="ru")
    transcript = await ears(russian).transcribe(note)
    assert (transcript.text, transcript.language) == ("который час", "ru")


async def test_a_locked_language_is_not_found_out(tmp_path: Path, note: bytes) -> None:
    russian = build_whisper_model(tmp_path / "ru", says="который час", language="ru")

    assert (await ears(russian, language="en").transcribe(note)).language == "en"


async def test_a_language_the_model_does_not_know_is_found_out_too(folder: Path, note: bytes) -> None:
    assert (await ears(folder, language="xx").transcribe(note)).language == "en"


async def test_recordings_at_once_are_heard_one_after_another(folder: Path, note: bytes) -> None:
    speech = ears(folder)
    heard = await asyncio.gather(*(speech.transcribe(note) for _ in range(3)))
    assert [transcript.text for transcript in heard] == ["who am I?"] * 3


async def test_without_a_model_it_says_so(note: bytes) -> None:
    speech = SpeechIn(None)
    assert await refusal(speech, note) == "error-no-whisper"


@pytest.mark.parametrize("missing", FILES)
async def test_an_incomplete_folder_is_refused_and_nothing_is_fetched(
    folder: Path, tmp_path: Path, note: bytes, missing: str
) -> None:
    for file in folder.iterdir():
        if file.name != missing:
            (tmp_path / file.name).symlink_to(file)
    speech = ears(tmp_path)
    with pytest.raises(Unavailable) as caught:
        await speech.transcribe(note)
    assert (caught.value.key, caught.value.params) == ("error-whisper-folder", {"folder": str(tmp_path)})


async def test_a_broken_model_is_refused(folder: Path, tmp_path: Path, note: bytes) -> None:
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(b"broken" if file.name == "model.bin" else file.read_bytes())
    assert await refusal(ears(tmp_path), note) == "error-whisper-folder"


@pytest.mark.parametrize("audio", [b"", b"OggS", b"this is no sound at all" * 100])
async def test_what_is_no_recording_is_refused(folder: Path, audio: bytes) -> None:
    with pytest.raises(UserError) as caught:
        await ears(folder).transcribe(audio)
    assert caught.value.key == "error-audio-unreadable"


async def test_a_recording_that_breaks_off_is_heard_as_far_as_it_goes(folder: Path, note: bytes) -> None:
    assert (await ears(folder).transcribe(note[: len(note) * 3 // 4])).text == "who am I?"


async def test_a_recording_without_a_word_is_told_as_silent(tmp_path: Path, note: bytes) -> None:
    assert await refusal(ears(build_whisper_model(tmp_path / "mute", says="")), note) == "error-audio-silent"


async def test_a_recording_that_is_too_long_is_refused(folder: Path, note: bytes) -> None:
    assert await refusal(ears(folder, longest=1.0), note) == "error-audio-too-long"


async def test_a_long_recording_is_heard_in_pieces_with_its_progress(folder: Path) -> None:
    told: list[tuple[float, float]] = []

    async def note_progress(done: float, total: float) -> None:
        told.append((round(done), round(total)))

    transcript = await ears(folder).transcribe(voice_note(60.0), note_progress)
    assert transcript.text == " ".join(["who am I?"] * len(told))
    assert len(told) == 3
    assert told == sorted(told)
    assert [done for done, _ in told][-1] == 60


def test_the_pieces_of_a_recording_are_the_whole_of_it_and_none_is_too_long() -> None:
    pieces = list(pieces_of(voice_note(70.0)))
    assert sum(map(len, pieces)) == pytest.approx(70 * SAMPLE_RATE, abs=SAMPLE_RATE // 10)
    assert all(len(piece) <= PIECE_SECONDS * SAMPLE_RATE for piece in pieces)
