"""Rows of forwarding: posts, rules, decisions, the outbox, links of original and copy, limits, watermarks."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.orm import Base


class PostRow(Base):
    __tablename__ = "posts"
    __table_args__ = (Index("ix_posts_waiting", "is_waiting", "source"), Index("ix_posts_album", "source", "album"))

    source: Mapped[int] = mapped_column(primary_key=True)
    message: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    album: Mapped[str]
    via: Mapped[str]
    date: Mapped[datetime] = mapped_column(index=True)
    accepted_at: Mapped[datetime]
    version: Mapped[str]
    is_waiting: Mapped[bool]
    content: Mapped[dict[str, Any]]


class RuleRow(Base):
    __tablename__ = "rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    source: Mapped[int] = mapped_column(index=True)
    destination: Mapped[int]
    spec: Mapped[dict[str, Any]]
    titles: Mapped[dict[str, Any]]
    created_by: Mapped[int]
    created_at: Mapped[datetime]
    is_paused: Mapped[bool]


class DecisionRow(Base):
    """What one rule decided about one post, and why."""

    __tablename__ = "decisions"

    rule: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    message: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    verdict: Mapped[str] = mapped_column(index=True)
    reason: Mapped[str]
    decided_at: Mapped[datetime]


class DeliveryRow(Base):
    __tablename__ = "deliveries"
    __table_args__ = (Index("ix_deliveries_due", "state", "not_before"), Index("ix_deliveries_lane", "lane", "state"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    lane: Mapped[str]
    chat: Mapped[int] = mapped_column(index=True)
    topic: Mapped[int | None]
    rule: Mapped[int | None]
    payload: Mapped[dict[str, Any]]
    state: Mapped[str]
    attempts: Mapped[int]
    may_have_arrived: Mapped[bool]
    not_before: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    reason: Mapped[str]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class LinkRow(Base):
    """Original and copy."""

    __tablename__ = "links"
    __table_args__ = (Index("ix_links_copy", "chat", "copy"),)

    rule: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    message: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    chat: Mapped[int]
    copy: Mapped[int]
    has_media: Mapped[bool]


class LimitRow(Base):
    """Until when a chat is closed to us."""

    __tablename__ = "limits"

    chat: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    until: Mapped[datetime]


class WatermarkRow(Base):
    """The last message that the account has read of a source."""

    __tablename__ = "watermarks"

    source: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    message: Mapped[int]
