"""What waits to be finished: updates that were taken in, and tools that wait for a press."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.orm import Base


class InboxUpdateRow(Base):
    """An update of Telegram; emptied when done, kept a while so that a second delivery is known."""

    __tablename__ = "inbox"
    __table_args__ = (Index("ix_inbox_stage", "stage", "received_at"),)

    update_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    payload: Mapped[dict[str, Any]]
    stage: Mapped[str]
    attempts: Mapped[int]
    reason: Mapped[str]
    placeholder: Mapped[int | None]
    received_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class ApprovalRow(Base):
    """A tool call that waits for its person's press."""

    __tablename__ = "approvals"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int]
    chat_id: Mapped[int]
    tool: Mapped[str]
    arguments: Mapped[dict[str, Any]]
    taken_by: Mapped[str]
    created_at: Mapped[datetime]
