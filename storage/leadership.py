"""Which of several processes does what may be done by one only: the database's own lock decides."""

import asyncio
import fcntl
import zlib
from pathlib import Path
from typing import IO

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database


class Leadership:
    """A lock by name that ends with its holder: an advisory lock of PostgreSQL on a connection of its own, or a lock
    on a file beside SQLite's."""

    def __init__(self, database: Database, name: str) -> None:
        self._database = database
        self._name = name
        self._connection: AsyncConnection | None = None
        self._file: IO[str] | None = None
        self._asking = asyncio.Lock()

    async def is_leader(self) -> bool:
        """Take the lock if it is free, and tell whether it is ours now."""
        if self._database.dialect != "postgresql":
            return self._file is not None or self._lock_file()
        async with self._asking:  # two that ask at once would each take a connection, and one would lose the lock
            return await self._hold_on_postgres()

    async def resign(self) -> None:
        """Let another one lead."""
        if self._file is not None:
            self._file.close()
            self._file = None
        if self._connection is not None:
            await self._drop()

    async def _hold_on_postgres(self) -> bool:
        try:
            if self._connection is None:
                self._connection = await self._locked()
            else:
                await self._connection.execute(text("SELECT 1"))
        except (SQLAlchemyError, OSError):
            await self._drop()
        return self._connection is not None

    async def _locked(self) -> AsyncConnection | None:
        """A connection that has the lock; whatever else becomes of the question, also a cancel, leaves none behind."""
        engine = self._database.engine.execution_options(isolation_level="AUTOCOMMIT")
        connection = await engine.connect()
        is_ours = False
        try:
            key = zlib.crc32(self._name.encode())
            is_ours = bool(await connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}))
        finally:
            if not is_ours:
                await _end(connection)
        return connection if is_ours else None

    async def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await _end(connection)

    def _lock_file(self) -> bool:
        database = self._database.engine.url.database
        if not database or database == ":memory:":
            return True
        file = Path(f"{database}.{self._name}.lock").open("w")  # noqa: SIM115 - held as long as we lead
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        self._file = file
        return True


async def _end(connection: AsyncConnection) -> None:
    """Back in the pool it would keep the lock, so it is closed for good."""
    await connection.invalidate()
    await connection.close()
