"""How many sendMessage a second the sandbox takes, its limits off.

It runs as its users run it, `python -m bot sandbox`, in a process of its own and with its world saved to a file; only
the bot in it is left out. The client is aiohttp with connections that stay open, in the benchmark's process, so on two
cores each side has one. Beside messages to one person the row sends to a group, where more people are told of each.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp

from benchmarks.row import Figure, Row, percentile
from benchmarks.stopwatch import PATIENCE
from sandbox.seed import ANNA, BOT, BOT_TOKEN, TARGET
from tests.fakes.process import ROOT, BotProcess

MESSAGES = 6000
WARM_UP = 200
AT_ONCE = 32
LEAST = 300.0


async def measure() -> Sequence[Figure]:
    with TemporaryDirectory() as folder:
        connector = aiohttp.TCPConnector(limit=AT_ONCE)
        async with lone_sandbox(Path(folder)) as url, aiohttp.ClientSession(url, connector=connector) as client:
            await post(client, "/control/limits", {"is_on": False})
            await post(client, f"/control/people/{ANNA}/send", {"chat": BOT, "text": "/start"})
            await flood(client, ANNA, WARM_UP)
            private, waits = await flood(client, ANNA, MESSAGES)
            channel, _ = await flood(client, f"@{TARGET}", MESSAGES // 3)
    return [
        Figure(f"{MESSAGES:,} sendMessage to one person", private, "/s", at_least=LEAST),
        Figure(f"{MESSAGES // 3:,} sendMessage to a channel", channel, "/s", at_least=LEAST),
        Figure(f"one call, {AT_ONCE} at once, p95", percentile(waits, 0.95) * 1000, "ms"),
    ]


@asynccontextmanager
async def lone_sandbox(folder: Path) -> AsyncIterator[str]:
    """Its address, from the moment that it listens."""
    environment = BotProcess(folder, SANDBOX__PORT="0", SANDBOX__MTPROTO_PORT="0").whole_environment()
    command = (sys.executable, "-m", "bot", "sandbox", "--no-bot")
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment, stdout=pipe)
    assert process.stdout is not None
    try:
        async with asyncio.timeout(PATIENCE):
            line = (await process.stdout.readline()).decode()
        yield line.split()[-1]
    finally:
        process.terminate()
        await process.communicate()


async def flood(client: aiohttp.ClientSession, chat: int | str, count: int) -> tuple[float, list[float]]:
    """Messages a second, and how many seconds each call took."""
    numbers = iter(range(count))
    waits: list[float] = []

    async def send() -> None:
        for number in numbers:
            began = time.perf_counter()
            body = {"chat_id": chat, "text": f"Message {number} of a flood."}
            await post(client, f"/bot{BOT_TOKEN}/sendMessage", body)
            waits.append(time.perf_counter() - began)

    started = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(send())
    return count / (time.perf_counter() - started), waits


async def post(client: aiohttp.ClientSession, path: str, body: Mapping[str, object]) -> None:
    """
    Raises:
        RuntimeError: the sandbox refused.
    """
    async with client.post(path, json=body) as answer:
        text = await answer.text()
        if not answer.ok:
            raise RuntimeError(f"{path}: {answer.status} {text}")


ROW = Row("sandbox_rate", "sendMessage a second that the sandbox takes, limits off", measure)
