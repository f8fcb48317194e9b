"""Fairness of the queue, over random sizes of requests and a clock that the simulation moves."""

import asyncio
import heapq
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from core.ids import UserId
from inference.gate import Gate

HEAVY = UserId(1)
PEOPLE = [UserId(number) for number in range(1, 6)]
Sizes = st.lists(st.integers(1, 4000), min_size=5, max_size=30)


@dataclass(slots=True)
class Simulation:
    """One model that writes one token a second; events happen in the order of their time."""

    gate: Gate = field(default_factory=lambda: Gate(1, 1000))
    now: float = 0.0
    begun: list[UserId] = field(default_factory=list)
    waiting: Counter[UserId] = field(default_factory=Counter)
    served: Counter[UserId] = field(default_factory=Counter)
    _events: list[tuple[float, int, Callable[[], None]]] = field(default_factory=list)

    def at(self, when: float, what: Callable[[], None]) -> None:
        heapq.heappush(self._events, (when, len(self._events) + len(self.begun) * 1000, what))

    async def request(self, person: UserId, size: int) -> None:
        self.waiting[person] += 1
        async with self.gate.turn("tiny", person) as seat:
            self.waiting[person] -= 1
            self.begun.append(person)
            over = asyncio.Event()
            self.at(self.now + size, over.set)
            await over.wait()
            seat.served(0, size)
            if all(self.waiting[each] for each in PEOPLE if each != person):
                self.served[person] += size

    async def run(self, until: Callable[[], bool] = lambda: False) -> None:
        await settle()
        while self._events and not until():
            self.now, _, happen = heapq.heappop(self._events)
            happen()
            await settle()


async def settle() -> None:
    for _ in range(6):
        await asyncio.sleep(0)


def jain(shares: Sequence[float]) -> float:
    return sum(shares) ** 2 / (len(shares) * sum(share * share for share in shares))


@settings(max_examples=8, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(2, 1000))
def test_with_one_of_five_sending_ten_times_as_much_all_get_the_same(random: Random, largest: int) -> None:
    assert asyncio.run(shares_of_the_model([random.randint(1, largest) for _ in range(150)])) >= 0.95


async def shares_of_the_model(sizes: list[int]) -> float:
    """Jain's index of what was served while all five waited."""
    world, left = Simulation(), iter(sizes)

    async def chat(person: UserId) -> None:
        for size in left:
            await world.request(person, size)

    async with asyncio.TaskGroup() as group:
        for person in PEOPLE:
            for _ in range(20 if person == HEAVY else 2):
                group.create_task(chat(person))
        await world.run()
    return jain([world.served[person] for person in PEOPLE])


@settings(max_examples=40, deadline=None)
@given(Sizes, st.lists(st.sampled_from(PEOPLE[:4]), min_size=5, max_size=30), st.integers(0, 20000))
def test_a_light_user_waits_for_what_runs_and_at_most_one_request_of_each_other(
    sizes: list[int], senders: list[UserId], comes_at: int
) -> None:
    asyncio.run(a_newcomer_among(list(zip(senders, sizes, strict=False)), comes_at))


async def a_newcomer_among(requests: list[tuple[UserId, int]], comes_at: int) -> None:
    world, light = Simulation(), PEOPLE[4]
    begun_before: list[UserId] = []
    async with asyncio.TaskGroup() as group:

        def come() -> None:
            begun_before.extend(world.begun)
            group.create_task(world.request(light, 10))

        for person, size in requests:
            group.create_task(world.request(person, size))
        world.at(comes_at, come)
        await world.run()
    passed = Counter(world.begun[len(begun_before) : world.begun.index(light)])
    assert all(count <= 1 for count in passed.values())
