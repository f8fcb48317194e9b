"""Counters and short-lived values: in the process, or in Redis when several processes share them."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Protocol

from core.errors import Unavailable

ANSWER_SECONDS = 5.0

_SWEEP_EVERY = 1000


class Cache(Protocol):
    """What is here may be gone at any moment; `ttl` is in seconds."""

    async def incr(self, key: str, ttl: float) -> int:
        """One more; the first of a period starts it, and `ttl` seconds later the count begins anew."""

    async def get(self, key: str) -> str | None: ...

    async def set(self, key: str, value: str, ttl: float) -> None: ...

    async def delete(self, key: str) -> None: ...

    async def ping(self) -> None:
        """
        Raises:
            Unavailable: it does not answer.
        """

    async def close(self) -> None: ...


def open_cache(url: str, prefix: str = "platform:") -> Cache:
    """Redis at `redis://…`; an empty URL keeps everything in the process."""
    return RedisCache(url, prefix) if url else MemoryCache()


class MemoryCache:
    """A dictionary with an end to each entry. `now` counts seconds and never goes back."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._values: dict[str, tuple[str, float]] = {}
        self._writes = 0

    def __len__(self) -> int:
        return len(self._values)

    async def incr(self, key: str, ttl: float) -> int:
        value, end = self._live(key) or ("0", self._now() + ttl)
        count = int(value) + 1
        self._put(key, str(count), end)
        return count

    async def get(self, key: str) -> str | None:
        entry = self._live(key)
        return entry[0] if entry else None

    async def set(self, key: str, value: str, ttl: float) -> None:
        self._put(key, value, self._now() + ttl)

    async def delete(self, key: str) -> None:
        self._values.pop(key, None)

    async def ping(self) -> None:
        """Always there."""

    async def close(self) -> None:
        self._values.clear()

    def _live(self, key: str) -> tuple[str, float] | None:
        entry = self._values.get(key)
        return entry if entry and entry[1] > self._now() else None

    def _put(self, key: str, value: str, end: float) -> None:
        self._values[key] = (value, end)
        self._writes += 1
        if self._writes % _SWEEP_EVERY == 0:
            now = self._now()
            self._values = {name: entry for name, entry in self._values.items() if entry[1] > now}


class RedisCache:
    """The same, shared; every key begins with `prefix`."""

    def __init__(self, url: str, prefix: str) -> None:
        from redis.asyncio import Redis

        self._prefix = prefix
        self._redis = Redis.from_url(
            url, decode_responses=True, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS
        )

    async def incr(self, key: str, ttl: float) -> int:
        name = self._prefix + key
        async with _translated(), self._redis.pipeline(transaction=True) as pipeline:
            pipeline.set(name, 0, px=_milliseconds(ttl), nx=True)
            pipeline.incr(name)
            _, count = await pipeline.execute()
        return int(count)

    async def get(self, key: str) -> str | None:
        async with _translated():
            value = await self._redis.get(self._prefix + key)
        return None if value is None else str(value)

    async def set(self, key: str, value: str, ttl: float) -> None:
        async with _translated():
            await self._redis.set(self._prefix + key, value, px=_milliseconds(ttl))

    async def delete(self, key: str) -> None:
        async with _translated():
            await self._redis.delete(self._prefix + key)

    async def ping(self) -> None:
        async with _translated():
            await self._redis.ping()

    async def close(self) -> None:
        await self._redis.aclose()


def _milliseconds(seconds: float) -> int:
    return max(1, round(seconds * 1000))


@asynccontextmanager
async def _translated() -> AsyncIterator[None]:
    from redis.exceptions import RedisError

    try:
        yield
    except (RedisError, OSError, TimeoutError) as error:
        raise Unavailable("error-cache-unavailable") from error
