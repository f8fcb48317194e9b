"""A request to the model: its place in the queue, what is said meanwhile, what it is charged."""

import asyncio
from dataclasses import dataclass, field, replace

from agents.runner import AgentRunner
from agents.state import Queued, ReplyChunk, Status, TextDelta
from core.ids import UserId
from inference.gate import Gate, Standing
from memory.learning import Learning
from tests.fakes.agents import ANNA, BEN, GROUP, PATIENCE, Desk, end_of, text_of


def with_gate(desk: Desk, gate: Gate) -> Desk:
    services = replace(desk.services, gate=gate)
    return replace(desk, services=services, runner=AgentRunner(services, Learning(services.memory), desk.tasks))


@dataclass(slots=True)
class Crowd:
    """Stands at the end of the queue and counts those before it."""

    before: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def see(self, standing: Standing) -> None:
        self.before = standing.before
        self.changed.set()

    async def grows_to(self, count: int) -> None:
        while self.before < count:
            self.changed.clear()
            await self.changed.wait()


async def watch(desk: Desk, group: asyncio.TaskGroup) -> Crowd:
    crowd = Crowd()

    async def stand() -> None:
        async with desk.services.gate.turn("tiny:latest", on_place=crowd.see):
            return

    group.create_task(stand())
    await crowd.grows_to(1)
    return crowd


def keys_of(chunks: list[ReplyChunk]) -> list[str]:
    return [chunk.key for chunk in chunks if isinstance(chunk, Status)]


async def test_a_cold_model_is_said_to_load_with_the_seconds_that_it_took_before(desk: Desk):
    desk.ollama.load_seconds = 12.3
    first = await desk.ask("Hi")
    desk.ollama.loaded.clear()
    second = await desk.ask("Hi again")

    assert Status("status-loading-model", {"model": "tiny:latest", "seconds": 0}) in first
    assert Status("status-loading-model", {"model": "tiny:latest", "seconds": 12}) in second


async def test_a_loaded_model_is_not_said_to_load(desk: Desk):
    desk.ollama.loaded.add("tiny:latest")
    assert "status-loading-model" not in keys_of(await desk.ask("Hi"))


async def test_a_queue_of_a_moment_is_not_worth_a_word(desk: Desk):
    desk = with_gate(desk, Gate(1))
    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group, desk.services.gate.turn("tiny:latest", BEN):
        crowd = await watch(desk, group)
        asking = group.create_task(desk.ask("Hi"))
        await crowd.grows_to(2)
    assert not any(isinstance(chunk, Queued) for chunk in asking.result())


async def test_stop_in_the_queue_leaves_it(desk: Desk):
    desk = with_gate(desk, Gate(1))
    turn, chunks = await desk.turn("Hi"), list[ReplyChunk]()
    async with (
        asyncio.timeout(PATIENCE),
        asyncio.TaskGroup() as group,
        desk.services.gate.turn("tiny:latest", BEN),
    ):
        async for chunk in desk.runner.stream(turn):
            chunks.append(chunk)
            if isinstance(chunk, Queued):
                assert await desk.runner.stop(turn.thread)
        crowd = await watch(desk, group)
        assert crowd.before == 1
    assert end_of(chunks).state == "stopped"
    assert desk.ollama.chats == []


async def test_a_full_queue_is_told_with_a_time_and_admins_pass(desk: Desk):
    desk = with_gate(desk, Gate(1, 1))
    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group, desk.services.gate.turn("tiny:latest", BEN):
        crowd = await watch(desk, group)
        first = group.create_task(desk.ask("Hi"))
        await crowd.grows_to(2)
        refused = await desk.collect(await desk.turn("Me too", chat=GROUP))
        admin = group.create_task(desk.collect(replace(await desk.turn("And I", user=BEN), is_admin=True)))
        await crowd.grows_to(3)
    end = end_of(refused)
    assert (end.state, end.error_key, end.error_params["seconds"]) == ("failed", "error-model-queue-full", 30)
    assert text_of(first.result()) == text_of(admin.result()) == "I am a small model."


async def test_who_is_stopped_in_the_middle_is_charged_for_what_was_written(desk: Desk):
    desk = with_gate(desk, Gate(1))
    desk.ollama.hold(*(f"word{number} " for number in range(40)))
    turn, order = await desk.turn("Count"), list[UserId]()

    async def come(person: UserId) -> None:
        async with desk.services.gate.turn("tiny:latest", person) as seat:
            order.append(person)
            seat.served(0, 30)

    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
        async for chunk in desk.runner.stream(turn):
            if isinstance(chunk, TextDelta) and "word39" in chunk.text:
                for person in (ANNA, BEN, BEN):
                    group.create_task(come(person))
                await (await watch(desk, group)).grows_to(4)
                await desk.runner.stop(turn.thread)
    assert order == [BEN, BEN, ANNA]


async def test_what_a_request_measures_is_kept(desk: Desk):
    desk.ollama.load_seconds = 3.0
    await desk.ask("Hi")
    found = desk.services.measures.of("tiny:latest")
    assert found is not None
    assert (found.load_seconds, found.answer_tokens, found.samples) == (3.0, 7, 1)
    assert found.tokens_per_second is not None
    assert 1 < found.tokens_per_second < 2


async def test_a_model_that_was_cut_by_its_length_ends_as_cut(desk: Desk):
    desk.ollama.reply("Once upon", done_reason="length")
    assert end_of(await desk.ask("A story")).state == "cut"
