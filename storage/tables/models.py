"""Rows about models: what was measured of each, and experiments between two of them."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.orm import Base

RUNNING = text("state = 'running'")


class ModelMeasureRow(Base):
    """Moving averages of one model on this machine; seconds and tokens a second."""

    __tablename__ = "model_measures"

    model: Mapped[str] = mapped_column(primary_key=True)
    load_seconds: Mapped[float | None]
    tokens_per_second: Mapped[float | None]
    prompt_tokens_per_second: Mapped[float | None]
    answer_tokens: Mapped[float | None]
    request_seconds: Mapped[float | None]
    """From its start to its end, without loading the model."""
    samples: Mapped[int]
    changed_at: Mapped[datetime]


class ExperimentRow(Base):
    """Two models, or two personas, on a share of the chats; `winner` is empty, a or b."""

    __tablename__ = "experiments"
    __table_args__ = (
        Index("uq_experiments_running", "kind", unique=True, sqlite_where=RUNNING, postgresql_where=RUNNING),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    a: Mapped[str]
    b: Mapped[str]
    share: Mapped[float]
    error_rate: Mapped[float]
    state: Mapped[str]
    winner: Mapped[str]
    author: Mapped[int]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
