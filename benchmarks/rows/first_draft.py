"""The model's first token until the first draft with a word of it: the platform's own part of that wait.

Beside it stands what may hide it: drafts have a pace of one a second, and "Thinking…" stands before the first word.
"""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.row import Figure, Row, milliseconds
from benchmarks.stopwatch import rest
from sandbox.events import DraftChanged, Event
from tests.fakes.ollama_script import Hold, done, message
from tests.fakes.stage import PATIENCE, Stage

QUESTIONS = 18
THINKING = 0.25
"""Seconds that the model takes before its first token, so that "Thinking…" stands already."""
PACE = 1.3
"""Seconds from one question to the next."""


async def measure() -> Sequence[Figure]:
    with TemporaryDirectory() as folder:
        async with Stage(Path(folder), BOT__THROTTLE_PER_MINUTE="1000") as stage:
            await stage.open()
            await stage.ask(stage.anna, "Warm-up: is anybody there?", stage.ollama.default)
            seconds = [await asked(stage, number) for number in range(QUESTIONS)]
    return milliseconds("first token to first draft", seconds, p50=50, p95=150)


async def asked(stage: Stage, number: int) -> float:
    """Seconds from the token's way out of the model to the draft in the world."""
    started = time.perf_counter()
    word = f"word{number}"
    release, end = asyncio.Event(), asyncio.Event()
    stage.ollama.script(Hold(release), message(word), Hold(end), message(" end."), done())
    came: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    def listen(event: Event) -> None:
        if isinstance(event, DraftChanged) and word in event.draft.content.text and not came.done():
            came.set_result(time.perf_counter())

    unsubscribe = stage.sandbox.world.subscribe(listen)
    try:
        seen = len(stage.ollama.chats)
        question = stage.say(stage.anna, f"Question {number}: what is new?")
        await stage.ollama.wait_for_chats(seen + 1)
        await asyncio.sleep(THINKING)
        token = time.perf_counter()
        release.set()
        async with asyncio.timeout(PATIENCE):
            seconds = await came - token
    finally:
        unsubscribe()
        end.set()
    await stage.until_answer(stage.anna, f"{word} end.", after=question.uid)
    await rest(started, PACE)
    return seconds


ROW = Row("first_draft", "the model's first token to the first draft of the answer", measure)
