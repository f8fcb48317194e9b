"""SQLite's thread: how often a session goes there, and that a transaction which was never begun leaves nothing open."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from core.errors import Unavailable
from core.ids import UserId
from storage.database import Database
from storage.sqlite import OneTripConnection
from storage.users import Role, Users


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Database]:
    database = Database(sqlite_url)
    yield database
    await database.close()


class Trips:
    """Counts what a database's connections send to their threads."""

    def __init__(self, database: Database) -> None:
        self.count = 0
        event.listen(database.engine.sync_engine, "checkout", self._watch)

    def _watch(self, connection: OneTripConnection, *_: object) -> None:
        driver = connection.driver_connection
        queue, trips = driver._tx, self

        class Counted:
            def put_nowait(self, item: object) -> None:
                trips.count += 1
                queue.put_nowait(item)

        if type(queue).__name__ != "Counted":
            driver._tx = Counted()


async def test_reading_one_row_takes_two_trips(database: Database):
    users = Users(database)
    await users.set_role(UserId(1), Role.USER)
    trips = Trips(database)
    await users.get(UserId(1))
    trips.count = 0

    assert await users.get(UserId(1)) is not None

    assert trips.count == 2  # the row, with BEGIN; the end


async def test_a_session_without_a_statement_leaves_its_connection_outside_of_any_transaction(database: Database):
    for opened in (database.session, database.reading):
        async with opened():
            pass

    await database.empty_log()  # would fail inside of a transaction


async def test_a_session_whose_first_statement_is_wrong_leaves_its_connection_usable(database: Database):
    for _ in range(20):
        with pytest.raises(OperationalError, match="no such table"):
            async with database.session() as session:
                await session.execute(text("SELECT * FROM nowhere"))

    await Users(database).set_role(UserId(1), Role.USER)
    assert await Users(database).count() == 1


async def test_who_is_cancelled_at_the_first_statement_holds_no_lock(database: Database):
    for _ in range(20):
        writer = asyncio.ensure_future(Users(database).set_role(UserId(1), Role.USER))  # noqa: TID251
        for _ in range(4):
            await asyncio.sleep(0)
        writer.cancel()
        await asyncio.gather(writer, return_exceptions=True)

    async with asyncio.timeout(10):
        await Users(database).set_role(UserId(2), Role.USER)


async def test_a_second_writer_hears_that_the_file_is_locked_with_its_first_statement(database: Database):
    other = Database(database.engine.url.render_as_string(hide_password=False))
    async with database.session() as session:
        await session.execute(text("DELETE FROM users"))
        async with other.engine.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            await driver.execute("PRAGMA busy_timeout=1")
        with pytest.raises(Unavailable):
            await Users(other).set_role(UserId(1), Role.USER)
    await Users(other).set_role(UserId(1), Role.USER)
    await other.close()
