"""A recording goes in, its words come out; everything is heard on this machine."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from core.errors import Unavailable, UserError
from inference.recordings import pieces_of, seconds_of
from inference.whisper_engines import SAMPLE_RATE, Heard, Samples, WhisperEngine

AT_ONCE = 1
SECONDS_A_PIECE = 180.0
"""Longest time that hearing one piece may take, loading the model included."""

Progress = Callable[[float, float], Awaitable[None]]
"""Awaited with the seconds heard and the seconds in all."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said; `seconds` is the length of the recording."""

    text: str
    language: str
    seconds: float


class SpeechIn:
    """Hears one recording at a time, on one core."""

    def __init__(self, engine: WhisperEngine | None, *, language: str = "", longest: float = 7200.0) -> None:
        """`language` locks it, empty lets the model find it out; `longest` is in seconds."""
        self._engine = engine
        self._language = language or None
        self._longest = longest
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._hearing = threading.Lock()
        """Whoever is given up still hears to the end in its thread, and an engine takes one at a time."""

    @property
    def is_set(self) -> bool:
        """Whether the operator named a model."""
        return self._engine is not None

    def require(self) -> WhisperEngine:
        """What hears.

        Raises:
            Unavailable: `error-no-whisper`, `error-whisper-` folder or engine.
        """
        if self._engine is None:
            raise Unavailable("error-no-whisper")
        self._engine.require()
        return self._engine

    async def transcribe(self, audio: bytes, on_progress: Progress | None = None) -> Transcript:
        """The words of an audio or video file of any usual kind.

        Raises:
            Unavailable: `error-no-whisper`, `error-whisper-` folder, download or engine.
            UserError: `error-audio-` unreadable, too-long, slow or silent.
        """
        engine = self.require()
        total = await asyncio.to_thread(seconds_of, audio, self._longest)
        heard: list[str] = []
        language, done = self._language, 0.0
        pieces = pieces_of(audio)
        async with self._turns:
            while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
                found = await self._hear(engine, piece, language)
                heard.append(found.text)
                language = found.language if found.text else language
                done += len(piece) / SAMPLE_RATE
                if on_progress is not None:
                    await on_progress(done, total)
        text = " ".join(filter(None, heard))
        if not text:
            raise UserError("error-audio-silent")
        return Transcript(text, language or "", total)

    async def _hear(self, engine: WhisperEngine, samples: Samples, language: str | None) -> Heard:
        try:
            async with asyncio.timeout(SECONDS_A_PIECE):
                return await asyncio.to_thread(self._hear_alone, engine, samples, language)
        except TimeoutError as error:
            raise UserError("error-audio-slow") from error

    def _hear_alone(self, engine: WhisperEngine, samples: Samples, language: str | None) -> Heard:
        with self._hearing:
            return engine.hear(samples, language)
