"""A message to the bot until the first thing that its author sees of the answer: a draft, or a message.

The fake Ollama answers at once, so this is the platform's own part of the wait. The next question comes when the answer
is there and the bot's pace of three messages in three seconds has room again.
"""

import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.row import Figure, Row, milliseconds
from benchmarks.stopwatch import rest
from tests.fakes.stage import Stage

QUESTIONS = 30
PACE = 1.1
"""Seconds from one question to the next."""


async def measure() -> Sequence[Figure]:
    with TemporaryDirectory() as folder:
        async with Stage(Path(folder), BOT__THROTTLE_PER_MINUTE="1000") as stage:
            await stage.open()
            await stage.ask(stage.anna, "Warm-up: is anybody there?", stage.ollama.default)
            seconds = [await asked(stage, f"Question {number}: what is new?") for number in range(QUESTIONS)]
    return milliseconds("message to first sign", seconds, p50=300, p95=300)


async def asked(stage: Stage, text: str) -> float:
    """Seconds to the first sign; returns when the whole answer is there and the pace has room."""
    started = time.perf_counter()
    known = max(message.uid for message in stage.answers(stage.anna))
    seconds = await stage.first_sign(stage.anna, text)
    await stage.until_answer(stage.anna, stage.ollama.default, after=known)
    await rest(started, PACE)
    return seconds


ROW = Row("first_sign", "a message to the first visible sign of its answer", measure)
