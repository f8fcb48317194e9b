"""Both caches answer the same questions the same way."""

import asyncio
import secrets
from collections.abc import AsyncIterator

import pytest

from core.errors import Unavailable
from storage.cache import Cache, MemoryCache, RedisCache, open_cache
from tests.fakes.servers import free_port


@pytest.fixture(params=["memory", "redis"])
def cache_url(request: pytest.FixtureRequest) -> str:
    return "" if request.param == "memory" else str(request.getfixturevalue("redis_url"))


@pytest.fixture
async def cache(cache_url: str) -> AsyncIterator[Cache]:
    opened = open_cache(cache_url, prefix=f"test:{secrets.token_hex(6)}:")
    try:
        yield opened
    finally:
        await opened.close()


async def test_a_value_is_there_until_it_is_deleted(cache: Cache):
    await cache.ping()
    assert await cache.get("name") is None

    await cache.set("name", "Анна", 60)
    assert await cache.get("name") == "Анна"

    await cache.delete("name")
    assert await cache.get("name") is None


async def test_concurrent_counts_are_all_counted(cache: Cache):
    counts = await asyncio.gather(*(cache.incr("quota", 60) for _ in range(50)))

    assert sorted(counts) == list(range(1, 51))


async def test_a_value_ends_with_its_time(cache: Cache):
    await cache.set("short", "x", 0.001)

    async with asyncio.timeout(5):
        while await cache.get("short") is not None:
            await asyncio.sleep(0)


async def test_a_count_begins_anew_after_its_period_however_often_it_grew():
    now = 0.0
    cache = MemoryCache(lambda: now)
    assert [await cache.incr("minute", 60) for _ in range(2)] == [1, 2]
    now = 59.0
    assert await cache.incr("minute", 60) == 3
    now = 60.0
    assert await cache.incr("minute", 60) == 1


async def test_a_count_in_redis_keeps_the_end_of_its_first(redis_url: str, redis_prefix: str):
    cache = RedisCache(redis_url, redis_prefix)
    await cache.incr("minute", 0.2)
    await cache.incr("minute", 1000)

    async with asyncio.timeout(5):
        while await cache.get("minute") is not None:
            await asyncio.sleep(0)
    await cache.close()


async def test_the_process_does_not_keep_what_has_ended():
    now = 0.0
    cache = MemoryCache(lambda: now)
    for number in range(999):
        await cache.set(str(number), "x", 1)
    now = 2.0
    await cache.set("last", "x", 1)

    assert len(cache) == 1


async def test_a_redis_that_does_not_answer_is_unavailable():
    cache = RedisCache(f"redis://127.0.0.1:{free_port()}", "")
    with pytest.raises(Unavailable) as refused:
        await cache.ping()
    assert refused.value.key == "error-cache-unavailable"
    await cache.close()
