"""Loading models ahead of people."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from core.config import InferenceSettings
from core.ids import UserId
from core.tasks import Supervisor
from inference.catalog import ModelCatalog
from inference.gate import Gate
from inference.model_server import ModelServer
from inference.warmup import Warmup
from tests.fakes.ollama import FakeModel, FakeOllama

PATIENCE = 20.0
PINNED = FakeModel("pinned:latest")


@dataclass(slots=True)
class Desk:
    ollama: FakeOllama
    gate: Gate
    tasks: Supervisor
    warmup: Warmup

    async def settle(self) -> None:
        """Until all detached loading is over."""
        await self.tasks.close(grace=PATIENCE)

    @property
    def loads(self) -> list[dict[str, Any]]:
        return [asked.body for asked in self.ollama.requests if asked.path == "/api/generate"]


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    settings = InferenceSettings(num_ctx=4096, keep_alive="5m", pinned="pinned")
    async with FakeOllama() as ollama:
        ollama.models["pinned:latest"] = PINNED
        server, gate, tasks = ModelServer(ollama.url), Gate(1), Supervisor()
        catalog = ModelCatalog(server, "tiny", fresh_seconds=0)
        try:
            yield Desk(ollama, gate, tasks, Warmup(server, catalog, gate, settings, tasks))
        finally:
            await tasks.close(grace=0)
            await server.close()


async def test_the_start_loads_the_default_model_and_pins_what_is_to_stay(desk: Desk):
    desk.warmup.start()
    await desk.settle()
    loads = {load["model"]: load for load in desk.loads}
    assert set(loads) == {"tiny", "pinned"}
    assert loads["tiny"]["keep_alive"] == "5m"
    assert loads["pinned"]["keep_alive"] == -1
    assert all(load["options"]["num_ctx"] == 4096 and not load.get("prompt") for load in desk.loads)


async def test_a_model_is_loaded_ahead_at_most_once_a_minute(desk: Desk):
    for _ in range(3):
        desk.warmup.soon("tiny")
    desk.warmup.soon()
    await desk.settle()
    assert len(desk.loads) == 1


async def test_who_already_asks_the_model_loads_it_themselves(desk: Desk):
    async with desk.gate.turn("tiny", UserId(1)):
        desk.warmup.soon("tiny")
        await desk.settle()
    assert desk.loads == []


async def test_a_server_that_is_away_harms_nobody(desk: Desk):
    await desk.ollama.stop()
    desk.warmup.start()
    await desk.settle()
    assert not await desk.warmup.is_cold("tiny")


async def test_a_model_is_cold_until_it_is_loaded(desk: Desk):
    assert await desk.warmup.is_cold("tiny")
    desk.warmup.saw("tiny")
    assert not await desk.warmup.is_cold("tiny")
    assert await desk.warmup.is_cold("pinned")


async def test_what_ollama_has_loaded_is_not_cold_whatever_its_name_ends_with(desk: Desk):
    desk.ollama.loaded.add("tiny:latest")
    assert not await desk.warmup.is_cold("tiny")
    assert not await desk.warmup.is_cold("tiny:latest")


async def test_models_of_other_servers_are_never_said_to_load(desk: Desk):
    assert not await desk.warmup.is_cold("gpt@openai")
    desk.warmup.soon("gpt@openai")
    await desk.settle()
    assert desk.loads == []


async def test_what_is_loaded_is_not_asked_for_each_message(desk: Desk):
    await asyncio.gather(*(desk.warmup.is_cold("tiny") for _ in range(3)))
    await desk.warmup.is_cold("tiny")
    first = len(desk.ollama.requests)
    await desk.warmup.is_cold("tiny")
    assert len(desk.ollama.requests) == first


@pytest.mark.parametrize(("written", "sent"), [("10m", "10m"), ("-1", -1), ("300", 300), ("0", 0), ("1h30m", "1h30m")])
def test_seconds_go_to_ollama_as_a_number_for_it_refuses_them_as_text(written: str, sent: str | int):
    assert InferenceSettings(keep_alive=written).keep_alive_of("tiny") == sent
