"""Where the tests' real PostgreSQL and Redis come from, and what happens when none can be had."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

START_SECONDS = 30.0


def setting(name: str) -> str:
    """The one place where tests read the environment."""
    return os.environ.get(name, "")  # noqa: TID251 - tests are told from outside which servers to use


def unavailable(server: str, hint: str) -> NoReturn:
    """Never silent: a printed reason here, a failure where everything has to run."""
    reason = f"no {server} for the tests: {hint}"
    if setting("CI").lower() in ("1", "true"):
        pytest.fail(reason)
    pytest.skip(reason)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def temporary_folder(prefix: str) -> Iterator[Path]:
    """A short path: sockets of servers must fit into 107 bytes."""
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(command: list[str], *, is_up: Callable[[], bool], user: str | None = None) -> Iterator[None]:
    """The server of `command`, from the moment that it answers."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, user=user)
    try:
        _wait(process, is_up)
        yield
    finally:
        process.send_signal(signal.SIGINT)  # to PostgreSQL: without waiting for its clients
        try:
            process.wait(START_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: "subprocess.Popen[bytes]", is_up: Callable[[], bool]) -> None:
    for _ in range(int(START_SECONDS * 10)):
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
        if is_up():
            return
        try:
            process.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
    raise RuntimeError(f"{process.args!r} did not start in {START_SECONDS:g} s")
