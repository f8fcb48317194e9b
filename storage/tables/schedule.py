"""Rows of what happens because of the clock: reminders and daily digests."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.orm import Base


class ReminderRow(Base):
    __tablename__ = "reminders"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    user: Mapped[int] = mapped_column(index=True)
    chat: Mapped[int]
    topic: Mapped[int | None]
    text: Mapped[str]
    every: Mapped[str]
    time_zone: Mapped[str]
    wall: Mapped[str]
    language: Mapped[str]
    at: Mapped[datetime]
    due: Mapped[datetime | None] = mapped_column(index=True)
    created_at: Mapped[datetime]


class DigestRow(Base):
    __tablename__ = "digests"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    user: Mapped[int] = mapped_column(index=True)
    source: Mapped[int]
    title: Mapped[str]
    username: Mapped[str]
    chat: Mapped[int]
    topic: Mapped[int | None]
    at: Mapped[str]
    time_zone: Mapped[str]
    language: Mapped[str]
    told_until: Mapped[datetime]
    due: Mapped[datetime] = mapped_column(index=True)
    created_at: Mapped[datetime]
