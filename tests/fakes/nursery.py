"""Where bots are born: a process that has imported the bot and forks one whenever a test starts it.

To import and to learn take 6 s of a core, to fork some milliseconds; from then on it is `python -m bot run` as ever.
"""

import asyncio
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[2]
IMPORTED = ("bot.app", "bot.edge", "chromadb", "aiosqlite")
"""What a bot imports until it has answered."""


class Forked:
    """A bot that is no child of the test's process: watched through its pidfd."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._watched = os.pidfd_open(pid)

    def __del__(self) -> None:
        os.close(self._watched)

    @property
    def returncode(self) -> int | None:
        """None while it lives; what it ended with is not told."""
        return 0 if select.select((self._watched,), (), (), 0)[0] else None

    def send_signal(self, number: signal.Signals) -> None:
        signal.pidfd_send_signal(self._watched, number)

    async def wait(self) -> None:
        """Until it is gone."""
        loop, gone = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self._watched, gone.set)
        try:
            await gone.wait()
        finally:
            loop.remove_reader(self._watched)


class Nursery:
    """The tests' side; ends its bots when it is closed, or when the tests' process is gone."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def fork(self, role: str, environment: dict[str, str], log: Path, life: str = "bot.__main__") -> Forked:
        """Start a bot, or what the `main` of another module lives; the first time this waits until all is imported.

        Raises:
            AssertionError: the bot cannot be imported.
        """
        orders, answers = self._process.stdin, self._process.stdout
        assert orders is not None
        assert answers is not None
        orders.write(json.dumps({"role": role, "environment": environment, "log": str(log), "life": life}) + "\n")
        orders.flush()
        pid = answers.readline()
        assert pid, "the nursery has ended; why, it wrote to stderr"
        return Forked(int(pid))


@contextmanager
def nursery(*imported: str) -> Iterator[Nursery]:
    """Imports while the tests already run: these modules alone, or all that a bot needs and what it learns."""
    command = (sys.executable, "-m", "tests.fakes.nursery", *imported)
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}  # noqa: TID251 - for a child
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, text=True) as process:
        yield Nursery(process)


def main() -> int:
    """Fork for every order; the status of the bot in a fork, 0 in the nursery itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in sys.argv[1:] or IMPORTED:
        import_module(name)
    _learn(has_agents=not sys.argv[1:])
    living: set[int] = set()
    for order in sys.stdin:
        living -= set(_ended())
        pid = os.fork()
        if pid == 0:
            return _live(**json.loads(order))
        living.add(pid)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
    for pid in living - set(_ended()):
        os.kill(pid, signal.SIGKILL)
    return 0


def _learn(*, has_agents: bool) -> None:
    """What every bot works out for itself, always with the same result."""
    from bot.paths import LOCALES
    from core.i18n import Translator
    from forwarding.drafting import all_transforms
    from forwarding.pipeline import all_filters

    Translator(LOCALES)
    all_filters()
    all_transforms()
    if not has_agents:
        return
    from agents.supervisor import agents_classifier
    from agents.understanding import intents_classifier

    agents_classifier()
    intents_classifier()


def _ended() -> Iterator[int]:
    """Children that are gone, each once: until then nobody else can have their pid."""
    try:
        while pid := os.waitpid(-1, os.WNOHANG)[0]:
            yield pid
    except ChildProcessError:
        return


def _live(role: str, environment: dict[str, str], log: str, life: str) -> int:
    """As if it had just been typed: its own environment, arguments, signals and output."""
    os.environ.clear()  # noqa: TID251 - a bot of the tests gets its settings here
    os.environ.update(environment)  # noqa: TID251
    time.tzset()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    output = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.dup2(output, 1)
    os.dup2(output, 2)
    status: int = import_module(life).main(("run", "--role", role))
    return status


if __name__ == "__main__":
    sys.exit(main())
