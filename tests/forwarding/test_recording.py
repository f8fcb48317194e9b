"""Outcomes are written down together, and wait for a database that is out."""

import asyncio
import threading
from pathlib import Path

from core.ids import ChatId
from forwarding.recording import Recorder
from storage.database import Database
from storage.outbox import Delivery, DeliveryState, Outbox, Outcome


class Disk:
    """Counts the flushes; holds them back or refuses them."""

    def __init__(self) -> None:
        self.flushes = 0
        self.refusals = 0
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def flush(self, path: Path) -> None:
        self.flushes += 1
        assert self.may_go_on.wait(10)
        if self.refusals:
            self.refusals -= 1
            raise OSError("the disk is full")


async def test_what_ends_while_one_is_written_down_is_written_by_the_next_transaction(sqlite_url: str):
    disk = Disk()
    database = Database(sqlite_url, flush=disk.flush)
    outbox, outcomes = await _ended(database, 12)
    recorder, before = Recorder(outbox), disk.flushes
    disk.may_go_on.clear()
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        group.create_task(recorder.record(outcomes[0]))
        while disk.flushes == before:
            await asyncio.sleep(0)
        for outcome in outcomes[1:]:
            group.create_task(recorder.record(outcome))
        await asyncio.sleep(0)
        disk.may_go_on.set()
    assert disk.flushes - before == 2
    assert await outbox.counts() == {DeliveryState.SENT: 12}
    await database.close()


async def test_an_outcome_waits_for_a_database_that_is_out(sqlite_url: str):
    disk = Disk()
    database = Database(sqlite_url, flush=disk.flush)
    outbox, outcomes = await _ended(database, 3)
    disk.refusals = 2
    recorder = Recorder(outbox, retry_seconds=0.01)
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        for outcome in outcomes:
            group.create_task(recorder.record(outcome))
    assert disk.refusals == 0
    assert await outbox.counts() == {DeliveryState.SENT: 3}
    await database.close()


async def _ended(database: Database, count: int) -> tuple[Outbox, list[Outcome]]:
    outbox = Outbox(database)
    await outbox.enqueue(*(Delivery(f"k{number}", ChatId(1), {}, lane=f"l{number}") for number in range(count)))
    taken = await outbox.take(count, 30)
    return outbox, [Outcome(delivery, DeliveryState.SENT) for delivery in taken.deliveries]
