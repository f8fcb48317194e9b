"""Rows of pictures that were made for copies."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.orm import Base


class BlobRow(Base):
    """The name says what it was made of."""

    __tablename__ = "blobs"

    name: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    used_at: Mapped[datetime] = mapped_column(index=True)
