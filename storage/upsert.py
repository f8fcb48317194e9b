"""The insert that says what to do when the row is there already, in the dialect of the session."""

from typing import Any, cast

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import Database


def insert_for(target: AsyncSession | Database, table: Any) -> postgresql.Insert:
    """`insert_for(session, UserRow).values(…).on_conflict_do_update(index_elements=…, set_=…)`.

    Both dialects spell the clause alike, so the type of one stands for both.
    """
    name = target.dialect if isinstance(target, Database) else target.get_bind().dialect.name
    return postgresql.insert(table) if name == "postgresql" else cast(postgresql.Insert, sqlite.insert(table))
