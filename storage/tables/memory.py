"""Rows of memory: what is remembered, and vectors where no vector database keeps them."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.orm import Base


class MemoryRow(Base):
    """One thing remembered, of exactly one owner."""

    __tablename__ = "memories"
    __table_args__ = (
        UniqueConstraint("owner", "source", "text_hash"),
        Index("ix_memories_indexed_in", "indexed_in", "id"),
        Index("ix_memories_owner", "owner", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str]
    kind: Mapped[str]
    source: Mapped[str]
    text: Mapped[str]
    text_hash: Mapped[str]
    stems: Mapped[str]
    """Stems of the text, each with a space before and after it: what the lexical search compares."""
    indexed_in: Mapped[str]
    """The index and embedding that hold its vector; empty while none does."""
    created_at: Mapped[datetime]


class MemoryVectorRow(Base):
    """The vector of a record, as float32 bytes."""

    __tablename__ = "memory_vectors"

    record: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    owner: Mapped[str] = mapped_column(index=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)
