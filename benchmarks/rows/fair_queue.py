"""How the model is shared when one of five people sends ten times as much: Jain's index of the tokens served.

The gate and the model's client are the product's own, Ollama is the fake one. Everybody asks anew as soon as an
answer is there, the heavy one in twenty threads at once and the others in two; counted is what was served while all
five were waiting. The sizes of the answers are random, the same in each run.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from time import monotonic

from benchmarks.row import Figure, Row, percentile
from core.config import InferenceSettings
from core.ids import UserId
from inference.catalog import ModelCatalog
from inference.chat_model import ChatMessage, ChatModel
from inference.gate import Gate
from inference.model_server import ModelServer
from inference.ollama_chat import OllamaChat
from tests.fakes.ollama import FakeOllama
from tests.fakes.ollama_script import done, message

MODEL = "tiny:latest"
PEOPLE = tuple(UserId(number) for number in range(1, 6))
HEAVY = PEOPLE[0]
HEAVY_THREADS, LIGHT_THREADS = 20, 2
REQUESTS = 600


@dataclass(slots=True)
class Crowd:
    """Five people before one model."""

    model: ChatModel
    ollama: FakeOllama
    gate: Gate = field(default_factory=lambda: Gate(1, 100))
    random: Random = field(default_factory=lambda: Random(11))
    left: int = REQUESTS
    waiting: Counter[UserId] = field(default_factory=Counter)
    served: Counter[UserId] = field(default_factory=Counter)
    requests: int = 0
    waits: list[float] = field(default_factory=list)
    """Seconds in the queue of the light ones."""

    async def chat(self, person: UserId) -> None:
        while self.left > 0:
            self.left -= 1
            await self._ask(person)

    async def _ask(self, person: UserId) -> None:
        came = monotonic()
        self.waiting[person] += 1
        async with self.gate.turn(MODEL, person) as seat:
            self.waiting[person] -= 1
            if person != HEAVY:
                self.waits.append(monotonic() - came)
            self.requests += 1
            are_all_here = all(self.waiting[each] for each in PEOPLE if each != person)
            tokens = self.random.randint(20, 2000)
            self.ollama.script(message("word "), done(prompt_tokens=100, answer_tokens=tokens))
            async for chunk in self.model.stream((ChatMessage("user", "Hello"),), model=MODEL):
                seat.served(chunk.prompt_tokens, chunk.answer_tokens)
            if are_all_here:
                self.served[person] += 100 + 2 * tokens


async def measure() -> Sequence[Figure]:
    settings = InferenceSettings()
    async with FakeOllama() as ollama:
        server = ModelServer(ollama.url)
        model = ChatModel(ModelCatalog(server), {"ollama": OllamaChat(server, settings)}, settings)
        crowd = Crowd(model, ollama)
        try:
            async with asyncio.TaskGroup() as group:
                for person in PEOPLE:
                    for _ in range(HEAVY_THREADS if person == HEAVY else LIGHT_THREADS):
                        group.create_task(crowd.chat(person))
        finally:
            await server.close()
    shares = [crowd.served[person] for person in PEOPLE]
    return [
        Figure("Jain's index of what was served", jain(shares), "", at_least=0.95),
        Figure("least : most served", min(shares) / max(shares), "x"),
        Figure("a light person's wait, p95", percentile(crowd.waits, 0.95) * 1000, "ms"),
        Figure("requests", crowd.requests, ""),
    ]


def jain(shares: Sequence[float]) -> float:
    """1 when all have the same, 1/n when one has everything."""
    return sum(shares) ** 2 / (len(shares) * sum(share * share for share in shares))


ROW = Row("fair_queue", "five people before one model, one of whom sends ten times as much", measure)
