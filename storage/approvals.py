"""Tool calls that change something for others and wait until their person presses a button."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, update

from core.clock import Clock, SystemClock
from core.ids import ApprovalId, ChatId, UserId
from storage.database import Database
from storage.tables.inbox import ApprovalRow

LIFETIME = timedelta(days=1)

_TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Approval:
    """What will be done when the press comes."""

    id: ApprovalId
    user: UserId
    chat: ChatId
    tool: str
    arguments: dict[str, Any]
    created_at: datetime


class Approvals:
    """Those not yet pressed, for a day."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def add(self, user: UserId, chat: ChatId, tool: str, arguments: dict[str, Any]) -> ApprovalId:
        now = self._clock.now()
        row = ApprovalRow(user_id=user, chat_id=chat, tool=tool, arguments=arguments, taken_by="", created_at=now)
        async with self._database.session() as session:
            await session.execute(delete(ApprovalRow).where(ApprovalRow.created_at <= now - LIFETIME))
            session.add(row)
            await session.flush()
            return ApprovalId(row.id)

    async def take(self, id: ApprovalId, user: UserId, key: str = _TAKEN) -> Approval | None:
        """The approval, once and for its own person only.

        A press that is handled again after a crash gives the same `key` (`update:<id>`) and gets it again.
        """
        is_free = ApprovalRow.taken_by == ""
        is_ours = is_free if key == _TAKEN else or_(is_free, ApprovalRow.taken_by == key)
        statement = (
            update(ApprovalRow)
            .where(ApprovalRow.id == id, ApprovalRow.user_id == user, is_ours)
            .where(ApprovalRow.created_at > self._clock.now() - LIFETIME)
            .values(taken_by=key)
            .returning(ApprovalRow)
        )
        async with self._database.session() as session:
            row = (await session.scalars(statement)).one_or_none()
            return _approval(row) if row else None


def _approval(row: ApprovalRow) -> Approval:
    return Approval(
        ApprovalId(row.id), UserId(row.user_id), ChatId(row.chat_id), row.tool, row.arguments, row.created_at
    )
