"""Conversations: each turn with its question and answer, and where a thread was begun anew."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.orm import Base


class TurnRow(Base):
    __tablename__ = "turns"
    __table_args__ = (
        Index("ix_turns_thread_id", "thread", "id"),
        Index("ix_turns_user_created_at", "user", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    update_id: Mapped[int | None] = mapped_column(unique=True)
    thread: Mapped[str]
    user: Mapped[int]
    chat: Mapped[int]
    text: Mapped[str]
    source: Mapped[str]
    answer: Mapped[str]
    agent: Mapped[str]
    model: Mapped[str]
    state: Mapped[str]
    answer_tokens: Mapped[int]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class ConversationRow(Base):
    """The current conversation of a thread: the turns after `after_turn`."""

    __tablename__ = "conversations"

    thread: Mapped[str] = mapped_column(primary_key=True)
    after_turn: Mapped[int]
