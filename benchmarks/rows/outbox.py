"""The outbox against a bare SKIP LOCKED loop over the same table, in one run on one server.

The bare loop takes 100 rows in the order of their numbers and marks them as sent; asyncpg alone carries it out. The
outbox claims 100, marks them as about to leave and writes down that they arrived: three transactions instead of two,
with order by lane and turns of rules. The deliveries stand in 200 lanes of 20 rules, as deep as their number makes
them.
"""

import asyncio
import time
from collections.abc import Sequence

import asyncpg

from benchmarks.row import Figure, Row
from core.ids import ChatId, RuleId
from storage.database import Database
from storage.outbox import Delivery, DeliveryState, Outbox, Outcome
from tests.fakes.database import create_all
from tests.fakes.postgres import postgres_database, postgres_server

BATCH = 100
BATCHES = 60
SINGLE = 150
"""Deliveries that go one by one, each a batch of its own."""
LANES = 200
RULES = 20
ROUNDS = 3
"""The best of them counts, on both sides."""
PAYLOAD = {"kind": "copy", "source": -1001234567890, "messages": [17], "via": "bot", "card": "News"}

BARE_TAKE = """
WITH due AS (
    SELECT id FROM deliveries WHERE finished_at IS NULL AND state = 'pending' ORDER BY id LIMIT $1
    FOR UPDATE SKIP LOCKED
)
UPDATE deliveries SET state = 'claimed', lease_until = now() FROM due WHERE deliveries.id = due.id
RETURNING deliveries.id, key, chat, lane, rule, payload
"""
BARE_DONE = "UPDATE deliveries SET state = 'sent', finished_at = now(), lease_until = NULL WHERE id = ANY($1)"


async def measure() -> Sequence[Figure]:
    return await asyncio.to_thread(measured_aside)


def measured_aside() -> Sequence[Figure]:
    """The server is started and stopped by code that runs loops of its own."""
    with postgres_server() as server, postgres_database(server) as url:
        return asyncio.run(figures(url))


async def figures(url: str) -> Sequence[Figure]:
    database = Database(url)
    try:
        await create_all(database)
        outbox = Outbox(database)
        bare, batched = 0.0, 0.0
        for _ in range(ROUNDS):
            bare = max(bare, await bare_rate(url, outbox))
            batched = max(batched, await outbox_rate(outbox, BATCH * BATCHES, BATCH))
        single = max([await outbox_rate(outbox, SINGLE, 1) for _ in range(ROUNDS)])
    finally:
        await database.close()
    return [
        Figure("bare loop, batch 100", bare, "/s"),
        Figure("outbox, batch 100", batched, "/s"),
        Figure("outbox, one by one", single, "/s"),
        Figure("outbox against the bare loop", batched / bare, "x", at_least=0.8),
        Figure("batches against one by one", batched / single, "x", at_least=30),
    ]


async def bare_rate(url: str, outbox: Outbox) -> float:
    """Rows per second, from waiting to sent."""
    await fill(outbox, BATCH * BATCHES)
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        started, count = time.perf_counter(), 0
        while taken := await connection.fetch(BARE_TAKE, BATCH):
            await connection.execute(BARE_DONE, [row["id"] for row in taken])
            count += len(taken)
        return count / (time.perf_counter() - started)
    finally:
        await connection.close()


async def outbox_rate(outbox: Outbox, count: int, batch: int) -> float:
    """Deliveries per second, from waiting to sent."""
    await fill(outbox, count)
    started, done = time.perf_counter(), 0
    while claimed := await outbox.claim_many(batch, 30.0):
        ours = await outbox.sending_many([delivery.id for delivery in claimed], 30.0)
        await outbox.finish(*(Outcome(id, DeliveryState.SENT) for id in ours))
        done += len(ours)
    return done / (time.perf_counter() - started)


async def fill(outbox: Outbox, count: int) -> None:
    stamp = time.monotonic_ns()
    await outbox.enqueue(*(_delivery(f"{stamp}:{number}", number) for number in range(count)))


def _delivery(key: str, number: int) -> Delivery:
    lane = number % LANES
    return Delivery(key, ChatId(-1000 - lane), PAYLOAD, lane=f"post:-1001234567890:{lane}", rule=RuleId(lane % RULES))


ROW = Row("outbox", "claiming, sending and recording in batches, against a bare SKIP LOCKED loop", measure)
