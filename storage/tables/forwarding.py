"""Rows of forwarding: posts, rules, decisions, the outbox, links of original and copy, limits, watermarks."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, UniqueConstraint, false, text
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
    is_deleted: Mapped[bool] = mapped_column(server_default=false())
    """In its source."""
    content: Mapped[dict[str, Any]]


class PostVersionRow(Base):
    """What a post said before an edit."""

    __tablename__ = "post_versions"

    source: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    message: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[dict[str, Any]]


class RuleRow(Base):
    __tablename__ = "rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    spec: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(server_default="1")
    chats: Mapped[dict[str, Any]]
    """By id: what each chat was called at the last saving, and who reads it."""
    created_by: Mapped[int]
    created_at: Mapped[datetime]
    is_paused: Mapped[bool]


class RuleVersionRow(Base):
    """What a rule said once, for the way back."""

    __tablename__ = "rule_versions"

    rule: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    spec: Mapped[dict[str, Any]]
    chats: Mapped[dict[str, Any]]
    saved_by: Mapped[int]
    saved_at: Mapped[datetime]


class DecisionRow(Base):
    """What one rule decided about one post, and why."""

    __tablename__ = "decisions"

    rule: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    message: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    verdict: Mapped[str] = mapped_column(index=True)
    reason: Mapped[str]
    trace: Mapped[list[Any]] = mapped_column(server_default="[]")
    """The filters that were asked, in their order: number, name, outcome, value."""
    version: Mapped[int] = mapped_column(server_default="1")
    """Of the rule."""
    made: Mapped[str] = mapped_column(server_default="")
    """What it went into, where it has no copy of its own: `digest` or `merged`."""
    decided_at: Mapped[datetime]


class DeliveryRow(Base):
    __tablename__ = "deliveries"
    __table_args__ = (
        Index(
            "ix_deliveries_open",
            "lane",
            "id",
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    lane: Mapped[str]
    chat: Mapped[int] = mapped_column(index=True)
    topic: Mapped[int | None]
    rule: Mapped[int | None]
    payload: Mapped[dict[str, Any]]
    state: Mapped[str]
    attempts: Mapped[int]
    doubts: Mapped[int] = mapped_column(server_default="0")
    """Attempts that were cut in the middle."""
    random_id: Mapped[int] = mapped_column(server_default="0")
    """What Telegram takes once; 0 where it went out without one."""
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
    chat: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    topic: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, server_default="0")
    """0 for none."""
    copy: Mapped[int]
    has_media: Mapped[bool]


class OpenedTopicRow(Base):
    """A topic that was opened because a rule named it."""

    __tablename__ = "opened_topics"

    chat: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(primary_key=True)
    topic: Mapped[int]


class ClosingRow(Base):
    """What we were told to wait: a chat by one that carries, or, with chat 0, a method or all that it sends."""

    __tablename__ = "closings"

    carrier: Mapped[str] = mapped_column(primary_key=True)
    chat: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    method: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[datetime]
    pace: Mapped[float]
    """From `until` on, as a share of the known limits."""


class WatermarkRow(Base):
    """The last message that the account has read of a source."""

    __tablename__ = "watermarks"

    source: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    message: Mapped[int]


class SightingRow(Base):
    """What a post was told by when it was seen: in one scope each post once."""

    __tablename__ = "sightings"
    __table_args__ = (UniqueConstraint("scope", "source", "message"), Index("ix_sightings_scope", "scope", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[str]
    source: Mapped[int]
    message: Mapped[int]
    seen_at: Mapped[datetime] = mapped_column(index=True)
    exact: Mapped[str]
    runs: Mapped[bytes] = mapped_column(LargeBinary)
    picture: Mapped[str]
    file: Mapped[str]
    origin_chat: Mapped[int | None]
    origin_message: Mapped[int | None]


class RelevanceRow(Base):
    """What a rule learned from thumbs."""

    __tablename__ = "relevance"

    rule: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    weights: Mapped[bytes] = mapped_column(LargeBinary)
    ups: Mapped[int]
    downs: Mapped[int]
    changed_at: Mapped[datetime]
