"""The bot as a process of its own, to be killed at will: typed as `python -m bot run`, or forked, which is quicker."""

import asyncio
import os
import signal
import socket
import sys
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

import httpx

from tests.fakes.nursery import Forked, Nursery

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
"""Seconds within which the bot must have started, on a busy machine."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class BotProcess:
    """One life of the bot after another over the same folder."""

    nursery: ClassVar[Nursery | None] = None
    """Where the lives begin; without one each is typed as an operator types it."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.role = "all"
        self.life = "bot.__main__"
        """The module whose `main` it lives; a typed one is always the true one."""
        self.api_port = free_port()
        self.settings = {
            "DATA_DIR": str(folder),
            "API__PORT": str(self.api_port),
            "LOG_LEVEL": "INFO",
            "OPENBLAS_NUM_THREADS": "1",
            **settings,
        }
        self._process: asyncio.subprocess.Process | Forked | None = None
        self.log = folder / "bot.log"

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.kill()

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def whole_environment(self) -> dict[str, str]:
        """What a child of this bot's gets: its settings, and nothing else that could set something."""
        kept = {"PATH", "HOME", "LANG", "TZ"}
        clean = {name: value for name, value in os.environ.items() if name in kept}  # noqa: TID251 - for a child
        return {**clean, **self.settings}

    async def spawn(self) -> None:
        """Start it without waiting for anything."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.nursery is not None:
            fork = partial(self.nursery.fork, self.role, self.whole_environment(), self.log, self.life)
            self._process = await asyncio.to_thread(fork)
            return
        command = (sys.executable, "-m", "bot", "run", "--role", self.role)
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *command, cwd=ROOT, env=self.whole_environment(), stdout=log, stderr=log
            )

    async def start(self) -> None:
        """Start it and wait until it serves.

        Raises:
            AssertionError: it ended or did not become ready; carries the end of its log.
        """
        await self.spawn()
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.api_port}", timeout=2) as client:
            deadline = asyncio.get_running_loop().time() + PATIENCE
            while asyncio.get_running_loop().time() < deadline and self._is_alive():
                if await _is_ready(client):
                    return
                await asyncio.sleep(0.05)
        raise AssertionError(f"the bot did not become ready:\n{self.log.read_text()[-4000:]}")

    async def kill(self) -> None:
        """kill -9, and wait until it is gone."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """What Ctrl-C and docker do."""
        await self._end(signal.SIGTERM)

    async def restart(self) -> None:
        await self.kill()
        await self.start()

    def memory_mb(self) -> float:
        """Resident memory now, in MiB."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024

    def _is_alive(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def _end(self, how: signal.Signals) -> None:
        if self._process is not None and self._is_alive():
            self._process.send_signal(how)
            await asyncio.wait_for(self._process.wait(), PATIENCE)


async def _is_ready(client: httpx.AsyncClient) -> bool:
    try:
        return (await client.get("/ready")).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False
