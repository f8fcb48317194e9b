"""The other engine: openai-whisper with a randomly initialised model, through its true loading and decoding.

Runs by `make test-whisper`, in an environment of its own that has PyTorch.
"""

from pathlib import Path

import pytest
import torch
from whisper.model import ModelDimensions, Whisper

from core.errors import Unavailable
from inference.speech_in import SpeechIn
from inference.whisper_engines import OpenAiWhisper
from tests.fakes.voice import voice_note


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(0)
    small = ModelDimensions(
        n_mels=80, n_audio_ctx=1500, n_audio_state=64, n_audio_head=2, n_audio_layer=1,
        n_vocab=51865, n_text_ctx=448, n_text_state=64, n_text_head=2, n_text_layer=1,
    )  # fmt: skip
    path = tmp_path_factory.mktemp("whisper") / "tiny.pt"
    torch.save({"dims": small.__dict__, "model_state_dict": Whisper(small).state_dict()}, path)
    return path


async def test_a_voice_note_is_heard_in_the_language_that_is_set(model: Path):
    transcript = await SpeechIn(OpenAiWhisper(str(model), model.parent), language="ru").transcribe(voice_note(1.5))
    assert transcript.text
    assert transcript.language == "ru"
    assert transcript.seconds == pytest.approx(1.5, abs=0.1)


async def test_the_language_is_found_out_when_none_is_set(model: Path):
    transcript = await SpeechIn(OpenAiWhisper(str(model), model.parent)).transcribe(voice_note(1.5))
    assert len(transcript.language) >= 2


async def test_a_long_recording_is_heard_in_pieces(model: Path):
    told: list[float] = []

    async def note(done: float, total: float) -> None:
        told.append(done / total)

    await SpeechIn(OpenAiWhisper(str(model), model.parent), language="en").transcribe(voice_note(40.0), note)
    assert len(told) == 2
    assert told[-1] == pytest.approx(1.0, abs=0.01)


async def test_a_broken_model_is_refused_by_its_name(tmp_path: Path):
    broken = tmp_path / "broken.pt"
    broken.write_bytes(b"no model")
    with pytest.raises(Unavailable) as caught:
        await SpeechIn(OpenAiWhisper(str(broken), tmp_path)).transcribe(voice_note())
    assert caught.value.key == "error-whisper-folder"
