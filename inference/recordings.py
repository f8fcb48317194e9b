"""Recordings of any usual kind as samples for Whisper, piece by piece: an hour takes no more room than a minute."""

from collections.abc import Iterator
from io import BytesIO

import numpy as np

from core.errors import UserError
from inference.whisper_engines import SAMPLE_RATE, Samples

PIECE_SECONDS = 28
"""Whisper hears half a minute at once."""
QUIET_SECONDS = 0.2
_LAST_QUARTER = PIECE_SECONDS * SAMPLE_RATE // 4


def seconds_of(audio: bytes, longest: float) -> float:
    """Its length by decoding it all once: what breaks off or lasts too long is refused before a model sees it.

    Raises:
        UserError: `error-audio-unreadable`, `error-audio-too-long`.
    """
    count = 0
    for part in _decoded(audio):
        count += part.size
        if count > longest * SAMPLE_RATE:
            raise UserError("error-audio-too-long", minutes=int(longest // 60))
    if not count:
        raise UserError("error-audio-unreadable")
    return count / SAMPLE_RATE


def pieces_of(audio: bytes) -> Iterator[Samples]:
    """In order, each of at most PIECE_SECONDS, cut at a quiet moment."""
    kept: list[np.ndarray] = []
    size = 0
    for part in _decoded(audio):
        kept.append(part)
        size += part.size
        while size >= PIECE_SECONDS * SAMPLE_RATE:
            whole = np.concatenate(kept)
            end = _quietest(whole[: PIECE_SECONDS * SAMPLE_RATE])
            yield _as_floats(whole[:end])
            kept, size = [whole[end:]], whole.size - end
    if size:
        yield _as_floats(np.concatenate(kept))


def _decoded(audio: bytes) -> Iterator[np.ndarray]:
    import av

    try:
        with av.open(BytesIO(audio), "r", metadata_errors="ignore") as container:
            resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
            for frame in container.decode(audio=0):
                yield from (each.to_ndarray().reshape(-1) for each in resampler.resample(frame))
            yield from (each.to_ndarray().reshape(-1) for each in resampler.resample(None))
    except (av.FFmpegError, ValueError, IndexError, OSError) as error:
        raise UserError("error-audio-unreadable") from error


def _quietest(samples: np.ndarray) -> int:
    """The middle of the quietest moment in the last quarter."""
    step = int(QUIET_SECONDS * SAMPLE_RATE)
    tail = samples[-_LAST_QUARTER:]
    loudness = np.abs(tail[: tail.size // step * step].astype(np.int32)).reshape(-1, step).sum(axis=1)
    return samples.size - tail.size + int(loudness.argmin()) * step + step // 2


def _as_floats(samples: np.ndarray) -> Samples:
    return samples.astype(np.float32) / np.float32(32768.0)
