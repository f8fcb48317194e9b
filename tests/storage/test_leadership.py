"""Leadership: one holder, also when several jobs of one process ask in the same moment."""

import asyncio
from contextlib import suppress

from storage.database import Database
from storage.leadership import Leadership


async def test_jobs_that_ask_at_once_share_one_lock(database: Database):
    ours, other = Leadership(database, "scheduler"), Leadership(database, "scheduler")
    try:
        assert all(await asyncio.gather(*(ours.is_leader() for _ in range(5))))
        assert not await other.is_leader()
        assert await ours.is_leader()
    finally:
        await ours.resign()
        await other.resign()


async def test_a_question_that_is_cancelled_makes_nobody_believe_that_they_lead(database: Database):
    await database.ping()
    for step in range(40):
        ours, other = Leadership(database, "scheduler"), Leadership(database, "scheduler")
        with suppress(TimeoutError):
            async with asyncio.timeout(step * 0.0002):
                await ours.is_leader()
        leaders = [await ours.is_leader(), await other.is_leader()]
        await ours.resign()
        await other.resign()
        assert leaders == [True, False]
