"""Leadership: one holder, also when several jobs of one process ask in the same moment."""

import asyncio

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
