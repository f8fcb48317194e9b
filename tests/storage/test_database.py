"""Sessions: all or nothing, many at once, and an honest word when the database is away."""

import asyncio
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from core.errors import Unavailable
from core.ids import ChatId, UserId
from storage.chats import Chats
from storage.database import Database
from storage.flushing import flush_file
from storage.tables.people import UserRow
from storage.users import Role, Users
from tests.fakes.servers import free_port


def row(id: int, created_at: datetime = datetime(2026, 11, 2, tzinfo=UTC)) -> UserRow:
    return UserRow(id=id, name="", username="", language="en", role=0, time_zone="UTC", created_at=created_at)


async def test_a_session_that_fails_leaves_nothing(database: Database):
    async def fail() -> None:
        async with database.session() as session:
            session.add(row(1))
            await session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()

    assert await Users(database).count() == 0


async def test_a_broken_constraint_is_a_fault_and_not_an_outage(database: Database):
    with pytest.raises(IntegrityError) as fault:
        async with database.session() as session:
            session.add_all([row(1), row(1)])

    assert "Unavailable" not in repr(fault.value)


async def test_moments_come_back_aware_and_in_utc(database: Database):
    there = datetime(2026, 11, 2, 15, 0, 0, 123456, tzinfo=timezone(timedelta(hours=3)))
    async with database.session() as session:
        session.add(row(1, there))

    async with database.reading() as session:
        stored = (await session.scalars(select(UserRow.created_at))).one()

    assert stored == there
    assert stored.tzinfo == UTC


async def test_a_naive_moment_is_refused(database: Database):
    with pytest.raises(StatementError):
        async with database.session() as session:
            session.add(row(1, datetime(2026, 11, 2)))  # noqa: DTZ001 - what is refused


async def test_writers_of_one_row_wait_for_each_other_and_lose_nothing(database: Database):
    chats, chat = Chats(database), ChatId(-1)
    await chats.touch(chat, "group", "", "")

    async def grow() -> None:
        async with database.session() as session:
            statement = text("SELECT title FROM chats WHERE id = -1")
            if database.dialect == "postgresql":
                statement = text("SELECT title FROM chats WHERE id = -1 FOR UPDATE")
            title = (await session.scalars(statement)).one()
            await session.execute(text("UPDATE chats SET title = :title WHERE id = -1"), {"title": title + "x"})

    await asyncio.gather(*(grow() for _ in range(30)))

    found = await chats.get(chat)
    assert found is not None
    assert found.title == "x" * 30


async def test_reading_waits_for_no_writer(database: Database):
    users = Users(database)
    await users.touch(UserId(1), "Anna", "", "en")

    async with asyncio.timeout(10), database.session() as session:
        session.add(row(2))
        await session.flush()
        assert await users.count() == 1
    assert await users.count() == 2


async def test_a_writer_that_is_cancelled_leaves_nothing_and_blocks_nobody(database: Database):
    users, has_written = Users(database), asyncio.Event()

    async def write_and_hang() -> None:
        async with database.session() as session:
            session.add(row(1))
            await session.flush()
            has_written.set()
            await asyncio.Event().wait()

    writers: list[asyncio.Future[Any]] = [asyncio.ensure_future(write_and_hang())]  # noqa: TID251
    await has_written.wait()
    if database.dialect == "sqlite":  # these wait for their turn when they are cancelled
        writers += [asyncio.ensure_future(users.set_role(UserId(id), Role.USER)) for id in range(2, 5)]  # noqa: TID251
        await asyncio.sleep(0)
    for writer in writers:
        writer.cancel()
    await asyncio.gather(*writers, return_exceptions=True)

    async with asyncio.timeout(10):
        await users.set_role(UserId(9), Role.USER)
    assert [user.id for user in await users.all()] == [9]


async def test_two_processes_write_into_one_sqlite_file(sqlite_url: str):
    first, second = Database(sqlite_url), Database(sqlite_url)

    await asyncio.gather(
        *(Users(database).set_role(UserId(id), Role.USER) for id in range(20) for database in (first, second))
    )

    assert await Users(first).count() == 20
    await first.close()
    await second.close()


async def test_a_session_on_sqlite_ends_when_its_log_is_flushed(sqlite_url: str):
    flushed: list[int] = []
    log = Path(f"{make_url(sqlite_url).database}-wal")

    def flush(path: Path) -> None:
        assert path == log
        flushed.append(path.stat().st_size)
        flush_file(path)

    database = Database(sqlite_url, flush=flush)
    users = Users(database)
    await users.set_role(UserId(1), Role.USER)
    assert flushed[-1] == log.stat().st_size

    await asyncio.gather(*(users.set_role(UserId(id), Role.USER) for id in range(2, 42)))
    assert flushed[-1] == log.stat().st_size
    await database.close()


async def test_a_disk_that_refuses_to_flush_is_an_outage(sqlite_url: str):
    def refuse(_: Path) -> None:
        raise OSError("disk full")

    database = Database(sqlite_url, flush=refuse)
    with pytest.raises(Unavailable):
        await Users(database).set_role(UserId(1), Role.USER)
    await database.close()


async def test_sqlite_writes_a_log_and_keeps_references(sqlite_url: str):
    database = Database(sqlite_url)
    async with database.reading() as session:
        pragmas = [
            (await session.execute(text(f"PRAGMA {name}"))).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    await database.close()

    assert pragmas == ["wal", 1, 1]


async def test_a_database_that_does_not_answer_is_unavailable(tmp_path):
    (tmp_path / "folder.db").mkdir()
    away = f"postgresql+asyncpg://postgres@127.0.0.1:{free_port()}/x"
    for url in (away, f"sqlite+aiosqlite:///{tmp_path / 'folder.db'}"):
        database = Database(url)
        with pytest.raises(Unavailable) as refused:
            await database.ping()
        assert refused.value.key == "error-database-unavailable"
        await database.close()
    for thread in threading.enumerate():  # the driver does not wait for the thread of a connection that failed
        if "_connection_worker_thread" in thread.name:
            await asyncio.to_thread(thread.join, 10)


async def test_what_people_wrote_stands_in_no_error(database: Database):
    with pytest.raises(IntegrityError) as fault:
        async with database.session() as session:
            await session.execute(text("INSERT INTO users (id, name) VALUES (1, :name)"), {"name": "my secret diary"})
    assert "diary" not in str(fault.value).partition("DETAIL")[0]


async def test_what_was_erased_stands_in_no_file_of_sqlite(tmp_path: Path):
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/bot.db")
    async with database.session() as session:
        await session.execute(text("CREATE TABLE notes (words TEXT)"))
        await session.execute(text("INSERT INTO notes VALUES ('my secret diary')"))
    async with database.session() as session:
        await session.execute(text("DELETE FROM notes"))
    assert any(b"diary" in path.read_bytes() for path in tmp_path.iterdir())

    await database.empty_log()

    assert not any(b"diary" in path.read_bytes() for path in tmp_path.iterdir())
    await database.close()
