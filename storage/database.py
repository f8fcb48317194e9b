"""The engine behind every collection: short sessions, one transaction each, on SQLite or PostgreSQL by URL."""

import asyncio
import json
import math
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from core.errors import Unavailable
from storage.flushing import Flushing, flush_file
from storage.sqlite import connect

WAIT_SECONDS = 20.0
"""Longest wait for a connection, for SQLite's one writer, or for one statement."""

TRUSTED_SECONDS = 5.0
"""A connection to a server that worked so lately is not asked whether it lives: to ask costs three trips."""

SQLITE_CONNECTIONS = 8
"""Each is a thread with a cache of its own: kept, because to open one under load costs more than to wait for one."""

SQLITE_CACHE_KIB = 256
"""Pages that a connection keeps; by default each keeps 2 MB that the system's cache of files holds as well."""

_READS = "platform_reads"
_BARE = "platform_bare"


class Database:
    """Opens no connection before the first session. Without `keeps_references` SQLite lets tables be rebuilt."""

    def __init__(self, url: str, *, keeps_references: bool = True, flush: Callable[[Path], None] = flush_file) -> None:
        """`flush` puts what was written into a file on the disk."""
        address = make_url(url)
        self.dialect = address.get_backend_name()
        self._engine = _engine(address, keeps_references=keeps_references)
        self._sessions = async_sessionmaker(self._engine, expire_on_commit=False)
        self._readers = async_sessionmaker(
            self._engine.execution_options(**{_READS: True}), expire_on_commit=False, autoflush=False
        )
        # SQLite's own waiting polls and is unfair; in one process a lock lets writers pass in their order.
        self._writer: asyncio.Lock | None = asyncio.Lock() if self.dialect == "sqlite" else None
        self._log = Flushing(Path(f"{address.database}-wal"), flush) if _is_file(address) else None

    @property
    def engine(self) -> AsyncEngine:
        """For migrations and tests."""
        return self._engine

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """One transaction: commits at the end, rolls back on an error. Never open one inside another.

        Once it is left the transaction is on the disk; others of this process may see it a moment earlier.

        Raises:
            Unavailable: the database does not answer, or is busy for longer than WAIT_SECONDS.
        """
        async with self._translated():
            async with self._turn(), self._sessions() as session, session.begin():
                yield session
            if self._log is not None:
                await self._log.flush()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Like `session`, for reading only: on SQLite it waits for no writer."""
        async with self._translated(), self._readers() as session, session.begin():
            yield session

    async def ping(self) -> None:
        """
        Raises:
            Unavailable: the database does not answer.
        """
        async with self.reading() as session:
            await session.execute(text("SELECT 1"))

    async def empty_log(self) -> None:
        """SQLite's log of writes keeps what was erased until it is folded into the file: fold it now.

        Where somebody reads at this moment it stays until the next time.

        Raises:
            Unavailable: the database does not answer, or is busy for longer than WAIT_SECONDS.
        """
        if self.dialect != "sqlite":
            return
        bare = self._engine.execution_options(**{_BARE: True})
        async with self._turn(), self._translated(), bare.connect() as connection:
            await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    async def close(self) -> None:
        await self._engine.dispose()
        if self._log is not None:
            self._log.close()

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        if self._writer is None:
            yield
            return
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                await self._writer.acquire()
        except TimeoutError as error:
            raise Unavailable("error-database-unavailable") from error
        try:
            yield
        finally:
            self._writer.release()

    @asynccontextmanager
    async def _translated(self) -> AsyncIterator[None]:
        try:
            yield
        except (OSError, PoolTimeoutError) as error:
            raise Unavailable("error-database-unavailable") from error
        except DBAPIError as error:
            if not _is_outage(error):
                raise
            raise Unavailable("error-database-unavailable") from error


def _is_outage(error: DBAPIError) -> bool:
    """Whether waiting may help; a wrong statement or a broken constraint is a fault of ours."""
    reason = str(error.orig).lower()
    return error.connection_invalidated or any(
        sign in reason
        for sign in ("database is locked", "unable to open", "too many clients", "connection", "shutting")
    )


def _engine(address: URL, *, keeps_references: bool) -> AsyncEngine:
    # Errors must not carry what people wrote into the log, hence hide_parameters.
    if address.get_backend_name() == "sqlite":
        return _sqlite(address, keeps_references=keeps_references)
    engine = create_async_engine(
        address,
        pool_size=10,
        max_overflow=10,
        pool_timeout=WAIT_SECONDS,
        hide_parameters=True,
        json_serializer=json.dumps,
        connect_args={
            "timeout": WAIT_SECONDS,
            "command_timeout": WAIT_SECONDS,
            # Compiling a statement costs milliseconds, each time; ours are short.
            "server_settings": {"jit": "off"},
        },
    )
    _ask_the_idle(engine.sync_engine)
    return engine


def _ask_the_idle(engine: Engine) -> None:
    """A connection that the server gave up meanwhile is replaced, not handed out."""

    @event.listens_for(engine, "checkin")
    def note(_connection: Any, record: Any) -> None:
        record.info["worked_at"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def ask(connection: Any, record: Any, _proxy: Any) -> None:
        if connection.driver_connection.is_closed():
            raise DisconnectionError
        if time.monotonic() - record.info.get("worked_at", math.inf) < TRUSTED_SECONDS:
            return
        try:
            connection.ping()
        except connection.dbapi.Error as error:
            raise DisconnectionError from error


def _is_file(address: URL) -> bool:
    return address.get_backend_name() == "sqlite" and address.database not in {None, "", ":memory:"}


def _sqlite(address: URL, *, keeps_references: bool) -> AsyncEngine:
    pool: dict[str, Any] = {}
    if _is_file(address) and address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        pool = {"pool_size": SQLITE_CONNECTIONS, "max_overflow": 0, "pool_timeout": WAIT_SECONDS}
    engine = create_async_engine(address, hide_parameters=True, json_serializer=json.dumps, **pool)
    event.listen(engine.sync_engine, "do_connect", connect)

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver's own BEGIN is deferred: two writers could only collide
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={int(WAIT_SECONDS * 1000)}",
            "journal_mode=WAL",
            "synchronous=NORMAL",  # sessions flush by themselves, many at once
            f"cache_size=-{SQLITE_CACHE_KIB}",
            "secure_delete=ON",  # what was forgotten shall not be found in the file's free pages
            f"foreign_keys={keeps_references:d}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if not options.get(_BARE, False):
            driver: Any = connection.connection.dbapi_connection
            driver.begin_with("BEGIN" if options.get(_READS, False) else "BEGIN IMMEDIATE")

    return engine
