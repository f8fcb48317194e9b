"""Whose turn it is: in every lane only the first open delivery may leave, and rules that wait take turns.

Counting up the lanes costs a look into the index for each lane, however many deliveries wait in it.
"""

from datetime import datetime

from sqlalchemy import Select, func, select, true
from sqlalchemy.orm import aliased
from sqlalchemy.sql import Subquery

from storage.tables.forwarding import DeliveryRow

IS_OPEN = DeliveryRow.finished_at.is_(None)
"""Still to be sent. It changes once in a delivery's life: an index by it costs nothing while the state moves on."""

LOOKAHEAD = 100
"""More than are wanted are looked at: another process may be holding the first of them."""


def due_rows(dialect: str, now: datetime, count: int, after: int) -> Select[int]:
    """Ids of up to `count` heads that may leave now: one of each rule in turn, the rule next after `after` first."""
    heads = _heads(dialect)
    party = func.coalesce(DeliveryRow.rule, DeliveryRow.chat)
    turn = func.row_number().over(partition_by=party, order_by=(DeliveryRow.not_before, DeliveryRow.id))
    candidates = (
        select(DeliveryRow.id, turn.label("turn"), party.label("party"))
        .join(heads, heads.c.id == DeliveryRow.id)
        .where(DeliveryRow.state == "pending", DeliveryRow.not_before <= now)
        .subquery("candidates")
    )
    order = (candidates.c.turn, candidates.c.party <= after, candidates.c.party)
    first = select(candidates).order_by(*order).limit(count + LOOKAHEAD).subquery("first")
    return (
        select(DeliveryRow.id)
        .join(first, first.c.id == DeliveryRow.id)
        .where(DeliveryRow.state == "pending")
        .order_by(first.c.turn, first.c.party <= after, first.c.party)
        .limit(count)
        .with_for_update(of=DeliveryRow, skip_locked=True)
    )


def next_moment(dialect: str) -> Select[datetime]:
    """When the next head may leave."""
    heads = _heads(dialect)
    row = select(func.min(DeliveryRow.not_before)).join(heads, heads.c.id == DeliveryRow.id)
    return row.where(DeliveryRow.state == "pending")


def _heads(dialect: str) -> Subquery:
    if dialect != "postgresql":
        first = func.min(DeliveryRow.id).label("id")
        return select(first).where(IS_OPEN).group_by(DeliveryRow.lane).subquery("heads")
    # PostgreSQL reads all that waits for such a GROUP BY. Stepping from lane to lane reads one entry of each.
    columns = (DeliveryRow.lane, DeliveryRow.id)
    walk = select(*columns).where(IS_OPEN).order_by(*columns).limit(1).cte("walk", recursive=True)
    other = aliased(DeliveryRow)
    step = (
        select(other.lane, other.id)
        .where(other.finished_at.is_(None), other.lane > walk.c.lane)
        .order_by(other.lane, other.id)
        .limit(1)
        .lateral("step")
    )
    walk = walk.union_all(select(step.c.lane, step.c.id).select_from(walk.join(step, true())))
    return select(walk.c.id).subquery("heads")
