"""Pictures that were made for copies, until those have arrived.

They are rows, not files: one process makes a picture and another one sends it, and only the database belongs to both.
A picture is named by what it was made of, so that the same one is made, kept and sent again under the same name.
"""

from datetime import datetime

from sqlalchemy import CursorResult, String, cast, delete, select

from core.clock import Clock, SystemClock
from storage.database import Database
from storage.deliveries import DeliveryState
from storage.tables.blobs import BlobRow
from storage.tables.forwarding import DeliveryRow
from storage.upsert import insert_for

_OVER = (DeliveryState.SENT.value, DeliveryState.DISCARDED.value)


class Blobs:
    """Bytes by name."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def has(self, name: str) -> bool:
        """Also keeps it for as long as one that is new."""
        async with self._database.session() as session:
            row = await session.get(BlobRow, name)
            if row is not None:
                row.used_at = self._clock.now()
        return row is not None

    async def put(self, name: str, content: bytes) -> None:
        """What is there already stays."""
        values = {"name": name, "content": content, "used_at": self._clock.now()}
        async with self._database.session() as session:
            insert = insert_for(session, BlobRow).values(**values)
            await session.execute(insert.on_conflict_do_nothing(index_elements=["name"]))

    async def get(self, name: str) -> bytes | None:
        async with self._database.reading() as session:
            return await session.scalar(select(BlobRow.content).where(BlobRow.name == name))

    async def purge(self, before: datetime) -> int:
        """Forget what nothing has asked for since then and no delivery needs that may still go out; how many."""
        names_it = cast(DeliveryRow.payload, String).contains(BlobRow.name)
        needed = select(DeliveryRow.id).where(DeliveryRow.state.not_in(_OVER), names_it)
        old = delete(BlobRow).where(BlobRow.used_at < before, ~needed.exists())
        async with self._database.session() as session:
            result = await session.execute(old)
        return result.rowcount if isinstance(result, CursorResult) else 0
