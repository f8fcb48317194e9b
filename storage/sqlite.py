"""SQLite behind the event loop: each statement is one trip to the connection's thread.

SQLAlchemy's adapter makes four of a statement: open a cursor, execute, fetch, close; and three of BEGIN. Under load
each trip waits for a round of the event loop, and costs more than what SQLite does there.
"""

import sqlite3
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection, AsyncAdapt_aiosqlite_cursor
from sqlalchemy.util import EMPTY_DICT

Parameters = Any
"""As the driver takes them."""


@dataclass(slots=True)
class Answer:
    """What a statement left behind, in the place of the driver's cursor."""

    description: Any = None
    rowcount: int = -1
    lastrowid: int | None = None
    rows: list[Any] | None = None
    arraysize: int = 1

    def close(self) -> None:
        """It was closed where it was opened."""


class OneTripCursor(AsyncAdapt_aiosqlite_cursor):
    """Executes, fetches everything and closes in one go."""

    __slots__ = ()
    _awaitable_cursor_close = False

    def __init__(self, adapt_connection: "OneTripConnection") -> None:
        """Opens nothing yet, unlike its parent."""
        self._adapt_connection = adapt_connection
        self._connection = adapt_connection._connection
        self._cursor: Any = Answer()
        self._soft_closed_memoized = EMPTY_DICT
        self._rows = deque()

    async def _execute_async(self, operation: Any, parameters: Parameters) -> "OneTripCursor":
        return await self._make(lambda cursor: cursor.execute(operation, parameters or ()))

    async def _executemany_async(self, operation: Any, seq_of_parameters: Parameters) -> "OneTripCursor":
        return await self._make(lambda cursor: cursor.executemany(operation, seq_of_parameters))

    async def _make(self, statement: Callable[[sqlite3.Cursor], object]) -> "OneTripCursor":
        async with self._adapt_connection._execute_mutex:
            answer = await self._adapt_connection.travel(statement)  # type: ignore[attr-defined]
        self._cursor = answer
        self._rows = deque(answer.rows or ())
        return self


class OneTripConnection(AsyncAdapt_aiosqlite_connection):
    """Begins its transaction together with the first statement: one without statements costs nothing."""

    __slots__ = ("_beginning", "_has_begun")

    def __init__(self, dbapi: Any, connection: Any) -> None:
        super().__init__(dbapi, connection)
        self._beginning = ""
        self._has_begun = False

    def cursor(self, server_side: bool = False) -> OneTripCursor:
        return OneTripCursor(self)

    def begin_with(self, statement: str) -> None:
        """`BEGIN` or `BEGIN IMMEDIATE`, before the next statement."""
        self._beginning = statement

    async def travel(self, statement: Callable[[sqlite3.Cursor], object]) -> Answer:
        beginning, self._beginning = self._beginning, ""
        # From here on there may be a transaction, also when whoever waits for the answer is cancelled.
        self._has_begun = self._has_begun or bool(beginning)
        driver: Any = self._connection
        answer: Answer = await driver._execute(_carried_out, driver._conn, beginning, statement)
        return answer

    def commit(self) -> None:
        if self._is_open():
            super().commit()
            self._has_begun = False

    def rollback(self) -> None:
        if self._is_open():
            super().rollback()
            self._has_begun = False

    def _is_open(self) -> bool:
        self._beginning = ""
        return self._has_begun


def _carried_out(
    connection: sqlite3.Connection, beginning: str, statement: Callable[[sqlite3.Cursor], object]
) -> Answer:
    """In the connection's thread."""
    cursor = connection.cursor()
    try:
        if beginning:
            cursor.execute(beginning)
        statement(cursor)
        rows = cursor.fetchall() if cursor.description else None
        return Answer(cursor.description, cursor.rowcount, cursor.lastrowid, rows)
    finally:
        cursor.close()


def connect(dialect: Dialect, _record: Any, arguments: Any, settings: Any) -> OneTripConnection:
    """For SQLAlchemy's event `do_connect`."""
    connection: Any = dialect.loaded_dbapi.connect(*arguments, **settings)
    return OneTripConnection(dialect.loaded_dbapi, connection._connection)
