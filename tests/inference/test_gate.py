"""The queue before a model."""

import asyncio

import pytest

from core.errors import RetryLater
from core.ids import UserId
from inference.gate import Gate, Standing

ANNA, BEN, CLEO = UserId(1), UserId(2), UserId(3)


class Visit:
    """Someone who comes to the gate, stays until told to go, and notes the order."""

    def __init__(
        self, gate: Gate, name: str, order: list[str], person: UserId | None = ANNA, *, model: str = "tiny"
    ) -> None:
        self.inside = asyncio.Event()
        self.go = asyncio.Event()
        self.places: list[Standing] = []
        self.tokens = 10
        self.is_admin = False
        self._gate, self._name, self._order, self._person, self._model = gate, name, order, person, model

    async def run(self) -> None:
        async with self._gate.turn(
            self._model, self._person, is_admin=self.is_admin, on_place=self.places.append
        ) as seat:
            self._order.append(self._name)
            self.inside.set()
            await self.go.wait()
            seat.served(0, self.tokens)


async def settle() -> None:
    """Let every task that can go on do so."""
    for _ in range(10):
        await asyncio.sleep(0)


async def run_in_turn(visits: list[Visit]) -> None:
    """All come in the order of the list; each goes as soon as it is inside, once all have come."""
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        for visit in visits:
            group.create_task(visit.run())
            await settle()
        for visit in visits:
            visit.go.set()


async def test_requests_of_one_person_go_in_their_order_and_one_at_a_time() -> None:
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


async def test_what_runs_counts_before_its_cost_is_known() -> None:
    gate, order = Gate(2), list[str]()
    first, second, third, other = (
        Visit(gate, name, order, person) for name, person in (("b1", BEN), ("c1", CLEO), ("b2", BEN), ("a1", ANNA))
    )
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        for visit in (first, second, third, other):
            group.create_task(visit.run())
            await settle()
        second.go.set()
        await settle()
        assert order == ["b1", "c1", "a1"]
        for visit in (first, third, other):
            visit.go.set()


async def test_models_do_not_wait_for_each_other() -> None:
    gate, order = Gate(1), list[str]()
    tiny, huge = Visit(gate, "a", order, model="tiny"), Visit(gate, "b", order, model="huge")
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        group.create_task(tiny.run())
        group.create_task(huge.run())
        await tiny.inside.wait()
        await huge.inside.wait()
        tiny.go.set()
        huge.go.set()


async def test_a_model_has_one_queue_with_and_without_its_latest() -> None:
    gate, order = Gate(1), list[str]()
    first, second = Visit(gate, "a", order, model="tiny"), Visit(gate, "b", order, model="tiny:latest")
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        group.create_task(first.run())
        group.create_task(second.run())
        await settle()
        assert order == ["a"]
        first.go.set()
        second.go.set()


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
    assert not gate.is_busy("tiny")


async def test_who_sent_more_waits_for_who_sent_less() -> None:
    gate, order = Gate(1), list[str]()
    people = [ANNA, ANNA, ANNA, BEN, CLEO]
    await run_in_turn([Visit(gate, name, order, person) for name, person in zip("12345", people, strict=True)])
    assert order == ["1", "4", "5", "2", "3"]


async def test_being_away_saves_nothing_up() -> None:
    gate, order = Gate(1), list[str]()
    busy = [Visit(gate, "a", order, ANNA) for _ in range(5)]
    await run_in_turn(busy)
    order.clear()
    visits = [Visit(gate, name, order, BEN if name in "bcd" else ANNA) for name in "abxcydz"]
    await run_in_turn(visits)
    assert order == ["a", "b", "x", "c", "y", "d", "z"]


async def test_an_admin_goes_before_people_but_pushes_nobody_out() -> None:
    gate, order = Gate(1), list[str]()
    visits = [Visit(gate, "a", order, ANNA), Visit(gate, "b", order, BEN), Visit(gate, "admin", order, CLEO)]
    visits[-1].is_admin = True
    await run_in_turn(visits)
    assert order == ["a", "admin", "b"]


async def test_work_of_our_own_waits_for_everybody() -> None:
    gate, order = Gate(1), list[str]()
    visits = [Visit(gate, "a", order), Visit(gate, "house", order, None), Visit(gate, "b", order)]
    await run_in_turn(visits)
    assert order == ["a", "b", "house"]


async def test_the_place_is_told_when_it_changes_and_never_to_who_did_not_wait() -> None:
    gate, order = Gate(1, usual_seconds=lambda _model: 20.0), list[str]()
    visits = [Visit(gate, "a", order, ANNA), Visit(gate, "b", order, BEN), Visit(gate, "c", order, CLEO)]
    await run_in_turn(visits)
    assert visits[0].places == []
    assert [place.before for place in visits[1].places] == [1]
    assert [place.before for place in visits[2].places] == [2, 1]
    assert [round(place.seconds) for place in visits[2].places] == [40, 20]


async def test_without_measurements_no_time_is_promised() -> None:
    gate, order = Gate(1), list[str]()
    visits = [Visit(gate, "a", order, ANNA), Visit(gate, "b", order, BEN)]
    await run_in_turn(visits)
    assert visits[1].places == [Standing(1, 0.0)]


async def test_beyond_the_bound_newcomers_hear_when_to_come_back_and_admins_still_get_in() -> None:
    gate, order = Gate(1, 2, usual_seconds=lambda _model: 60.0), list[str]()
    visits = [Visit(gate, name, order, UserId(number)) for number, name in enumerate("abc", 1)]
    admin = Visit(gate, "admin", order, UserId(9))
    admin.is_admin = True
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        for visit in visits:
            group.create_task(visit.run())
        await settle()
        with pytest.raises(RetryLater) as refused:
            await Visit(gate, "d", order, UserId(4)).run()
        group.create_task(admin.run())
        await settle()
        for visit in (*visits, admin):
            visit.go.set()
    assert refused.value.key == "error-model-queue-full"
    assert (refused.value.seconds, refused.value.params["minutes"]) == (180, 3)
    assert order == ["a", "admin", "b", "c"]


async def test_one_person_cannot_fill_the_whole_queue() -> None:
    gate, order = Gate(1, 4), list[str]()
    visits = [Visit(gate, name, order, ANNA) for name in "abc"]
    other = Visit(gate, "other", order, BEN)
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        for visit in visits:
            group.create_task(visit.run())
        await settle()
        with pytest.raises(RetryLater):
            await Visit(gate, "d", order, ANNA).run()
        group.create_task(other.run())
        await settle()
        for visit in (*visits, other):
            visit.go.set()
    assert order == ["a", "other", "b", "c"]
