"""The sandbox with the bot in it: what the bot is told, and a port that somebody else has."""

import asyncio
import signal
import socket
import sys
from pathlib import Path

import pytest

from bot.playground import bot_environment, require_free
from core.config import Settings
from core.errors import SettingsError
from sandbox.seed import ANNA, BOT_TOKEN
from sandbox.server import Sandbox


def test_a_taken_port_is_told_by_the_settings_name():
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(SettingsError) as caught:
        require_free("SANDBOX__PORT", taken.getsockname()[1])

    assert caught.value.params["setting"] == "SANDBOX__PORT"
    require_free("SANDBOX__PORT", 0)


async def test_the_bot_is_told_everything_that_makes_it_one_of_the_sandbox(tmp_path: Path):
    async with Sandbox(folder=tmp_path, mtproto_port=0) as sandbox:
        told = bot_environment(Settings(_env_file=None), sandbox, tmp_path)

        assert told["BOT_TOKEN"] == BOT_TOKEN
        assert told["ADMIN_IDS"] == str(ANNA)
        assert told["TELEGRAM_API_URL"] == sandbox.url
        assert "PUBLIC KEY" in Path(told["MTPROTO_KEY_FILE"]).read_text()
        assert told["DATA_DIR"] != str(tmp_path)


async def test_what_an_operator_set_is_left_alone(tmp_path: Path):
    chosen = Settings(_env_file=None, log_level="DEBUG", api={"port": 9000})
    async with Sandbox(folder=tmp_path, mtproto_port=0) as sandbox:
        told = bot_environment(chosen, sandbox, tmp_path)

    assert "LOG_LEVEL" not in told
    assert "API__PORT" not in told


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
async def test_the_bot_does_not_outlive_a_sandbox_that_is_killed():
    program = (
        "import uvloop\n"
        "from bot.playground import start_child\n"
        "async def main():\n"
        "    child = await start_child({}, '-c', 'import time; time.sleep(300)')\n"
        "    print(child.pid, flush=True)\n"
        "    await child.wait()\n"
        "uvloop.run(main())\n"
    )
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE)
    assert parent.stdout is not None
    child = int(await parent.stdout.readline())
    assert is_running(child)

    parent.send_signal(signal.SIGKILL)
    await parent.wait()

    async with asyncio.timeout(10):
        while is_running(child):
            await asyncio.sleep(0.02)


def is_running(process: int) -> bool:
    """A zombie, which nobody reaped yet, runs no longer."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
