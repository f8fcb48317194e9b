"""Which role a tool needs at least, where an admin changed it."""

from collections.abc import Mapping

from sqlalchemy import select

from storage.database import Database
from storage.kept import Kept
from storage.tables.governing import ToolRightRow
from storage.upsert import insert_for

OFF = 100
"""Above every role: nobody may have the tool called."""


class ToolRights:
    """The changed ones; all other tools need what their own description says."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept = Kept(self._read)

    async def all(self) -> Mapping[str, int]:
        """Tool -> the least role as a number, or OFF."""
        return await self._kept.get()

    async def set(self, tool: str, least: int) -> None:
        async with self._database.session() as session:
            insert = insert_for(session, ToolRightRow).values(tool=tool, role=least)
            await session.execute(insert.on_conflict_do_update(index_elements=["tool"], set_={"role": least}))
        self._kept.forget()

    async def _read(self) -> Mapping[str, int]:
        async with self._database.reading() as session:
            return {row.tool: row.role for row in await session.scalars(select(ToolRightRow))}
