"""What a life goes through, step by step, and the kill -9 at one of them."""

import asyncio
import signal
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

from sandbox.faults import Fault, FaultKind, Faults
from tests.fakes.nursery import Forked

SOCKET = "CHAOS_SOCKET"
"""Names to a life the socket where it asks for leave."""
READING = ("getupdates", "getme", "deletewebhook")
"""Requests of a bot that are there without any post."""
CUTS: dict[str, FaultKind] = {"arrives": "cut_before", "is done": "cut_after"}
"""Killed as a request arrives, it has no effect; killed as it is done, it has, but nobody hears of it."""


class Steps:
    """Counts the steps since `choose`; the chosen one, such as `after posts #2`, is the last of that life."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.requests: Counter[str] = Counter()
        """All requests of the life that lives now."""
        self.changed = asyncio.Event()
        self._counts: Counter[str] = Counter()
        self._chosen = ""
        self._life: Forked | None = None

    def choose(self, step: str = "") -> None:
        """Count anew, and kill at this step if one is named."""
        self.seen.clear()
        self._counts.clear()
        self._chosen = step

    def follow(self, life: Forked) -> None:
        self._life = life
        self.requests.clear()

    def kill(self) -> None:
        """Wherever it stands."""
        if self._life is not None:
            self._life.send_signal(signal.SIGKILL)
            self._life = None

    @property
    def is_killed(self) -> bool:
        return self._life is None

    def reach(self, what: str) -> bool:
        """True when it was the chosen step: the life is over."""
        if self._life is None:
            return False
        self._counts[what] += 1
        step = f"{what} #{self._counts[what]}"
        self.seen.append(step)
        self.changed.set()
        if step == self._chosen:
            self.kill()
        return self.is_killed

    async def listen(self, path: Path) -> asyncio.Server:
        """Where the lives ask for leave."""
        return await asyncio.start_unix_server(self._serve, path)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        pid = (await reader.readline()).decode().strip()
        writer.write(b".")
        while line := await reader.readline():
            if self._life is None or str(self._life.pid) != pid or self.reach(line.decode().strip()):
                break
            writer.write(b".")
        writer.close()


class Meter(Faults):
    """Sees every request where it arrives."""

    def __init__(self, steps: Steps) -> None:
        super().__init__()
        self._steps = steps
        self._short = ""

    def take(self, account: int, method: str) -> Fault | None:
        """The MTProto face asks twice, by the full name and by the short one."""
        if method == self._short:
            self._short = ""
            return None
        self._short = method.rpartition(".")[2] if "." in method else ""
        self._steps.requests[method.lower()] += 1
        self._steps.changed.set()
        if method.lower() in READING:
            return None
        for what, kind in CUTS.items():
            if self._steps.reach(f"{method} {what}"):
                self._short = ""
                return Fault(kind, method)
        return None


async def until(steps: Steps, look: Callable[[], Awaitable[bool]], patience: float) -> bool:
    """Look again after every step and request; False when it is not so after `patience` seconds."""
    try:
        async with asyncio.timeout(patience):
            while True:
                steps.changed.clear()
                if await look():
                    return True
                await steps.changed.wait()
    except TimeoutError:
        return await look()
