"""Updates from the moment they are taken in until they are finished: nothing is lost when the process dies."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import CursorResult, Update, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import Clock, SystemClock
from core.errors import UserError
from core.ids import MessageId, UpdateId
from storage.database import Database
from storage.tables.conversation import TurnRow
from storage.tables.inbox import InboxUpdateRow
from storage.upsert import insert_for

Stage = Literal["new", "sending", "sent"]
"""`new`: nothing went out. `sending`: a part is on its way, or arrived. `sent`: a placeholder stands there until the
answer does."""

_OPEN = ("new", "sending", "sent")
_CLOSED = ("done", "failed")
_REASON_LENGTH = 500


@dataclass(frozen=True, slots=True)
class InboxRow:
    """An unfinished update. `attempts` counts how often it was taken up again, this time included."""

    update_id: UpdateId
    payload: dict[str, Any]
    stage: Stage
    attempts: int
    changed_at: datetime
    """When the stage was reached: another interruption of the same update has another one."""
    placeholder: MessageId | None
    """The message that says that an answer is being written, while nothing else was sent."""
    is_incognito: bool = False
    """What the person wrote is to be kept nowhere."""


class Inbox:
    """All updates that were taken in and not yet purged."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def add_all(self, updates: Sequence[tuple[UpdateId, dict[str, Any]]]) -> list[UpdateId]:
        """Write the updates down, in one transaction; which of them are new, in their order."""
        if not updates:
            return []
        now = self._clock.now()
        fresh = {"stage": "new", "attempts": 0, "reason": "", "received_at": now, "changed_at": now}
        rows = [{"update_id": update_id, "payload": payload, **fresh} for update_id, payload in updates]
        async with self._database.session() as session:
            insert = insert_for(session, InboxUpdateRow).values(rows).on_conflict_do_nothing()
            new = set((await session.scalars(insert.returning(InboxUpdateRow.update_id))).all())
        return [update_id for update_id in dict(updates) if update_id in new]

    async def stage(self, update_id: UpdateId, stage: Stage, placeholder: MessageId | None = None) -> None:
        """How far the answer is; says nothing about an update that is finished."""
        async with self._database.session() as session:
            await session.execute(self._change(update_id, stage=stage, placeholder=placeholder))

    async def done(self, update_id: UpdateId) -> None:
        """Finished: what the person wrote is not kept here any longer."""
        is_incognito = select(TurnRow.is_incognito).where(TurnRow.update_id == update_id).scalar_subquery()
        statement = self._change(update_id, stage="done", payload={}).returning(is_incognito)
        async with self._database.session() as session:
            leaves_no_trace = await session.scalar(statement)
        if leaves_no_trace:
            await self._database.empty_log()

    async def failed(self, update_id: UpdateId, reason: str) -> None:
        """Given up; the payload stays until the purge, for the operator, unless it is incognito."""
        changes: dict[str, Any] = {"stage": "failed", "reason": reason[:_REASON_LENGTH]}
        async with self._database.session() as session:
            is_incognito = bool(await _incognito(session, [update_id]))
            await session.execute(self._change(update_id, **changes, **({"payload": {}} if is_incognito else {})))
        if is_incognito:
            await self._database.empty_log()

    async def reopen(
        self, update_id: UpdateId, reason: str, is_allowed: Callable[[dict[str, Any]], bool]
    ) -> dict[str, Any] | None:
        """The payload of an update that failed for this reason, which is `new` again; only one caller gets it.

        Raises:
            UserError: it was not kept.
        """
        query = select(InboxUpdateRow).where(InboxUpdateRow.update_id == update_id).with_for_update()
        async with self._database.session() as session:
            row = await session.scalar(query)
            if row is None or row.stage != "failed" or row.reason != reason:
                return None
            if not row.payload:
                raise UserError("error-question-gone")
            if not is_allowed(row.payload):
                return None
            row.stage, row.reason, row.attempts, row.placeholder = "new", "", 0, None
            row.changed_at = self._clock.now()
            return row.payload

    async def unfinished(self) -> list[InboxRow]:
        """What a process that died has left, oldest first. Each call counts as another attempt at these."""
        oldest_first = (InboxUpdateRow.received_at, InboxUpdateRow.update_id)
        async with self._database.session() as session:
            query = select(InboxUpdateRow).where(InboxUpdateRow.stage.in_(_OPEN)).order_by(*oldest_first)
            rows = (await session.scalars(query.with_for_update())).all()
            for row in rows:
                row.attempts += 1
            veiled = await _incognito(session, [row.update_id for row in rows])
            return [_row(row, veiled) for row in rows]

    async def again(self, update_id: UpdateId) -> InboxRow | None:
        """One unfinished update, counted as another attempt at it; None when it is finished."""
        query = select(InboxUpdateRow).where(InboxUpdateRow.update_id == update_id, InboxUpdateRow.stage.in_(_OPEN))
        async with self._database.session() as session:
            row = await session.scalar(query.with_for_update())
            if row is None:
                return None
            row.attempts += 1
            return _row(row, await _incognito(session, [update_id]))

    async def purge(self, older_than: datetime) -> int:
        """Forget finished updates; how many."""
        old = delete(InboxUpdateRow).where(InboxUpdateRow.stage.in_(_CLOSED), InboxUpdateRow.changed_at < older_than)
        async with self._database.session() as session:
            result = await session.execute(old)
        return result.rowcount if isinstance(result, CursorResult) else 0

    def _change(self, update_id: UpdateId, **changes: Any) -> Update:
        return (
            update(InboxUpdateRow)
            .where(InboxUpdateRow.update_id == update_id, InboxUpdateRow.stage.in_(_OPEN))
            .values(**changes, changed_at=self._clock.now())
        )


async def _incognito(session: AsyncSession, updates: Sequence[int]) -> set[int]:
    """Those of the updates whose turns are incognito."""
    query = select(TurnRow.update_id).where(TurnRow.update_id.in_(updates), TurnRow.is_incognito)
    return {id for id in await session.scalars(query) if id is not None}


def _row(row: InboxUpdateRow, veiled: set[int]) -> InboxRow:
    stage: Stage = "new" if row.stage == "new" else "sending" if row.stage == "sending" else "sent"
    placeholder = None if row.placeholder is None else MessageId(row.placeholder)
    return InboxRow(
        UpdateId(row.update_id), row.payload, stage, row.attempts, row.changed_at, placeholder, row.update_id in veiled
    )
