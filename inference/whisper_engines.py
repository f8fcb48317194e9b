"""The two engines that hear: faster-whisper, which is installed, and openai-whisper, which an operator may add."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np

from core.config import WHISPER_SIZES as SIZES
from core.errors import Unavailable

SAMPLE_RATE = 16_000
FILES = ("model.bin", "config.json", "tokenizer.json")
"""Of a faster-whisper folder; without one of them the library would look for it on the network."""

EngineName = Literal["faster-whisper", "openai-whisper"]
Samples = np.ndarray
"""Mono, float32, 16,000 a second."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The words of up to half a minute; empty where nobody speaks."""

    text: str
    language: str


class WhisperEngine(Protocol):
    """Loads at the first use and is called from one thread at a time."""

    def require(self) -> None:
        """See that the model is on this disk, or can be fetched by its size's name.

        Raises:
            Unavailable: `error-whisper-folder`, `error-whisper-engine`.
        """

    def hear(self, samples: Samples, language: str | None) -> Heard:
        """
        Raises:
            Unavailable: `error-whisper-folder`, `error-whisper-download`, `error-whisper-engine`.
        """


class FasterWhisper:
    """CTranslate2 in eight bits on one core; `model` is a folder or one of SIZES."""

    def __init__(self, model: str, downloads: Path) -> None:
        self._model = model
        self._downloads = downloads
        self._loaded: Any = None

    def require(self) -> None:
        if self._model not in SIZES and not all((Path(self._model) / name).is_file() for name in FILES):
            raise Unavailable("error-whisper-folder", folder=self._model)

    def hear(self, samples: Samples, language: str | None) -> Heard:
        model = self._load()
        spoken = language if language in model.supported_languages else None
        segments, info = model.transcribe(
            samples, language=spoken, beam_size=1, temperature=0.0, condition_on_previous_text=False
        )
        return Heard(" ".join(segment.text.strip() for segment in segments).strip(), info.language)

    def _load(self) -> Any:
        if self._loaded is None:
            self.require()
            from faster_whisper import WhisperModel

            def load() -> Any:
                return WhisperModel(
                    self._model,
                    device="cpu",
                    compute_type="int8",
                    cpu_threads=1,
                    download_root=str(self._downloads),
                    local_files_only=self._model not in SIZES,
                )

            self._loaded = _loading(self._model, load)
        return self._loaded


class OpenAiWhisper:
    """OpenAI's own package on PyTorch; `model` is a `.pt` file or one of SIZES."""

    def __init__(self, model: str, downloads: Path) -> None:
        self._model = model
        self._downloads = downloads
        self._loaded: Any = None

    def require(self) -> None:
        if find_spec("whisper") is None:
            raise Unavailable("error-whisper-engine")
        if self._model not in SIZES and not Path(self._model).is_file():
            raise Unavailable("error-whisper-folder", folder=self._model)

    def hear(self, samples: Samples, language: str | None) -> Heard:
        model = self._load()
        told = model.transcribe(
            samples, language=language, temperature=0.0, fp16=False, condition_on_previous_text=False, verbose=None
        )
        return Heard(str(told["text"]).strip(), str(told["language"]))

    def _load(self) -> Any:
        if self._loaded is None:
            self.require()
            import whisper

            def load() -> Any:
                return whisper.load_model(self._model, device="cpu", download_root=str(self._downloads))

            self._loaded = _loading(self._model, load)
        return self._loaded


ENGINES: dict[EngineName, type[FasterWhisper] | type[OpenAiWhisper]] = {
    "faster-whisper": FasterWhisper,
    "openai-whisper": OpenAiWhisper,
}


def _loading(model: str, load: Callable[[], Any]) -> Any:
    """Foreign code that reads files or fetches them: whatever it raises means that the model cannot be used."""
    try:
        return load()
    except Exception as error:
        key = "error-whisper-download" if model in SIZES else "error-whisper-folder"
        raise Unavailable(key, folder=model) from error
