"""Threads of conversation: one turn at a time in each, in the order they came; others run beside it."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from agents.state import Turn
from core.ids import ThreadId, TurnId


@dataclass(eq=False, slots=True)
class Place:
    """A turn's place in its thread: behind others, then alone inside."""

    turn: Turn
    is_waiting: bool
    """Whether others were there when it came."""
    task: asyncio.Task[Any] | None = None
    """Waits for the thread; who cancels it takes the turn out of the line."""
    work: asyncio.Task[Any] | None = None
    """Makes the answer, once the turn is inside."""
    left: asyncio.Event = field(default_factory=asyncio.Event)
    is_halted: bool = False
    """The person asked for no more of an answer that is being delivered."""

    def stop(self) -> bool:
        """False when its answer is made already, or is being stopped."""
        task = self.work or self.task
        return task is not None and task.cancel()


@dataclass(slots=True)
class _Thread:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    places: list[Place] = field(default_factory=list)


class Threads:
    """Knows only the threads that have a turn."""

    def __init__(self) -> None:
        self._threads: dict[ThreadId, _Thread] = {}

    def enter(self, turn: Turn) -> Place:
        """Stand in line, until `leave`."""
        here = self._threads.setdefault(turn.thread, _Thread())
        place = Place(turn, is_waiting=bool(here.places))
        here.places.append(place)
        return place

    def leave(self, place: Place) -> None:
        here = self._threads[place.turn.thread]
        here.places.remove(place)
        if not here.places:
            del self._threads[place.turn.thread]
        place.left.set()

    def inside(self, place: Place) -> asyncio.Lock:
        """To wait until the turns before this one have ended."""
        return self._threads[place.turn.thread].lock

    async def work(self, place: Place, work: asyncio.Task[Any]) -> None:
        """Wait for the work of the turn that is inside; `stop` cancels it, and so does cancelling the wait."""
        place.work, place.task = work, None
        try:
            await asyncio.wait({work})
        finally:
            place.work = None
            if not work.done():
                work.cancel()
                await asyncio.wait({work})

    def find(self, thread: ThreadId, turn: TurnId) -> Place | None:
        return next((place for place in self._places(thread) if place.turn.id == turn), None)

    def delivering(self, thread: ThreadId) -> Place | None:
        """The place whose answer is made and on its way to the person."""
        return next((place for place in self._places(thread) if not place.work and not place.task), None)

    def unanswered(self, thread: ThreadId) -> list[Place]:
        """Those that work or wait, the first in line first; not the one whose answer is being delivered."""
        return [place for place in self._places(thread) if place.work or place.task]

    def _places(self, thread: ThreadId) -> list[Place]:
        here = self._threads.get(thread)
        return here.places if here is not None else []
