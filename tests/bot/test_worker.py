"""What carries posts runs without what answers people: the agents and the index of the memory are large."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
START = """
import asyncio, sys
from contextlib import AsyncExitStack
from pathlib import Path

from pydantic import SecretStr

from bot.app import open_rooms, start
from bot.schema import bring_up
from bot.telegram import build_bot
from core.config import Settings
from core.tasks import Supervisor

async def main(role, folder):
    settings = Settings(_env_file=None, bot_token=SecretStr("42:TOKEN"), data_dir=Path(folder), api={"port": 0})
    await bring_up(settings)
    async with AsyncExitStack() as stack:
        bot, supervisor = build_bot(settings), Supervisor()
        stack.push_async_callback(bot.session.close)
        stack.push_async_callback(supervisor.close, 2.0)
        rooms = await open_rooms(settings, bot, role, supervisor, stack)
        await start(rooms, bot, role, print, stack)
    print("LOADED", *sorted({"langgraph", "langchain_core", "chromadb", "telethon"} & set(sys.modules)))

asyncio.run(main(*sys.argv[1:]))
"""


def test_a_worker_loads_no_agents_no_index_and_no_account(tmp_path: Path):
    run = subprocess.run(
        [sys.executable, "-c", START, "worker", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={"PATH": "", "DATABASE_URL": "", "REDIS_URL": ""},
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines()[-1] == "LOADED"
