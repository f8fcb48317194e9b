"""Bringing a database's tables to this version and back; `python -m storage.migrations.run` writes a new step."""

import argparse
import asyncio
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from storage.database import Database
from storage.tables import all_tables

FOLDER = Path(__file__).parent

_LOCK = 7_283_411
"""Of PostgreSQL: two processes that start at once migrate one after the other. SQLite's write lock does the same."""


def migrate(url: str, revision: str = "head") -> None:
    """Up to `revision`, in one transaction. Blocks: from a running loop call it by `asyncio.to_thread`.

    Raises:
        Unavailable: the database does not answer.
    """
    _run(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str = "base") -> None:
    """Back to `revision`; what the dropped tables held is lost."""
    _run(url, lambda config: command.downgrade(config, revision))


def differences(url: str) -> list[Any]:
    """Where the database's tables are not as the code has them."""
    found: list[Any] = []

    def compare(connection: Connection) -> None:
        context = MigrationContext.configure(connection, opts={"render_as_batch": True})
        found.extend(compare_metadata(context, all_tables()))

    asyncio.run(_connected(url, compare))
    return found


def write_step(message: str) -> None:
    """A new file in versions/ with what the tables of the code have over those of the last step."""
    with TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/steps.db"
        migrate(url)
        _run(url, lambda config: command.revision(config, message, autogenerate=True))


def _run(url: str, action: Callable[[Config], object]) -> None:
    def within(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        config.set_main_option("file_template", "%%(year)d%%(month).2d%%(day).2d_%%(slug)s")
        config.attributes["connection"] = connection
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        action(config)

    asyncio.run(_connected(url, within))


async def _connected(url: str, work: Callable[[Connection], None]) -> None:
    database = Database(url, keeps_references=False)
    try:
        await database.ping()
        async with database.engine.begin() as connection:
            await connection.run_sync(work)
    finally:
        await database.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=write_step.__doc__)
    parser.add_argument("message", help="what changes, in a few words")
    write_step(parser.parse_args().message)
