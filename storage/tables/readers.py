"""Rows of what people say about posts: before they are published, in review; and afterwards, with their thumbs."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.orm import Base


class ReviewRow(Base):
    """A post, or an album, that waits for somebody's word, and what that was."""

    __tablename__ = "reviews"
    __table_args__ = (
        Index(
            "ix_reviews_waiting",
            "created_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    rule: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    message: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """The first one."""
    messages: Mapped[list[Any]]
    place: Mapped[dict[str, Any]]
    """Where it is shown."""
    via: Mapped[str]
    version: Mapped[int]
    """Of the rule by which it is shown."""
    state: Mapped[str]
    words: Mapped[dict[str, Any] | None]
    """What a reviewer wrote instead."""
    revision: Mapped[int]
    created_at: Mapped[datetime]
    decided_by: Mapped[int | None]
    decider: Mapped[str]
    """Their name, as it was then."""
    decided_at: Mapped[datetime | None]


class BallotRow(Base):
    """A copy under which readers vote."""

    __tablename__ = "ballots"

    chat: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    copy: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rule: Mapped[int] = mapped_column(index=True)
    shown_at: Mapped[datetime]
    """When its numbers were brought up to date last, or will be next."""


class VoteRow(Base):
    """What one person thinks of one copy."""

    __tablename__ = "votes"

    chat: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    copy: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    thumb: Mapped[int]
    """1 up, -1 down, 0 taken back."""
    taught: Mapped[list[Any]]
    """The thumbs that the rule has learned from already."""
    press: Mapped[int]
    """The last update that changed it: handled once more after a crash, it changes nothing."""
