"""`python -m bot run` in an empty folder until it answers a message that already waits, and the memory it then has.

All roles in one process; the migrations and the embedded Chroma are part of it, the sandbox and the fake Ollama are
not: they run in the benchmark's process. Memory is looked at twice, after that answer and after a question that went
through the agents, because some libraries are loaded only when they are needed. The last start has an account
(Telethon) logged in: then really every role has work.
"""

import asyncio
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.row import Figure, Row
from benchmarks.stopwatch import PATIENCE
from sandbox.mtproto.login import CODES
from tests.fakes.process import ROOT
from tests.fakes.stage import Stage

RUNS = 3
LONGEST = 12.0
MOST_MEMORY = 450.0
MB_IN_MIB = 1.048576


@dataclass(frozen=True, slots=True)
class Start:
    """One start: seconds to the first answer, and resident MB then and after a question."""

    seconds: float
    memory: float
    memory_later: float


async def measure() -> Sequence[Figure]:
    starts = [await started(has_account=False) for _ in range(RUNS)]
    full = await started(has_account=True)
    seconds = [start.seconds for start in starts]
    return [
        Figure(f"start to first answer, median of {RUNS}", median(seconds), "s", at_most=LONGEST),
        Figure(f"start to first answer, slowest of {RUNS}", max(seconds), "s"),
        Figure("memory after it", median(start.memory for start in starts), "MB", at_most=MOST_MEMORY),
        Figure("memory after a question", median(start.memory_later for start in starts), "MB", at_most=MOST_MEMORY),
        Figure("with an account: start to first answer", full.seconds, "s", at_most=LONGEST),
        Figure("with an account: memory after it", full.memory, "MB", at_most=MOST_MEMORY),
        Figure("with an account: memory after a question", full.memory_later, "MB", at_most=MOST_MEMORY),
    ]


async def started(*, has_account: bool) -> Start:
    """One start in a world and a folder of its own."""
    with TemporaryDirectory() as folder:
        async with Stage(Path(folder), has_account=has_account) as stage:
            if has_account:
                await log_in(stage)
            stage.say(stage.anna, "/whoami")
            began = time.perf_counter()
            await stage.bot.spawn()
            await stage.until(lambda: stage.answers(stage.anna) or None, PATIENCE)
            seconds, memory = time.perf_counter() - began, stage.bot.memory_mb() * MB_IN_MIB
            await stage.ask(stage.anna, "What is new?", stage.ollama.default)
            return Start(seconds, memory, stage.bot.memory_mb() * MB_IN_MIB)


async def log_in(stage: Stage) -> None:
    """Anna's account, by `python -m bot login`."""
    key = stage.folder / "server.pem"
    key.write_text(stage.sandbox.public_key_pem)
    server = f"127.0.0.1:{stage.sandbox.mtproto_port}"
    stage.bot.settings.update(API_ID="1", API_HASH="any", MTPROTO_SERVER=server, MTPROTO_KEY_FILE=str(key))
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "bot", "login")
    environment = stage.bot.whole_environment()
    login = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe)
    assert login.stdin is not None
    login.stdin.write(f"{stage.anna.phone}\n".encode())
    code = await stage.until(lambda: stage.sandbox.world.kept.get(CODES, {}).get(stage.anna.phone), PATIENCE)
    printed, _ = await login.communicate(f"{code}\n".encode())
    if login.returncode != 0:
        raise RuntimeError(f"the account was not logged in: {printed.decode()}")


ROW = Row("cold_start", "`python -m bot run` to the first served update, and its memory", measure)
