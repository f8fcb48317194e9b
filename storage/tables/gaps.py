"""Rows about what was missed: histories that are read, holes in what the bot was sent, and who was there when."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.orm import Base


class BackfillRow(Base):
    """The history of one source, read for one rule; live posts wait behind it until it is finished."""

    __tablename__ = "backfills"
    __table_args__ = (
        Index(
            "ix_backfills_open",
            "source",
            "rule",
            unique=True,
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[int]
    source: Mapped[int]
    wanted: Mapped[int]
    """So many of the last messages."""
    cursor: Mapped[int | None]
    """The last message that was decided about; NULL before the first page."""
    until: Mapped[int]
    total: Mapped[int]
    done: Mapped[int]
    passed: Mapped[int]
    held: Mapped[int]
    is_cancelled: Mapped[bool]
    reason: Mapped[str]
    """Why it rests, or ended: the key of a sentence."""
    not_before: Mapped[datetime]
    touched_at: Mapped[datetime]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    asked_by: Mapped[int]
    chat: Mapped[int]
    """Where its progress is shown, in `message`."""
    message: Mapped[int]
    is_told: Mapped[bool]
    """The last word stands in that message."""


class HoleRow(Base):
    """Messages of a channel that the bot was never sent, because it was away for too long."""

    __tablename__ = "holes"
    __table_args__ = (UniqueConstraint("source", "after"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[int]
    after: Mapped[int]
    before: Mapped[int | None]
    """The first message that came afterwards; NULL until one comes."""
    found_at: Mapped[datetime]
    filled: Mapped[int | None]
    """How many posts of it the account read; NULL while it is open."""
    is_told: Mapped[bool]


class PresenceRow(Base):
    """Who was there when: the bot that asks for updates, each account."""

    __tablename__ = "presences"

    name: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    state: Mapped[str]
    at: Mapped[datetime]
