"""The sandbox with the bot in it: what a newcomer starts first."""

import asyncio
import ctypes
import os
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from bot.signals import stop_event
from core.config import Settings
from core.errors import SettingsError
from core.logs import configure_logs
from core.tasks import Supervisor
from sandbox.seed import ANNA, BOT_TOKEN
from sandbox.server import HOST, Sandbox

MAX_DEATHS = 5
"""In a row, each after less than QUICK_SECONDS; then the bot is left dead."""
QUICK_SECONDS = 20.0
RESTART_SECONDS = 1.0
STOP_SECONDS = 20.0
PR_SET_PDEATHSIG = 1
"""Of <linux/prctl.h>."""

Say = Callable[[str], None]


async def play(settings: Settings, say: Say, *, has_bot: bool) -> int:
    """Until Ctrl-C; 1 when the bot died too often."""
    configure_logs("WARNING", [])
    stop = stop_event()
    folder = settings.data_dir / "sandbox"
    ports = settings.sandbox
    for name, port in (("SANDBOX__PORT", ports.port), ("SANDBOX__MTPROTO_PORT", ports.mtproto_port)):
        require_free(name, port)
    async with Sandbox(folder=folder, port=ports.port, mtproto_port=ports.mtproto_port, has_limits=True) as sandbox:
        say(f"The sandbox is open: {sandbox.url}")
        say("Anna is the admin and speaks Russian, Ben is a newcomer and speaks English. Ctrl-C ends it.")
        environment = bot_environment(settings, sandbox, folder)
        if not has_bot:
            say("Start the bot with: " + " ".join(f"{name}={value}" for name, value in environment.items()))
            await stop.wait()
            return 0
        supervisor = Supervisor()
        try:
            return await _keep_alive(environment, say, stop, supervisor)
        finally:
            await supervisor.close(0)


def bot_environment(settings: Settings, sandbox: Sandbox, folder: Path) -> dict[str, str]:
    """What makes a bot one of this sandbox; everything else it takes from the settings as they are."""
    key = folder / "mtproto-public.pem"
    key.write_text(sandbox.public_key_pem)
    unless_set = {}
    if "log_level" not in settings.model_fields_set:
        unless_set["LOG_LEVEL"] = "WARNING"
    if "port" not in settings.api.model_fields_set:
        unless_set["API__PORT"] = "0"  # nobody looks for it here, and 8080 is often taken
    return {
        **unless_set,
        "BOT_TOKEN": BOT_TOKEN,
        "ADMIN_IDS": str(ANNA),
        "TELEGRAM_API_URL": sandbox.url,
        "DATA_DIR": str(folder / "bot"),
        "API_ID": "1",
        "API_HASH": "sandbox",
        "MTPROTO_SERVER": f"127.0.0.1:{sandbox.mtproto_port}",
        "MTPROTO_KEY_FILE": str(key),
    }


def require_free(setting: str, port: int) -> None:
    """
    Raises:
        SettingsError: somebody else listens there, perhaps a second sandbox.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            reason = f"port {port} is taken; is another sandbox running? Choose another one, or 0 for any free port"
            raise SettingsError(setting=setting, reason=reason) from error


async def _keep_alive(environment: dict[str, str], say: Say, stop: asyncio.Event, supervisor: Supervisor) -> int:
    deaths = 0
    while not stop.is_set():
        started = asyncio.get_running_loop().time()
        status = await _one_life(environment, stop, supervisor)
        if stop.is_set():
            return 0
        if status == 2:
            raise SettingsError(setting="the bot", reason="it found a wrong setting, see above")
        deaths = deaths + 1 if asyncio.get_running_loop().time() - started < QUICK_SECONDS else 1
        if deaths >= MAX_DEATHS:
            say(f"The bot died {deaths} times in a row; the sandbox ends. What it said is above.")
            return 1
        say(f"The bot ended with status {status}; starting it again.")
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), RESTART_SECONDS)
    return 0


async def _one_life(environment: dict[str, str], stop: asyncio.Event, supervisor: Supervisor) -> int:
    """One run of the bot; asked to stop, it gets the time to finish what it does."""
    bot = await start_child(environment, "-m", "bot", "run")
    ended = supervisor.spawn(bot.wait(), name="bot-process")
    asked = supervisor.spawn(stop.wait(), name="stop-signal")
    await asyncio.wait((ended, asked), return_when=asyncio.FIRST_COMPLETED)
    asked.cancel()
    if not ended.done():
        bot.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(asyncio.shield(ended), STOP_SECONDS)
        except TimeoutError:
            bot.kill()
    status: int = await ended
    return status


async def start_child(environment: dict[str, str], *arguments: str) -> asyncio.subprocess.Process:
    """A Python that does not outlive us: after a kill -9 it would poll beside the next one."""
    whole = {**os.environ, **environment}  # noqa: TID251 - a child inherits what its parent has
    return await asyncio.create_subprocess_exec(
        sys.executable, *arguments, env=whole, start_new_session=True, preexec_fn=_leash()
    )


def _leash() -> Callable[[], None] | None:
    """What the child calls between fork and exec; only Linux knows a signal for the parent's death."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
