"""A recording goes in, its words come out: Whisper through faster-whisper, from a folder, never from the network."""

import asyncio
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING

from core.errors import Unavailable, UserError

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

FILES = ("model.bin", "config.json", "tokenizer.json")
"""Without one of them the library would look for it on the network."""
AT_ONCE = 1
LONGEST = 30 * 60
"""Seconds of a recording."""
ANSWER_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said; `seconds` is the length of the recording."""

    text: str
    language: str
    seconds: float


class SpeechIn:
    """Loads the model at the first recording and hears one recording at a time, on one core."""

    def __init__(self, folder: Path | None, *, longest: float = LONGEST) -> None:
        self._folder = folder
        self._longest = longest
        self._model: WhisperModel | None = None
        self._loading = Lock()
        self._turns = asyncio.Semaphore(AT_ONCE)

    @property
    def is_ready(self) -> bool:
        """Whether the folder holds a complete model."""
        return self._folder is not None and all((self._folder / name).is_file() for name in FILES)

    async def transcribe(self, audio: bytes, language: str | None = None) -> Transcript:
        """The words of an audio file of any usual kind; `language` None lets the model find it out.

        Raises:
            Unavailable: `error-no-whisper`, `error-whisper-folder`.
            UserError: `error-audio-` unreadable, slow or silent.
        """
        if self._folder is None:
            raise Unavailable("error-no-whisper")
        if not self.is_ready:
            raise Unavailable("error-whisper-folder", folder=str(self._folder))
        given_up = Event()
        try:
            async with self._turns, asyncio.timeout(ANSWER_SECONDS):
                return await asyncio.to_thread(self._hear, audio, language, given_up)
        except TimeoutError as error:
            raise UserError("error-audio-slow") from error
        finally:
            # A thread cannot be cancelled; it looks here between two segments.
            given_up.set()

    def _hear(self, audio: bytes, language: str | None, given_up: Event) -> Transcript:
        from faster_whisper.audio import decode_audio

        _refuse_unreadable(audio, self._longest)
        model = self._loaded()
        spoken = language if language in model.supported_languages else None
        segments, info = model.transcribe(
            decode_audio(BytesIO(audio)),
            language=spoken,
            beam_size=1,
            temperature=0.0,
            condition_on_previous_text=False,
        )
        heard: list[str] = []
        for segment in segments:
            if given_up.is_set():
                break
            heard.append(segment.text.strip())
        text = " ".join(heard).strip()
        if not text:
            raise UserError("error-audio-silent")
        return Transcript(text, info.language, info.duration)

    def _loaded(self) -> "WhisperModel":
        from faster_whisper import WhisperModel

        with self._loading:
            if self._model is None:
                try:
                    self._model = WhisperModel(
                        str(self._folder), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True
                    )
                except (RuntimeError, ValueError, OSError) as error:
                    raise Unavailable("error-whisper-folder", folder=str(self._folder)) from error
            return self._model


def _refuse_unreadable(audio: bytes, longest: float) -> None:
    """Decode it all once: a recording that breaks off or lasts for hours is refused before the model sees it."""
    import av

    seconds = 0.0
    try:
        with av.open(BytesIO(audio), "r", metadata_errors="ignore") as container:
            for frame in container.decode(audio=0):
                seconds += frame.samples / frame.sample_rate
                if seconds > longest:
                    raise UserError("error-audio-slow")
    except (av.FFmpegError, ValueError, IndexError, OSError) as error:
        raise UserError("error-audio-unreadable") from error
    if not seconds:
        raise UserError("error-audio-unreadable")
