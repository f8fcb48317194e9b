"""The world is written to its file soon after it changed, never so often that writing slows the world down."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

from sandbox.events import DraftChanged, Event, Typing
from sandbox.model import Json
from sandbox.snapshot import save
from sandbox.world import World

SOON = 1.0
SHARE = 20
"""A write that took t seconds is followed by at least this many t without one."""


class Saver:
    def __init__(self, world: World, path: Path, faces: Callable[[], Json]) -> None:
        self._world = world
        self._path = path
        self._faces = faces
        self._timer: asyncio.TimerHandle | None = None
        self._pause = SOON
        self._unsubscribe = world.subscribe(self._on_event)

    def save(self) -> None:
        started = time.monotonic()
        save(self._world, self._path, self._faces())
        self._pause = max(SOON, SHARE * (time.monotonic() - started))

    def close(self) -> None:
        """Write a last time and stop listening."""
        self._unsubscribe()
        if self._timer is not None:
            self._timer.cancel()
        self.save()

    def _on_event(self, event: Event) -> None:
        if self._timer is None and not isinstance(event, Typing | DraftChanged):
            self._timer = asyncio.get_running_loop().call_later(self._pause, self._on_time)

    def _on_time(self) -> None:
        self._timer = None
        self.save()
