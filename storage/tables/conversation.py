"""Conversations: each turn with its question and answer, and where a thread was begun anew."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, false
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
    prompt_tokens: Mapped[int] = mapped_column(server_default="0")
    context_tokens: Mapped[int] = mapped_column(server_default="0")
    """What its last request and the answer to that filled of the model's context; 0 when the server did not tell."""
    variant: Mapped[str] = mapped_column(server_default="")
    """Arm of the experiment that the turn took part in: `<experiment>:a` or `:b`."""
    rating: Mapped[int] = mapped_column(server_default="0")
    """1 for a thumb up, -1 for a thumb down."""
    is_replaced: Mapped[bool] = mapped_column(server_default=false())
    """Another answer took its place: no part of the history."""
    is_incognito: Mapped[bool] = mapped_column(server_default=false())
    attachments: Mapped[list[Any]] = mapped_column(server_default="[]")
    """What the question came with, as Telegram's file ids: `{"kind", "file", "name"}`."""
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class ConversationRow(Base):
    """The current conversation of a thread: the turns after `after_turn`."""

    __tablename__ = "conversations"

    thread: Mapped[str] = mapped_column(primary_key=True)
    after_turn: Mapped[int]
    title: Mapped[str] = mapped_column(server_default="")
    """Of a topic in a private chat."""
    is_nameless: Mapped[bool] = mapped_column(server_default=false())
    """The topic was opened without a name, and waits for one."""
    is_incognito: Mapped[bool] = mapped_column(server_default=false())


class SummaryRow(Base):
    """What the older turns of a thread's conversation came to; the turns up to `up_to_turn` are in it."""

    __tablename__ = "summaries"

    thread: Mapped[str] = mapped_column(primary_key=True)
    up_to_turn: Mapped[int]
    text: Mapped[str]
    warned_at_turn: Mapped[int] = mapped_column(server_default="0")
    changed_at: Mapped[datetime]


class AnswerMessageRow(Base):
    """A message of the bot and the turn whose answer it is part of, in the order of sending."""

    __tablename__ = "answer_messages"
    __table_args__ = (UniqueConstraint("chat", "message"), Index("ix_answer_messages_turn", "turn", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    turn: Mapped[int]
    chat: Mapped[int]
    message: Mapped[int]
    offers: Mapped[list[Any]] = mapped_column(server_default="[]")
    """Buttons under the answer's last message that are its own: `{"key", "data"}`."""


class CachedAnswerRow(Base):
    """An answer that depends on nothing but what its key was made of, for its owner alone."""

    __tablename__ = "cached_answers"

    key: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(index=True)
    answer: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(index=True)
