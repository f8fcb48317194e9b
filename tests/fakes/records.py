"""What a running bot has written into its SQLite database, read beside it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.fakes.stage import Stage


class Records:
    """Rows as they are at the moment of asking."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def turns(self, text: str) -> list[dict[str, Any]]:
        """Those whose question is this, oldest first."""
        found = self._connection.execute("SELECT * FROM turns WHERE text = ? ORDER BY id", (text,))
        return [dict(row) for row in found]

    def incognito(self) -> list[dict[str, Any]]:
        return [dict(row) for row in self._connection.execute("SELECT * FROM turns WHERE is_incognito ORDER BY id")]


@contextmanager
def records_of(stage: Stage) -> Iterator[Records]:
    (path,) = stage.bot.folder.rglob("*.db")
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        yield Records(connection)
    finally:
        connection.close()
