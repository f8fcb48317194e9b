"""Rows of stories: what several chats report and one copy tells."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.orm import Base


class StoryRow(Base):
    """A post that told a rule's story again: the copy of the first one names it."""

    __tablename__ = "stories"
    __table_args__ = (Index("ix_stories_first", "rule", "first_source", "first_message"),)

    rule: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    message: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first_source: Mapped[int]
    first_message: Mapped[int]
    title: Mapped[str]
    link: Mapped[str]
    told_at: Mapped[datetime] = mapped_column(index=True)
