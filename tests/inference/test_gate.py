"""The queue before a model."""

import asyncio

from inference.gate import Gate


class Visit:
    """Someone who comes to the gate, stays until told to go, and notes the order."""

    def __init__(self, gate: Gate, name: str, order: list[str], model: str = "tiny") -> None:
        self.inside = asyncio.Event()
        self.go = asyncio.Event()
        self._gate, self._name, self._order, self._model = gate, name, order, model

    async def run(self) -> None:
        async with self._gate.turn(self._model):
            self._order.append(self._name)
            self.inside.set()
            await self.go.wait()


async def settle() -> None:
    """Let every task that can go on do so."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_who_comes_first_goes_first_and_one_at_a_time() -> None:
    gate, order = Gate(1), list[str]()
    visits = [Visit(gate, name, order) for name in "abc"]
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        for visit in visits:
            group.create_task(visit.run())
            await settle()
        assert order == ["a"]
        for visit in visits:
            await visit.inside.wait()
            visit.go.set()
    assert order == ["a", "b", "c"]


async def test_as_many_as_allowed_are_inside_together() -> None:
    gate, order = Gate(2), list[str]()
    visits = [Visit(gate, name, order) for name in "abc"]
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        for visit in visits:
            group.create_task(visit.run())
        await settle()
        assert order == ["a", "b"]
        for visit in visits:
            visit.go.set()


async def test_models_do_not_wait_for_each_other() -> None:
    gate, order = Gate(1), list[str]()
    tiny, huge = Visit(gate, "a", order, "tiny"), Visit(gate, "b", order, "huge")
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        group.create_task(tiny.run())
        group.create_task(huge.run())
        await tiny.inside.wait()
        await huge.inside.wait()
        tiny.go.set()
        huge.go.set()


async def test_being_cancelled_inside_frees_the_place_and_in_the_queue_leaves_it() -> None:
    gate, order = Gate(1), list[str]()
    first, second, third = (Visit(gate, name, order) for name in "abc")
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        inside = group.create_task(first.run())
        queued = group.create_task(second.run())
        group.create_task(third.run())
        await first.inside.wait()
        queued.cancel()
        inside.cancel()
        await third.inside.wait()
        third.go.set()
    assert order == ["a", "c"]
