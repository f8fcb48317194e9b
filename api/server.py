"""uvicorn inside our own process: our signals, our logs, our start and stop."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn
from fastapi import FastAPI

from core.errors import SettingsError
from core.tasks import Supervisor


class _Server(uvicorn.Server):
    """The process has its own signal handlers."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def serving(app: FastAPI, host: str, port: int, supervisor: Supervisor) -> AsyncIterator[int]:
    """Serve until the end of the block; yields the port.

    Raises:
        SettingsError: the port is taken.
    """
    listener = _listen(host, port)
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=5)
    server = _Server(config)
    task = supervisor.run_forever(server.serve(sockets=[listener]), name="http")
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        await asyncio.wait((task,), timeout=10)


def _listen(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise SettingsError(setting="API__PORT", reason=f"{host}:{port}: {error.strerror}") from error
    listener.set_inheritable(True)
    return listener
