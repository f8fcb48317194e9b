"""The steps lead up to the tables of the code and back down to nothing, on both databases."""

import asyncio
import subprocess
import sys

import pytest
from sqlalchemy import inspect

from core.errors import Unavailable
from storage.database import Database
from storage.migrations.run import differences, downgrade, migrate
from tests.fakes.servers import free_port


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path) -> str:
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'new' / 'steps.db'}"
    return str(request.getfixturevalue("empty_postgres"))


async def tables(url: str) -> set[str]:
    database = Database(url)
    async with database.engine.connect() as connection:
        names = await connection.run_sync(lambda plain: inspect(plain).get_table_names())
    await database.close()
    return set(names)


def test_migrations_up_give_the_tables_of_the_code(empty_url: str):
    migrate(empty_url)

    assert differences(empty_url) == []


async def test_migrations_down_leave_nothing_and_up_again_works(empty_url: str):
    await asyncio.to_thread(migrate, empty_url)
    assert {"users", "inbox"} <= await tables(empty_url)

    await asyncio.to_thread(downgrade, empty_url)
    assert await tables(empty_url) == {"alembic_version"}

    await asyncio.to_thread(migrate, empty_url)
    await asyncio.to_thread(migrate, empty_url)
    assert "users" in await tables(empty_url)


def test_processes_that_start_together_migrate_one_after_the_other(empty_url: str):
    program = f"from storage.migrations.run import migrate; migrate({empty_url!r})"
    processes = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(2)]

    assert [process.wait(60) for process in processes] == [0, 0]
    assert differences(empty_url) == []


def test_a_database_that_does_not_answer_is_unavailable_to_migrations():
    with pytest.raises(Unavailable):
        migrate(f"postgresql+asyncpg://postgres@127.0.0.1:{free_port()}/x")
