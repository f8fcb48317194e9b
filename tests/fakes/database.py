"""The fixtures `database` and `database_url`: every test gets clean tables, once on SQLite and once on PostgreSQL."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

import pytest
from sqlalchemy import text

from storage.database import Database
from storage.tables import all_tables
from tests.fakes.postgres import postgres_database, postgres_server


async def create_all(database: Database) -> None:
    """The tables as the code has them, without migrations."""
    async with database.engine.begin() as connection:
        await connection.run_sync(all_tables().create_all)


async def clear_all(database: Database) -> None:
    """Of PostgreSQL, and only what was written to: TRUNCATE makes new files for each table, used or not."""
    rows = " UNION ALL ".join(
        f"(SELECT '{table.name}' FROM \"{table.name}\" LIMIT 1)" for table in all_tables().sorted_tables
    )
    async with database.session() as session:
        if used := (await session.scalars(text(rows))).all():
            names = ", ".join(f'"{name}"' for name in used)
            await session.execute(text(f"TRUNCATE {names} CASCADE"))
        counted = text("SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL")
        for sequence in (await session.scalars(counted)).all():
            await session.execute(text(f'ALTER SEQUENCE "{sequence}" RESTART'))


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server without a database's name."""
    with postgres_server() as url:
        yield url


@pytest.fixture
def empty_postgres(postgres_url: str) -> Iterator[str]:
    """A database without tables, for the tests of migrations."""
    with postgres_database(postgres_url) as url:
        yield url


@pytest.fixture(scope="session")
def _postgres_tables(postgres_url: str) -> Iterator[str]:
    with postgres_database(postgres_url) as url:
        asyncio.run(_prepare(url))
        yield url


@pytest.fixture(scope="session")
def _sqlite_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    asyncio.run(_prepare(f"sqlite+aiosqlite:///{path}"))
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def sqlite_url(_sqlite_tables: Path, tmp_path: Path) -> str:
    """SQLite with all tables."""
    path = tmp_path / "platform.db"
    shutil.copyfile(_sqlite_tables, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database with clean tables."""
    name = "sqlite_url" if request.param == "sqlite" else "_postgres_tables"
    return str(request.getfixturevalue(name))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open Database with clean tables, closed after the test."""
    opened = Database(database_url)
    if opened.dialect == "postgresql":
        await clear_all(opened)
    try:
        yield opened
    finally:
        await opened.close()


async def _prepare(url: str) -> None:
    database = Database(url)
    try:
        await create_all(database)
    finally:
        await database.close()
