"""A real small voice note: Ogg with Opus, as Telegram records it, made without an external program."""

from fractions import Fraction
from io import BytesIO

import av
import numpy as np

RATE = 48_000
FRAME = 960
"""Samples of 20 ms, what Opus packs at once."""


def voice_note(seconds: float = 1.0) -> bytes:
    """A rising tone of that length."""
    count = int(seconds * RATE) // FRAME * FRAME
    times = np.arange(count) / RATE
    samples = (np.sin(2 * np.pi * (220 + 60 * times) * times) * 8000).astype(np.int16)
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
