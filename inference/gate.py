"""The queue before each model: fair by tokens among people, admins before users, our own work after everybody.

One object in one process holds all queues: the edge is one process, and several would each keep queues of their own.
"""

import asyncio
import math
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import IntEnum

from core.errors import RetryLater
from core.ids import UserId
from inference.fairness import ANSWER_WEIGHT, PROMPT_WEIGHT, Counters

UNKNOWN_SECONDS = 30.0
"""Of a request to a model that was never measured, for whoever has to come back later."""
NEWEST = 0.2
"""Weight of the newest request in what a request usually costs."""


class Rank(IntEnum):
    """Whoever has the lower one goes first, but nobody who is inside has to leave."""

    ADMIN = 0
    PERSON = 1
    HOUSE = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands in a queue."""

    before: int
    """Requests that end before this one begins, those inside included."""
    seconds: float
    """About so long they take; 0 when nothing was measured."""


OnPlace = Callable[[Standing], None]


@dataclass(eq=False, slots=True)
class Seat:
    """A place in the queue, then at the model."""

    person: UserId | None
    rank: Rank
    number: int
    entered: "asyncio.Future[None]"
    on_place: OnPlace | None
    began_at: float = 0.0
    tokens: float = 0.0
    before: int = 0

    def served(self, prompt_tokens: int, answer_tokens: int) -> None:
        """What the request has used, for the person's counter."""
        self.tokens += PROMPT_WEIGHT * prompt_tokens + ANSWER_WEIGHT * answer_tokens


class Gate:
    """One queue per model. Who is cancelled while waiting leaves the queue; who is cancelled inside frees the place."""

    def __init__(
        self, max_parallel: int, limit: int = 32, *, usual_seconds: Callable[[str], float] = lambda _model: 0.0
    ) -> None:
        """`limit` people wait at most; `usual_seconds` knows how long a request to a model takes, 0 if it does not."""
        self._max_parallel = max_parallel
        self._limit = limit
        self._usual_seconds = usual_seconds
        self._queues: dict[str, _Queue] = {}

    @asynccontextmanager
    async def turn(
        self, model: str, person: UserId | None = None, *, is_admin: bool = False, on_place: OnPlace | None = None
    ) -> AsyncIterator[Seat]:
        """A place at the model; without a person it is for work of our own, which waits for everybody.

        `on_place` hears of the place in the queue at once and whenever it changes, never when there was no wait.

        Raises:
            RetryLater: `error-model-queue-full`; never for admins and for work of our own.
        """
        queue = self._queue(model)
        rank = Rank.HOUSE if person is None else Rank.ADMIN if is_admin else Rank.PERSON
        if rank is Rank.PERSON and queue.is_full_for(person, self._limit):
            seconds = math.ceil(queue.seconds_of_all() or UNKNOWN_SECONDS)
            raise RetryLater(seconds, "error-model-queue-full", model=model, minutes=round(seconds / 60))
        seat = queue.come(person, rank, on_place)
        try:
            await seat.entered
            yield seat
        finally:
            queue.go(seat)

    def is_busy(self, model: str) -> bool:
        """Whether anybody is at the model or waits for it."""
        queue = self._queue(model)
        return bool(queue.running or queue.waiting)

    def _queue(self, model: str) -> "_Queue":
        """`tiny` and `tiny:latest` are the same model."""
        name = model.removesuffix(":latest")
        if name not in self._queues:
            self._queues[name] = _Queue(self._max_parallel, lambda: self._usual_seconds(name))
        return self._queues[name]


class _Queue:
    """Before one model."""

    def __init__(self, max_parallel: int, usual_seconds: Callable[[], float]) -> None:
        self.running: list[Seat] = []
        self.waiting: list[Seat] = []
        self._max_parallel = max_parallel
        self._usual_seconds = usual_seconds
        self._usual_tokens = 1.0
        self._counters = Counters()
        self._comers = 0

    def is_full_for(self, person: UserId | None, limit: int) -> bool:
        """One person alone may take half of the queue: who fills it with requests locks nobody out."""
        own = sum(seat.person == person for seat in self.waiting)
        people = sum(seat.person is not None for seat in self.waiting)
        return people >= limit or own >= max(1, limit // 2)

    def come(self, person: UserId | None, rank: Rank, on_place: OnPlace | None) -> Seat:
        others = self._people()
        if person is not None and person not in others:
            self._counters.arrive(person, others)
        self._comers += 1
        seat = Seat(person, rank, self._comers, asyncio.get_running_loop().create_future(), on_place)
        self.waiting.append(seat)
        self._admit()
        return seat

    def go(self, seat: Seat) -> None:
        """Out of the queue or from the model, whichever it was."""
        if seat in self.running:
            self.running.remove(seat)
            self._charge(seat)
        else:
            self.waiting.remove(seat)
        others = self._people()
        if seat.person is not None and seat.person not in others:
            self._counters.leave(seat.person, others)
        self._admit()

    def seconds_of_all(self) -> float:
        """Until everybody who waits now has been answered; 0 when nothing was measured."""
        return self._seconds_before(len(self.waiting))

    def _charge(self, seat: Seat) -> None:
        self._usual_tokens += NEWEST * (max(1.0, seat.tokens) - self._usual_tokens)
        if seat.person is not None:
            self._counters.charge(seat.person, seat.tokens)

    def _people(self) -> set[UserId]:
        return {seat.person for seat in (*self.running, *self.waiting) if seat.person is not None}

    def _admit(self) -> None:
        while self.waiting and len(self.running) < self._max_parallel:
            seat = next(self._order())
            self.waiting.remove(seat)
            self.running.append(seat)
            seat.began_at = asyncio.get_running_loop().time()
            if not seat.entered.done():
                seat.entered.set_result(None)
        for place, seat in enumerate(self._order() if self.waiting else ()):
            before = place + len(self.running)
            if before != seat.before and seat.on_place is not None:
                seat.on_place(Standing(before, self._seconds_before(place)))
            seat.before = before

    def _order(self) -> Iterator[Seat]:
        """Who waits, in the order in which they would be served if each request cost as much as usual.

        What runs is counted with that cost too, until its true one is known.
        """
        left = list(self.waiting)
        taken = Counter(seat.person for seat in self.running)

        def level(seat: Seat) -> tuple[Rank, float, int]:
            used = 0.0 if seat.person is None else self._counters.of(seat.person)
            return seat.rank, used + taken[seat.person] * self._usual_tokens, seat.number

        while left:
            seat = min(left, key=level)
            left.remove(seat)
            taken[seat.person] += 1
            yield seat

    def _seconds_before(self, place: int) -> float:
        usual, now = self._usual_seconds(), asyncio.get_running_loop().time()
        inside = sum(max(usual / 10, usual - (now - seat.began_at)) for seat in self.running)
        return (inside + place * usual) / self._max_parallel
