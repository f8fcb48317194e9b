"""Vectors kept in the database itself, for who runs no vector database."""

from collections.abc import Sequence

from sqlalchemy import delete, func, select

from core.ids import RecordId
from storage.database import Database
from storage.tables.memory import MemoryVectorRow
from storage.upsert import insert_for


class MemoryVectors:
    """float32 bytes by record; read by owner."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, owner: str, vectors: Sequence[tuple[RecordId, bytes]]) -> None:
        rows = [{"record": record, "owner": owner, "vector": vector} for record, vector in vectors]
        async with self._database.session() as session:
            insert = insert_for(session, MemoryVectorRow)
            new = {"owner": insert.excluded.owner, "vector": insert.excluded.vector}
            await session.execute(insert.on_conflict_do_update(index_elements=["record"], set_=new), rows)

    async def of_owner(self, owner: str) -> list[tuple[RecordId, bytes]]:
        query = select(MemoryVectorRow.record, MemoryVectorRow.vector).where(MemoryVectorRow.owner == owner)
        async with self._database.reading() as session:
            return [(RecordId(record), vector) for record, vector in await session.execute(query)]

    async def delete(self, owner: str, records: Sequence[RecordId]) -> None:
        gone = (MemoryVectorRow.owner == owner, MemoryVectorRow.record.in_(records))
        async with self._database.session() as session:
            await session.execute(delete(MemoryVectorRow).where(*gone))

    async def delete_owner(self, owner: str) -> None:
        async with self._database.session() as session:
            await session.execute(delete(MemoryVectorRow).where(MemoryVectorRow.owner == owner))

    async def clear(self) -> None:
        async with self._database.session() as session:
            await session.execute(delete(MemoryVectorRow))

    async def count(self) -> int:
        async with self._database.reading() as session:
            return await session.scalar(select(func.count()).select_from(MemoryVectorRow)) or 0

    async def ping(self) -> None:
        """
        Raises:
            Unavailable: the database does not answer.
        """
        await self._database.ping()
