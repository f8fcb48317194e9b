"""People and chats: who may use the bot, and how each chat is set."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.orm import Base


class UserRow(Base):
    """A person, by Telegram's id."""

    __tablename__ = "users"
    __table_args__ = (Index("ix_users_role", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    username: Mapped[str]
    language: Mapped[str]
    role: Mapped[int]
    time_zone: Mapped[str]
    created_at: Mapped[datetime]


class ChatRow(Base):
    """A private chat, group or channel, by Telegram's id."""

    __tablename__ = "chats"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    title: Mapped[str]
    username: Mapped[str]
    access: Mapped[str]
    settings: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
