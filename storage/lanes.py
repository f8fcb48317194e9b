"""Whose turn it is: in every lane only the first open delivery may leave, and those who wait take turns.

Stepping from lane to lane costs a look into the index for each, however many deliveries wait in it. Where very many
lanes are open, a look goes over LANES_AT_ONCE of them, and the next one goes on from there.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, TextualSelect, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from storage.deliveries import COLUMNS, Delivery, from_row
from storage.tables.forwarding import DeliveryRow
from storage.tables.orm import PlainText, UtcDateTime, big_id

# ruff: noqa: S608 - the parts that are put together here are all of this file, and the values are parameters

IS_OPEN = DeliveryRow.finished_at.is_(None)
"""Still to be sent. It changes once in a delivery's life: an index by it costs nothing while the state moves on."""

LANES_AT_ONCE = 400
EXAMINED = 32
"""More than are wanted are looked at: some must wait for their chat, and a rule shall not wait because of that."""


@dataclass(frozen=True, slots=True)
class View:
    """What stands at the heads of the lanes: those due, a turn of each party before the second of any."""

    due: list[Delivery]
    has_more: bool
    """More are due than these, or others hold them at this moment."""
    next_due: datetime | None
    """Of the heads that are not due."""
    goes_on_after: str
    """The lane where a look was cut off; empty where it reached the last."""


async def look(session: AsyncSession, now: datetime, count: int, party: int, lane: str) -> View:
    """At the lanes after `lane`, the party next after `party` first; what is due stays locked against others."""
    statement = _LOOK[session.get_bind().dialect.name]
    given = {"now": now, "count": max(count, EXAMINED), "party": party, "lane": lane, "lanes": LANES_AT_ONCE}
    rows = (await session.execute(statement, given)).all()
    seen, last, ripe, next_due, *_ = rows[0]
    due = [from_row(row[4:]) for row in rows if row.id is not None]
    return View(due, ripe > len(due), next_due, last if seen >= LANES_AT_ONCE else "")


def party_of(delivery: Delivery) -> int:
    """Who waits in turn with others: a rule, or the chat of a text that belongs to none."""
    return delivery.chat if delivery.rule is None else delivery.rule


_FIRST = "SELECT lane, id FROM deliveries WHERE finished_at IS NULL AND lane > :lane ORDER BY lane, id LIMIT 1"

_WALKS = {
    "postgresql": f"""
        SELECT lane, id, 1 AS number FROM ({_FIRST}) AS first
        UNION ALL
        SELECT step.lane, step.id, walk.number + 1
        FROM walk, LATERAL (
            SELECT lane, id FROM deliveries
            WHERE finished_at IS NULL AND lane > walk.lane ORDER BY lane, id LIMIT 1
        ) AS step
        WHERE walk.number < :lanes
    """,
    "sqlite": f"""
        SELECT lane, id, 1 AS number FROM ({_FIRST})
        UNION ALL
        SELECT step.lane, step.id, walk.number + 1
        FROM walk JOIN deliveries AS step ON step.id = (
            SELECT id FROM deliveries
            WHERE finished_at IS NULL AND lane > walk.lane ORDER BY lane, id LIMIT 1
        )
        WHERE walk.number < :lanes
    """,
}

_LOCKS = {"postgresql": "FOR UPDATE OF deliveries SKIP LOCKED", "sqlite": ""}


def _look(dialect: str) -> TextualSelect:
    """Every row begins with: how many lanes were seen, the last of them, how many heads are due, when the next is."""
    columns = ", ".join(f"mine.{column.key}" for column in COLUMNS)
    return (
        text(f"""
        WITH RECURSIVE walk(lane, id, number) AS ({_WALKS[dialect]}),
        heads AS MATERIALIZED (
            SELECT deliveries.id, not_before, coalesce(rule, chat) AS party
            FROM walk JOIN deliveries ON deliveries.id = walk.id WHERE state = 'pending'
        ),
        turns AS (
            SELECT id, party, row_number() OVER (PARTITION BY party ORDER BY not_before, id) AS turn
            FROM heads WHERE not_before <= :now
        ),
        chosen AS MATERIALIZED (
            SELECT * FROM turns ORDER BY turn, party <= :party, party LIMIT :count + {EXAMINED}
        ),
        mine AS (
            SELECT deliveries.*, turn, party FROM chosen JOIN deliveries ON deliveries.id = chosen.id
            WHERE state = 'pending'
            ORDER BY turn, party <= :party, party LIMIT :count {_LOCKS[dialect]}
        )
        SELECT (SELECT coalesce(max(number), 0) FROM walk) AS seen, (SELECT max(lane) FROM walk) AS last,
               (SELECT count(*) FROM turns) AS ripe,
               (SELECT min(not_before) FROM heads WHERE not_before > :now) AS next_due, {columns}
        FROM (SELECT 1) AS one LEFT JOIN mine ON TRUE
        ORDER BY turn, party <= :party, party
        """)
        .bindparams(
            bindparam("now", type_=UtcDateTime()),
            bindparam("lane", type_=PlainText()),
            bindparam("party", type_=big_id),
            bindparam("count", type_=Integer()),
            bindparam("lanes", type_=Integer()),
        )
        .columns(seen=Integer(), last=PlainText(), ripe=Integer(), next_due=UtcDateTime(), **_typed())
    )


def _typed() -> dict[str, Any]:
    return {column.key: column.type for column in COLUMNS}


_LOOK = {dialect: _look(dialect) for dialect in _WALKS}
