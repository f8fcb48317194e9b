"""Rows of posts that passed a rule and wait for their time."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.orm import Base


class GatheredRow(Base):
    """A post that a rule let pass and has not made anything of yet."""

    __tablename__ = "gathered"
    __table_args__ = (Index("ix_gathered_post", "source", "message"),)

    rule: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    message: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    head: Mapped[int]
    """The first message of those that came as one album; of a single post itself."""
    gathered_at: Mapped[datetime]


class GatheringRow(Base):
    """When something of what a rule gathered leaves next."""

    __tablename__ = "gatherings"

    rule: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    due: Mapped[datetime | None] = mapped_column(index=True)
    """None while it waits for more posts, or for nothing."""
    version: Mapped[int]
    """Of the rule, by which that was reckoned."""
    changes: Mapped[int]
    """Grows with each post, so that whoever reckoned without it knows."""
    left_at: Mapped[datetime | None]
    """When the last post took its slot."""
