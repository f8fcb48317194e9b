"""The outbox against a bare SKIP LOCKED loop over the same table, in one run on one server that flushes each commit.

The bare loop takes 100 rows in the order of their numbers and marks them as sent, one batch after another; asyncpg
alone carries it out. The outbox does what the courier does: it takes 100 through a gate, by order of lanes and turns of
rules, marks them as leaving, and writes down that they arrived with a link for each; while one batch is written the
next is taken. The deliveries stand in 200 lanes of 20 rules, as deep as their number makes them. Beside it: a batch
after another, one delivery after another, SQLite, and what one take costs when few or very many lanes are open.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg

from benchmarks.row import Figure, Row
from core.ids import ChatId, MessageId, RuleId
from storage.database import Database
from storage.links import MessageLink
from storage.outbox import Delivery, DeliveryState, Outbox, Outcome
from tests.fakes.database import clear_all, create_all
from tests.fakes.postgres import postgres_database, postgres_server

BATCH = 100
BATCHES = 60
SINGLE = 150
"""Deliveries that go one by one, each a batch of its own."""
LANES = 200
RULES = 20
ROUNDS = 3
"""The best of them counts, on both sides."""
MANY_LANES = (10, 1_000, 10_000)
TAKES = 10
SOURCE = ChatId(-1001234567890)
PAYLOAD = {"kind": "copy", "source": SOURCE, "messages": [17], "via": "bot", "card": "News"}

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
    with (
        TemporaryDirectory() as folder,
        postgres_server(is_durable=True) as server,
        postgres_database(server, is_durable=True) as url,
    ):
        return asyncio.run(figures(url, f"sqlite+aiosqlite:///{Path(folder) / 'outbox.db'}"))


async def figures(url: str, sqlite_url: str) -> Sequence[Figure]:
    async with opened(url) as database:
        outbox, bare, batched, in_turn = Outbox(database), 0.0, 0.0, 0.0
        for _ in range(ROUNDS):
            bare = max(bare, await bare_rate(url, outbox))
            batched = max(batched, await outbox_rate(outbox, BATCH * BATCHES, BATCH))
            in_turn = max(in_turn, await outbox_rate(outbox, BATCH * BATCHES, BATCH, at_once=1))
        single = max([await outbox_rate(outbox, SINGLE, 1, at_once=1) for _ in range(ROUNDS)])
        takes = [await take_cost(database, lanes) for lanes in MANY_LANES]
    async with opened(sqlite_url) as database:
        on_sqlite = await outbox_rate(Outbox(database), BATCH * BATCHES, BATCH)
    return [
        Figure("bare loop, batch 100", bare, "/s"),
        Figure("outbox, batch 100", batched, "/s"),
        Figure("outbox, batch after batch", in_turn, "/s"),
        Figure("outbox, one by one", single, "/s"),
        Figure("outbox, batch 100, SQLite", on_sqlite, "/s"),
        Figure("outbox against the bare loop", batched / bare, "x", at_least=0.8),
        Figure("batch after batch against it", in_turn / bare, "x"),
        Figure("batches against one by one", batched / single, "x", at_least=30),
        *(Figure(f"a take of 100 of {n:,} lanes", cost, "ms") for n, cost in zip(MANY_LANES, takes, strict=True)),
    ]


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    database = Database(url)
    try:
        await create_all(database)
        yield database
    finally:
        await database.close()


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


async def outbox_rate(outbox: Outbox, count: int, batch: int, at_once: int = 2) -> float:
    """Deliveries per second, from waiting to sent."""
    await fill(outbox, count)
    started, done = time.perf_counter(), 0

    async def work() -> None:
        nonlocal done
        while taken := (await outbox.take(batch, 30.0, lambda _: 0.0)).deliveries:
            await outbox.finish(*map(_arrived, taken))
            done += len(taken)

    while done < count:
        await asyncio.gather(*(work() for _ in range(at_once)))
    return done / (time.perf_counter() - started)


async def take_cost(database: Database, lanes: int) -> float:
    """Milliseconds, where each lane holds two deliveries and what was taken goes back."""
    await clear_all(database)
    outbox = Outbox(database)
    await fill(outbox, lanes * 2, lanes)
    spent = 0.0
    for _ in range(TAKES):
        started = time.perf_counter()
        taken = await outbox.take(BATCH, 30.0)
        spent += time.perf_counter() - started
        await outbox.finish(*(Outcome(delivery, DeliveryState.PENDING) for delivery in taken.deliveries))
    return spent / TAKES * 1000


def _arrived(delivery: Delivery) -> Outcome:
    copy = MessageLink(RuleId(delivery.rule or 0), SOURCE, MessageId(delivery.id), delivery.chat, MessageId(7))
    return Outcome(delivery, DeliveryState.SENT, links=[copy])


async def fill(outbox: Outbox, count: int, lanes: int = LANES) -> None:
    stamp = time.monotonic_ns()
    await outbox.enqueue(*(_delivery(f"{stamp}:{number}", number % lanes) for number in range(count)))


def _delivery(key: str, lane: int) -> Delivery:
    return Delivery(key, ChatId(-1000 - lane), PAYLOAD, lane=f"post:{SOURCE}:{lane}", rule=RuleId(lane % RULES))


ROW = Row("outbox", "taking, sending and recording in batches, against a bare SKIP LOCKED loop", measure)
