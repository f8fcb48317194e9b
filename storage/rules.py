"""Forwarding rules as rows, with their former versions; what a spec means is known to `forwarding.spec` alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import Clock, SystemClock
from core.ids import ChatId, RuleId, UserId
from storage.database import Database
from storage.outbox import DeliveryState
from storage.tables.forwarding import DecisionRow, DeliveryRow, LinkRow, RelevanceRow, RuleRow, RuleVersionRow
from storage.tables.gathering import GatheredRow, GatheringRow
from storage.tables.readers import BallotRow, ReviewRow
from storage.upsert import insert_for


@dataclass(frozen=True, slots=True)
class StoredRule:
    """One rule; `chats` tells by id what each chat was called when the rule was saved, and who reads it."""

    id: RuleId
    spec: dict[str, Any]
    version: int
    chats: dict[str, Any]
    created_by: UserId
    created_at: datetime
    is_paused: bool


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """What a rule said from one saving to the next."""

    version: int
    spec: dict[str, Any]
    chats: dict[str, Any]
    saved_by: UserId
    saved_at: datetime


class Rules:
    """All rules."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def add(
        self, spec: Mapping[str, Any], chats: Mapping[str, Any], author: UserId, key: str, *, is_paused: bool = False
    ) -> StoredRule:
        """The rule of this key, made now or before."""
        async with self._database.session() as session:
            return await self._add(session, spec, chats, author, key, is_paused=is_paused)

    async def add_all(
        self,
        contents: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]],
        author: UserId,
        key: str,
        *,
        is_paused: bool = False,
    ) -> list[StoredRule]:
        """Specs with their chats, in one transaction; their keys begin with this one."""
        async with self._database.session() as session:
            return [
                await self._add(session, spec, chats, author, f"{key}:{number}", is_paused=is_paused)
                for number, (spec, chats) in enumerate(contents)
            ]

    async def change(
        self, id: RuleId, spec: Mapping[str, Any], chats: Mapping[str, Any], author: UserId, seen: int
    ) -> StoredRule | None:
        """A new version over the one that was `seen`; None when somebody else was quicker, or the rule is gone."""
        content = {"spec": dict(spec), "chats": dict(chats), "version": seen + 1}
        statement = update(RuleRow).where(RuleRow.id == id, RuleRow.version == seen).values(content).returning(RuleRow)
        async with self._database.session() as session:
            row = (await session.scalars(statement)).one_or_none()
            if row is None:
                return None
            session.add(RuleVersionRow(**content, rule=id, saved_by=author, saved_at=self._clock.now()))
            return _rule(row)

    async def versions(self, id: RuleId) -> list[StoredVersion]:
        """Newest first."""
        query = select(RuleVersionRow).where(RuleVersionRow.rule == id).order_by(RuleVersionRow.version.desc())
        async with self._database.reading() as session:
            return [_version(row) for row in await session.scalars(query)]

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
        """What it decided and learned and what still waits to be sent goes with it; copies already made stay."""
        waiting = (DeliveryRow.rule == id, DeliveryRow.state == DeliveryState.PENDING.value)
        async with self._database.session() as session:
            gone = await session.scalars(delete(RuleRow).where(RuleRow.id == id).returning(RuleRow.id))
            await session.execute(delete(RuleVersionRow).where(RuleVersionRow.rule == id))
            await session.execute(delete(DecisionRow).where(DecisionRow.rule == id))
            await session.execute(delete(LinkRow).where(LinkRow.rule == id))
            await session.execute(delete(RelevanceRow).where(RelevanceRow.rule == id))
            await session.execute(delete(ReviewRow).where(ReviewRow.rule == id))
            await session.execute(delete(BallotRow).where(BallotRow.rule == id))
            await session.execute(delete(GatheredRow).where(GatheredRow.rule == id))
            await session.execute(delete(GatheringRow).where(GatheringRow.rule == id))
            await session.execute(delete(DeliveryRow).where(*waiting))
            return gone.one_or_none() is not None

    async def migrate(self, old: ChatId, new: ChatId) -> None:
        """A group became a supergroup."""
        async with self._database.session() as session:
            for row in await session.scalars(select(RuleRow)):
                if str(old) in row.chats:
                    row.spec = _moved(row.spec, old, new)
                    row.chats = {str(new) if chat == str(old) else chat: told for chat, told in row.chats.items()}

    async def _add(
        self,
        session: AsyncSession,
        spec: Mapping[str, Any],
        chats: Mapping[str, Any],
        author: UserId,
        key: str,
        *,
        is_paused: bool = False,
    ) -> StoredRule:
        now = self._clock.now()
        content = {"spec": dict(spec), "chats": dict(chats), "version": 1}
        values = {**content, "key": key, "created_by": author, "created_at": now, "is_paused": is_paused}
        insert = insert_for(session, RuleRow).values(values)
        await session.execute(insert.on_conflict_do_nothing(index_elements=["key"]))
        row = (await session.scalars(select(RuleRow).where(RuleRow.key == key))).one()
        kept = insert_for(session, RuleVersionRow).values(**content, rule=row.id, saved_by=author, saved_at=now)
        await session.execute(kept.on_conflict_do_nothing())
        return _rule(row)


def _moved(value: Any, old: ChatId, new: ChatId) -> Any:
    """The spec with the chat's new id wherever a chat is named."""
    if isinstance(value, dict):
        return {
            name: (new if name == "chat" and inner == old else _moved(inner, old, new)) for name, inner in value.items()
        }
    return [_moved(inner, old, new) for inner in value] if isinstance(value, list) else value


def _rule(row: RuleRow) -> StoredRule:
    return StoredRule(
        RuleId(row.id), row.spec, row.version, row.chats, UserId(row.created_by), row.created_at, row.is_paused
    )


def _version(row: RuleVersionRow) -> StoredVersion:
    return StoredVersion(row.version, row.spec, row.chats, UserId(row.saved_by), row.saved_at)
