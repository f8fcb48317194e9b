"""What is remembered: the texts, whose they are, and which of them the vector index has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

from sqlalchemy import ColumnElement, CursorResult, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.ids import RecordId
from storage.database import Database
from storage.tables.memory import MemoryRow
from storage.upsert import insert_for

RecordKind = Literal["said", "document", "note"]
"""`said` was learned from a conversation, `note` was asked to be remembered, `document` was uploaded."""


@dataclass(frozen=True, slots=True)
class MemoryRecord:
    """One thing remembered; `source` says where it came from, such as `message:<chat>:<id>`."""

    id: RecordId
    owner: str
    text: str
    kind: RecordKind
    source: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class NewMemory:
    """A text to keep and its stems."""

    text: str
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LexicalHit:
    """A record that has some of the wanted stems."""

    id: RecordId
    stems: frozenset[str]


class Memories:
    """Every question names the owner: there is no way to ask across owners, except to index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self, owner: str, memories: Sequence[NewMemory], kind: RecordKind, source: str, at: datetime
    ) -> list[RecordId]:
        """One id a text, in order; a text that the owner has from this source already keeps its row."""
        async with self._database.session() as session:
            return [await _add(session, _values(owner, memory, kind=kind, source=source, at=at)) for memory in memories]

    async def get(self, owner: str, ids: Sequence[RecordId]) -> dict[RecordId, MemoryRecord]:
        """Those of the ids that are the owner's."""
        if not ids:
            return {}
        async with self._database.reading() as session:
            rows = await session.scalars(select(MemoryRow).where(MemoryRow.owner == owner, MemoryRow.id.in_(ids)))
            return {record.id: record for record in map(_record, rows)}

    async def page(self, owner: str, limit: int, offset: int = 0) -> list[MemoryRecord]:
        """Newest first."""
        query = select(MemoryRow).where(MemoryRow.owner == owner).order_by(MemoryRow.id.desc())
        async with self._database.reading() as session:
            return [_record(row) for row in await session.scalars(query.limit(limit).offset(offset))]

    async def having(self, owner: str, stems: Sequence[str], limit: int) -> list[LexicalHit]:
        """The owner's newest records that have at least one of the stems."""
        if not stems:
            return []
        any_stem = or_(*(MemoryRow.stems.contains(f" {stem} ", autoescape=True) for stem in stems))
        query = select(MemoryRow.id, MemoryRow.stems).where(MemoryRow.owner == owner, any_stem)
        async with self._database.reading() as session:
            found = await session.execute(query.order_by(MemoryRow.id.desc()).limit(limit))
            return [LexicalHit(RecordId(id_), frozenset(text.split())) for id_, text in found]

    async def source(self, owner: str, prefix: str) -> str:
        """The source of the owner's that begins so; empty when there is none."""
        query = select(MemoryRow.source).where(MemoryRow.owner == owner, MemoryRow.source.startswith(prefix))
        async with self._database.reading() as session:
            return await session.scalar(query.limit(1)) or ""

    async def count(self, owner: str | None = None) -> int:
        """Of one owner, or of all."""
        return await self._count() if owner is None else await self._count(MemoryRow.owner == owner)

    async def change_owner(self, old: str, new: str) -> None:
        """Everything of the old owner is the new one's, and in no index; what that one has already is there once."""
        known = select(MemoryRow.text_hash).where(MemoryRow.owner == new)
        async with self._database.session() as session:
            await session.execute(delete(MemoryRow).where(MemoryRow.owner == old, MemoryRow.text_hash.in_(known)))
            await session.execute(update(MemoryRow).where(MemoryRow.owner == old).values(owner=new, indexed_in=""))

    async def delete(self, owner: str, record: RecordId) -> bool:
        return await self._delete(MemoryRow.owner == owner, MemoryRow.id == record) == 1

    async def delete_from(self, owner: str, sources: Sequence[str]) -> list[RecordId]:
        """What the owner has from these sources; returns what is gone."""
        gone = delete(MemoryRow).where(MemoryRow.owner == owner, MemoryRow.source.in_(sources))
        async with self._database.session() as session:
            ids = [RecordId(id_) for id_ in await session.scalars(gone.returning(MemoryRow.id))]
        await self._database.empty_log()
        return ids

    async def delete_all(self, owner: str) -> int:
        return await self._delete(MemoryRow.owner == owner)

    async def not_in(self, index: str, limit: int) -> list[MemoryRecord]:
        """Records of any owner that the index still lacks, oldest first."""
        query = select(MemoryRow).where(MemoryRow.indexed_in != index).order_by(MemoryRow.id).limit(limit)
        async with self._database.reading() as session:
            return [_record(row) for row in await session.scalars(query)]

    async def count_in(self, index: str) -> int:
        return await self._count(MemoryRow.indexed_in == index)

    async def mark_in(self, index: str, ids: Sequence[RecordId]) -> set[RecordId]:
        """Note that the index has them; returns those that were not deleted meanwhile."""
        change = update(MemoryRow).where(MemoryRow.id.in_(ids)).values(indexed_in=index)
        async with self._database.session() as session:
            return {RecordId(id_) for id_ in await session.scalars(change.returning(MemoryRow.id))}

    async def unmark_all(self) -> None:
        async with self._database.session() as session:
            await session.execute(update(MemoryRow).values(indexed_in=""))

    async def _count(self, *conditions: ColumnElement[bool]) -> int:
        async with self._database.reading() as session:
            return await session.scalar(select(func.count()).select_from(MemoryRow).where(*conditions)) or 0

    async def _delete(self, *conditions: ColumnElement[bool]) -> int:
        async with self._database.session() as session:
            result = await session.execute(delete(MemoryRow).where(*conditions))
            assert isinstance(result, CursorResult)  # noqa: S101 - narrows a type
        await self._database.empty_log()
        return int(result.rowcount)


def _values(owner: str, memory: NewMemory, *, kind: RecordKind, source: str, at: datetime) -> dict[str, Any]:
    return {
        "owner": owner,
        "kind": kind,
        "source": source,
        "text": memory.text,
        "text_hash": _hash(memory.text),
        "stems": f" {'  '.join(memory.stems)} ",
        "indexed_in": "",
        "created_at": at,
    }


async def _add(session: AsyncSession, values: dict[str, Any]) -> RecordId:
    unique = ("owner", "source", "text_hash")
    insert = insert_for(session, MemoryRow).values(**values)
    found = await session.scalar(insert.on_conflict_do_nothing(index_elements=unique).returning(MemoryRow.id))
    if found is None:
        same = (getattr(MemoryRow, column) == values[column] for column in unique)
        found = await session.scalar(select(MemoryRow.id).where(*same))
    assert found is not None  # noqa: S101 - either inserted or there
    return RecordId(found)


def _hash(text: str) -> str:
    """Equal for texts that differ only in spaces, case and ё."""
    return sha256(" ".join(text.casefold().replace("ё", "е").split()).encode("utf-8", "replace")).hexdigest()


def _record(row: MemoryRow) -> MemoryRecord:
    kind: RecordKind = "document" if row.kind == "document" else "note" if row.kind == "note" else "said"
    return MemoryRecord(RecordId(row.id), row.owner, row.text, kind, row.source, row.created_at)
