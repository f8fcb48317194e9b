"""Rows of what is outside of Telegram: feeds that are read, webhooks that are called."""

from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.orm import Base


class EndpointRow(Base):
    __tablename__ = "endpoints"
    __table_args__ = (UniqueConstraint("kind", "url"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    url: Mapped[str]
    title: Mapped[str]
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class FeedEntryRow(Base):
    """An entry that was seen, and the number that it has as a message."""

    __tablename__ = "feed_entries"
    __table_args__ = (UniqueConstraint("feed", "message"),)

    feed: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(primary_key=True)
    message: Mapped[int]
    digest: Mapped[str]
