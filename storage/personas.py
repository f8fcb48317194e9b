"""Personas that admins wrote, beside those of the repository."""

from collections.abc import Mapping

from sqlalchemy import CursorResult, delete, select

from core.clock import Clock, SystemClock
from core.ids import UserId
from storage.database import Database
from storage.tables.governing import PersonaRow
from storage.upsert import insert_for


class OwnPersonas:
    """By name; writing one again replaces it."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def all(self) -> Mapping[str, str]:
        """The prompts by name, in the order of the names."""
        async with self._database.reading() as session:
            rows = await session.scalars(select(PersonaRow).order_by(PersonaRow.name))
            return {row.name: row.prompt for row in rows}

    async def save(self, name: str, prompt: str, author: UserId) -> None:
        values = {"prompt": prompt, "author": author, "created_at": self._clock.now()}
        async with self._database.session() as session:
            insert = insert_for(session, PersonaRow).values(name=name, **values)
            await session.execute(insert.on_conflict_do_update(index_elements=["name"], set_=values))

    async def remove(self, name: str) -> bool:
        """Whether there was one."""
        async with self._database.session() as session:
            result = await session.execute(delete(PersonaRow).where(PersonaRow.name == name))
        return isinstance(result, CursorResult) and bool(result.rowcount)
