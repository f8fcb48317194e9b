"""What a rule would have done: a million stored posts, read from a file's database, through 10,000 keywords."""

import json
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path

from benchmarks.corpus import Corpus
from benchmarks.row import Figure, Row
from benchmarks.rows.keywords import keywords
from core.clock import SystemClock
from core.ids import ChatId, MessageId
from forwarding.pipeline import all_filters
from forwarding.post import Post
from forwarding.replaying import Replay
from forwarding.routing import to_stored
from forwarding.spec import simple_rule
from forwarding.trials import Trials
from storage.archive import Archive
from storage.database import Database
from storage.tables import all_tables

POSTS = 1_000_000
TEXTS = 20_000
SOURCE = ChatId(-1001)


async def measure() -> Sequence[Figure]:
    corpus = Corpus()
    spec = simple_rule(SOURCE, ChatId(-1002), keep=keywords(corpus))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "posts.db"
        database = Database(f"sqlite+aiosqlite:///{file}")
        try:
            async with database.engine.begin() as connection:
                await connection.run_sync(all_tables().create_all)
            fill(file, corpus.messages(TEXTS))
            replay = Replay(Archive(database), Trials(all_filters(), SystemClock()))
            wall, work = time.perf_counter(), time.process_time()
            replayed = await replay.run(spec, datetime.now(UTC) - timedelta(days=30))
            wall, work = time.perf_counter() - wall, time.process_time() - work
        finally:
            await database.close()
    return [
        Figure(f"{replayed.posts:,} posts, CPU of one core", work, "s", at_most=60),
        Figure("the same by the clock", wall, "s"),
        Figure("a post, CPU", work / replayed.posts * 1e6, "µs"),
        Figure("passed", 100 * replayed.counts["pass"] / replayed.posts, "%"),
    ]


def fill(file: Path, texts: Sequence[str]) -> None:
    """As the bot stores them, without its transactions: they are not what is measured."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = -65536")
        columns = [column[1] for column in connection.execute("PRAGMA table_info(posts)")]
        values = ", ".join(f":{column}" for column in columns)
        connection.executemany(f"INSERT INTO posts VALUES ({values})", rows(texts))


def rows(texts: Sequence[str]) -> Iterator[dict[str, object]]:
    now = datetime.now(UTC)
    said = [json.dumps(text) for text in texts]
    stored = to_stored(Post(SOURCE, MessageId(1), now, "@"), "bot")
    pattern = json.dumps(stored.content).replace('"@"', "%s", 1)
    row = {
        "source": SOURCE, "album": "", "via": "bot", "date": now.replace(tzinfo=None).isoformat(" "), "version": "",
        "accepted_at": now.replace(tzinfo=None).isoformat(" "), "is_waiting": 0, "is_deleted": 0,
    }  # fmt: skip
    for number, text in enumerate(islice(cycle(said), POSTS), 1):
        yield {**row, "message": number, "content": pattern % text}


ROW = Row("replay", "1,000,000 stored posts through a rule of 10,000 keywords", measure)
