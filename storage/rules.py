"""Forwarding rules as rows; what a spec means is known to `forwarding.rules` alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update

from core.clock import Clock, SystemClock
from core.ids import ChatId, RuleId, UserId
from storage.database import Database
from storage.outbox import DeliveryState
from storage.tables.forwarding import DecisionRow, DeliveryRow, LinkRow, RuleRow
from storage.upsert import insert_for


@dataclass(frozen=True, slots=True)
class StoredRule:
    """One rule; `titles` are the names of its chats at the time of saving."""

    id: RuleId
    spec: dict[str, Any]
    titles: dict[str, Any]
    created_by: UserId
    created_at: datetime
    is_paused: bool


class Rules:
    """All rules."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def add(self, spec: Mapping[str, Any], titles: Mapping[str, str], author: UserId, key: str) -> StoredRule:
        """The rule of this key, made now or before."""
        values = {
            "key": key,
            "source": spec["source"],
            "destination": spec["destination"],
            "spec": dict(spec),
            "titles": dict(titles),
            "created_by": author,
            "created_at": self._clock.now(),
            "is_paused": False,
        }
        async with self._database.session() as session:
            insert = insert_for(session, RuleRow).values(values)
            await session.execute(insert.on_conflict_do_nothing(index_elements=["key"]))
            return _rule((await session.scalars(select(RuleRow).where(RuleRow.key == key))).one())

    async def by_key(self, key: str) -> StoredRule | None:
        async with self._database.reading() as session:
            row = (await session.scalars(select(RuleRow).where(RuleRow.key == key))).one_or_none()
        return _rule(row) if row else None

    async def all(self) -> list[StoredRule]:
        """Oldest first."""
        async with self._database.reading() as session:
            return [_rule(row) for row in await session.scalars(select(RuleRow).order_by(RuleRow.id))]

    async def set_paused(self, id: RuleId, is_paused: bool) -> bool:
        """False when it stood so already, or is gone."""
        statement = (
            update(RuleRow)
            .where(RuleRow.id == id, RuleRow.is_paused.is_(not is_paused))
            .values(is_paused=is_paused)
            .returning(RuleRow.id)
        )
        async with self._database.session() as session:
            return (await session.scalars(statement)).one_or_none() is not None

    async def delete(self, id: RuleId) -> bool:
        """What it decided and what still waits to be sent goes with it; copies already made stay."""
        waiting = (DeliveryRow.rule == id, DeliveryRow.state == DeliveryState.PENDING.value)
        async with self._database.session() as session:
            gone = await session.scalars(delete(RuleRow).where(RuleRow.id == id).returning(RuleRow.id))
            await session.execute(delete(DecisionRow).where(DecisionRow.rule == id))
            await session.execute(delete(LinkRow).where(LinkRow.rule == id))
            await session.execute(delete(DeliveryRow).where(*waiting))
            return gone.one_or_none() is not None

    async def migrate(self, old: ChatId, new: ChatId) -> None:
        """A group became a supergroup."""
        touched = select(RuleRow).where(or_(RuleRow.source == old, RuleRow.destination == old))
        async with self._database.session() as session:
            for row in await session.scalars(touched):
                row.source = new if row.source == old else row.source
                row.destination = new if row.destination == old else row.destination
                row.spec = {**row.spec, "source": row.source, "destination": row.destination}


def _rule(row: RuleRow) -> StoredRule:
    return StoredRule(RuleId(row.id), row.spec, row.titles, UserId(row.created_by), row.created_at, row.is_paused)
