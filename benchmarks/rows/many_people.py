"""Two hundred people whose answers stream at once through one process: how far each draft lags behind the model.

Every answer is numbered words at a steady pace; whenever a draft changes, its lag is the age of the oldest word that it
did not show yet. The sandbox's limits are off; the fakes run in this process, the bot in its own.
"""

import asyncio
import re
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.row import Figure, Row, percentile
from sandbox.events import DraftChanged, Event, NewMessage
from sandbox.seed import BOT
from tests.fakes.ollama import FakeOllama
from tests.fakes.ollama_script import Hold, Step, done, message
from tests.fakes.stage import Stage

PEOPLE = 200
WORDS = 40
PAUSE = 0.5
"""Seconds between two words of one answer: a model that is shared by so many is no faster."""

ARRIVAL = 0.02
"""Seconds between two questions."""
PATIENCE = 120.0

_LAST = re.compile(r"p(\d+)w(\d+)(?!.*p\d+w)", re.DOTALL)


class SteadyOllama(FakeOllama):
    """Writes numbered words to whoever asks, and notes when each left."""

    def __init__(self) -> None:
        super().__init__()
        self.left: dict[int, list[float]] = defaultdict(list)
        self._writing: set[int] = set()
        self.most = 0
        """Answers that were being written at one moment."""

    def next_steps(self, body: dict[str, Any]) -> list[Step]:
        found = re.findall(r"person (\d+)", str(body["messages"]))
        if not found:
            return super().next_steps(body)
        person = int(found[-1])
        steps: list[Step] = []
        for number in range(WORDS):
            gate = asyncio.Event()
            asyncio.get_running_loop().call_later(PAUSE * number, self._leave, person, gate)
            steps += [Hold(gate), message(f"p{person}w{number} ")]
        return [*steps, done()]

    def _leave(self, person: int, gate: asyncio.Event) -> None:
        self.left[person].append(time.perf_counter())
        if len(self.left[person]) < WORDS:
            self._writing.add(person)
        else:
            self._writing.discard(person)
        self.most = max(self.most, len(self._writing))
        gate.set()


class Lags:
    """What every draft lacked when it was replaced, in seconds of age."""

    def __init__(self, ollama: SteadyOllama) -> None:
        self._ollama = ollama
        self._shown: dict[int, int] = defaultdict(int)
        self.seconds: list[float] = []
        self.finished: set[int] = set()

    def listen(self, event: Event) -> None:
        if isinstance(event, DraftChanged):
            self._note(event.draft.content.text)
        elif isinstance(event, NewMessage) and event.message.author == BOT:
            person = self._note(event.message.text)
            if person is not None:
                self.finished.add(person)

    def _note(self, text: str) -> int | None:
        found = _LAST.search(text)
        if found is None:
            return None
        person, shown = int(found[1]), int(found[2]) + 1
        left = self._ollama.left[person]
        if self._shown[person] < len(left):
            self.seconds.append(time.perf_counter() - left[self._shown[person]])
        self._shown[person] = max(self._shown[person], shown)
        return person


async def measure() -> Sequence[Figure]:
    settings = {
        "BOT__ACCESS": "open",
        "BOT__THROTTLE_PER_MINUTE": "1000",
        "INFERENCE__MAX_PARALLEL": str(PEOPLE),
        "INFERENCE__QUEUE_LIMIT": str(PEOPLE),
        "BOT__SHUTDOWN_SECONDS": "1",
    }
    with TemporaryDirectory() as folder:
        stage = Stage(Path(folder), has_limits=False, has_account=False, **settings)
        ollama = stage.ollama = SteadyOllama()
        async with stage:
            await stage.open()
            people = [stage.sandbox.world.add_person(f"P{number}", language_code="en") for number in range(PEOPLE)]
            await stage.ask(stage.anna, "Warm-up: is anybody there?", ollama.default)
            lags = Lags(ollama)
            stage.sandbox.world.subscribe(lags.listen)
            for number, person in enumerate(people):
                stage.say(person, f"I am person {number}: tell me a lot")
                await asyncio.sleep(ARRIVAL)
            try:
                await stage.until(lambda: len(lags.finished) == PEOPLE, PATIENCE)
            finally:
                done_by = len(lags.finished)
    return [
        Figure("answers that arrived", done_by, "of 200", at_least=PEOPLE),
        Figure("answers that streamed at one moment", ollama.most, "", at_least=PEOPLE),
        Figure("a draft behind its model, p50", percentile(lags.seconds, 0.5), "s"),
        Figure("a draft behind its model, p95", percentile(lags.seconds, 0.95), "s"),
        Figure(f"a draft behind its model, worst of {len(lags.seconds)}", max(lags.seconds), "s", at_most=1.5),
    ]


ROW = Row("many_people", "200 people at once: how far their drafts lag behind the model", measure)
