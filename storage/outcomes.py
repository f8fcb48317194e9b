"""What became of deliveries that were on their way, many written down at once."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Text, any_, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.ids import DeliveryId
from storage.deliveries import ANSWER, Delivery, DeliveryState
from storage.links import MessageLink
from storage.tables.forwarding import DeliveryRow

_table: Any = DeliveryRow.__table__


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one attempt: the last word, or PENDING for one that goes back to the head of its lane.

    Links between originals and copies, and `notices` that tell who must know, are kept in the same transaction.
    """

    delivery: Delivery
    state: DeliveryState
    reason: str = ""
    links: Sequence[MessageLink] = ()
    notices: Sequence[Delivery] = ()
    not_before: datetime | None = None
    """When one that goes back may leave; None is at once."""
    may_have_arrived: bool = False

    @property
    def is_answer(self) -> bool:
        return self.state is not DeliveryState.PENDING and self.delivery.key.startswith(ANSWER)


async def write_outcomes(session: AsyncSession, outcomes: Iterable[Outcome], now: datetime) -> None:
    """One statement for all that ended alike."""
    alike: dict[tuple[Any, ...], list[DeliveryId]] = {}
    for outcome in outcomes:
        kind = (outcome.state, outcome.reason, outcome.not_before, outcome.may_have_arrived, outcome.is_answer)
        alike.setdefault(kind, []).append(outcome.delivery.id)
    for kind, ids in alike.items():
        condition = among(session, ids)
        if kind[0] is not DeliveryState.SENT:
            # After a lease that ran out somebody else may have taken it up: that it arrived is news all the same.
            condition = condition & (_table.c.state == DeliveryState.SENDING.value)
        await session.execute(update(_table).where(condition).values(_values(*kind, now=now)))


def among(session: AsyncSession, ids: Sequence[DeliveryId]) -> ColumnElement[bool]:
    """The deliveries with these ids, as one parameter: a list that is spelled out is another statement each time."""
    if session.get_bind().dialect.name == "postgresql":
        listed: ColumnElement[bool] = _table.c.id == any_(bindparam("ids", list(ids), ARRAY(BigInteger)))
        return listed
    each = func.json_each(bindparam("ids", json.dumps(ids), Text)).table_valued("value")
    found: ColumnElement[bool] = _table.c.id.in_(select(each.c.value))
    return found


def _values(
    state: DeliveryState,
    reason: str,
    not_before: datetime | None,
    may_have_arrived: bool,
    is_answer: bool,
    *,
    now: datetime,
) -> dict[str, Any]:
    values: dict[str, Any] = {"state": state.value, "reason": reason, "lease_until": None}
    if state is DeliveryState.PENDING:
        values["not_before"] = not_before or now
    else:
        values["finished_at"] = now
    if may_have_arrived:
        values["doubts"] = _table.c.doubts + 1
    if is_answer:
        values["payload"] = {}
    return values
