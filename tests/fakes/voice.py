"""Real small recordings, as Telegram makes them: a voice note in Ogg with Opus, a round video in MP4 with AAC."""

from fractions import Fraction
from io import BytesIO

import av
import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.int16]
RATE = 48_000
FRAME = 960
"""Samples of 20 ms, what Opus packs at once."""
PICTURES = 10
"""A second."""
EDGE = 64


def tone(count: int) -> Samples:
    """It rises, as a voice does."""
    times = np.arange(count) / RATE
    return (np.sin(2 * np.pi * (220 + 60 * times) * times) * 8000).astype(np.int16)


def voice_note(seconds: float = 1.0) -> bytes:
    """A rising tone of that length."""
    count = int(seconds * RATE) // FRAME * FRAME
    samples = tone(count)
    target = BytesIO()
    with av.open(target, "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=RATE)
        stream.layout = "mono"
        for start in range(0, count, FRAME):
            frame = av.AudioFrame.from_ndarray(samples[None, start : start + FRAME], format="s16", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return target.getvalue()


def video_note(seconds: int = 1, *, has_sound: bool = True) -> bytes:
    """A square picture that grows lighter, and the tone."""
    target = BytesIO()
    with av.open(target, "w", format="mp4") as container:
        seen = container.add_stream("mpeg4", rate=PICTURES)
        seen.width = seen.height = EDGE
        heard = container.add_stream("aac", rate=RATE) if has_sound else None
        if heard is not None:
            heard.layout = "mono"
        for number in range(seconds * PICTURES):
            grey = np.full((EDGE, EDGE, 3), 100 + number, np.uint8)
            container.mux(seen.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")))
        container.mux(seen.encode(None))
        if heard is not None:
            frame = av.AudioFrame.from_ndarray(tone(seconds * RATE)[None], format="s16", layout="mono")
            frame.sample_rate = RATE
            container.mux(heard.encode(frame))
            container.mux(heard.encode(None))
    return target.getvalue()
