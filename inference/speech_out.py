"""Text goes in, a voice note comes out: by Piper where the operator has a voice for the language, else by espeak-ng."""

import asyncio
import threading
import wave
from asyncio.subprocess import PIPE
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from shutil import which
from typing import Any

from core.errors import Unavailable

ESPEAK = "espeak-ng"
LONGEST = 1500
"""Characters that are spoken; about two minutes."""
SPEAK_SECONDS = 90.0
_OPUS_RATE = 48_000


class SpeechOut:
    """One voice note at a time; `voices` is a folder of Piper's `ru_RU-….onnx` files, each with its `.onnx.json`."""

    def __init__(self, voices: Path | None) -> None:
        self._voices = voices
        self._loaded: dict[Path, Any] = {}
        self._turns = asyncio.Semaphore(1)
        self._speaking = threading.Lock()
        """Whoever is given up still speaks to the end in its thread, and a voice takes one at a time."""

    @property
    def is_ready(self) -> bool:
        return which(ESPEAK) is not None or self._voice("") is not None

    async def speak(self, text: str, language: str) -> bytes:
        """Ogg with Opus, as Telegram wants a voice note; `language` is a code such as `ru`.

        Raises:
            Unavailable: `error-no-speech`, `error-speech-voice`, `error-speech-failed`.
        """
        spoken = text[:LONGEST]
        voice = self._voice(language)
        try:
            async with self._turns, asyncio.timeout(SPEAK_SECONDS):
                wav = await (self._by_espeak(spoken, language) if voice is None else self._by_piper(spoken, voice))
                return await asyncio.to_thread(_to_opus, wav)
        except (TimeoutError, OSError, ValueError, EOFError, wave.Error) as error:
            raise Unavailable("error-speech-failed") from error

    def _voice(self, language: str) -> Path | None:
        if self._voices is None:
            return None
        return next(iter(sorted(self._voices.glob(f"{language}*.onnx"))), None)

    async def _by_espeak(self, text: str, language: str) -> bytes:
        if which(ESPEAK) is None:
            raise Unavailable("error-no-speech")
        process = await asyncio.create_subprocess_exec(
            ESPEAK, "-v", language, "-b", "1", "--stdin", "--stdout", stdin=PIPE, stdout=PIPE, stderr=PIPE
        )
        try:
            wav, _ = await process.communicate(text.encode("utf-8", "replace"))
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        return wav

    async def _by_piper(self, text: str, voice: Path) -> bytes:
        return await asyncio.to_thread(self._piper, text, voice)

    def _piper(self, text: str, path: Path) -> bytes:
        target = BytesIO()
        with self._speaking:
            voice = self._load(path)
            with wave.open(target, "wb") as wav:
                voice.synthesize_wav(text, wav)
        return target.getvalue()

    def _load(self, path: Path) -> Any:
        if path not in self._loaded:
            try:
                from piper import PiperVoice

                self._loaded[path] = PiperVoice.load(path)
            except Exception as error:
                raise Unavailable("error-speech-voice", voice=path.name) from error
        return self._loaded[path]


def _to_opus(wav: bytes) -> bytes:
    import av

    target = BytesIO()
    with av.open(BytesIO(_sized(wav)), "r", format="wav") as source, av.open(target, "w", format="ogg") as ogg:
        stream = ogg.add_stream("libopus", rate=_OPUS_RATE)
        stream.bit_rate = 32_000
        resampler = av.AudioResampler(format="s16", layout="mono", rate=_OPUS_RATE, frame_size=960)
        samples = 0
        for frame in (*source.decode(audio=0), None):
            for piece in resampler.resample(frame):
                piece.pts, piece.time_base = samples, Fraction(1, _OPUS_RATE)
                samples += piece.samples
                ogg.mux(stream.encode(piece))
        ogg.mux(stream.encode(None))
    return target.getvalue()


def _sized(wav: bytes) -> bytes:
    """espeak-ng cannot know the length when it writes the head to a pipe."""
    with wave.open(BytesIO(wav), "rb") as streamed:
        about, frames = streamed.getparams(), streamed.readframes(len(wav))
    target = BytesIO()
    with wave.open(target, "wb") as whole:
        whole.setnchannels(about.nchannels)
        whole.setsampwidth(about.sampwidth)
        whole.setframerate(about.framerate)
        whole.writeframes(frames)
    return target.getvalue()
