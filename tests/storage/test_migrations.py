"""The steps lead up to the tables of the code and back down to nothing, on both databases."""

import asyncio
import json
import subprocess
import sys
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import inspect, text

from core.errors import Unavailable
from core.ids import ChatId, TopicId
from forwarding.spec import RuleSpec, simple_rule
from storage.database import Database
from storage.migrations.run import differences, downgrade, migrate
from storage.rules import Rules
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


async def test_a_rule_of_the_first_release_is_carried_on_and_back(empty_url: str):
    old = {"source": -1, "destination": -2, "name": "", "topic": 7, "keep": ["a"], "drop": ["b"]}
    titles = {"source": "News", "username": "news", "destination": "Digest", "via": "account"}
    await asyncio.to_thread(migrate, empty_url, "3fb89250a34c")
    await execute(
        empty_url,
        "INSERT INTO rules (id, key, source, destination, spec, titles, created_by, created_at, is_paused)"
        f" VALUES (1, 'k', -1, -2, '{json.dumps(old)}', '{json.dumps(titles)}', 5, '2026-11-01 00:00:00', FALSE)",
    )
    await asyncio.to_thread(migrate, empty_url)

    database = Database(empty_url)
    (rule,) = await Rules(database).all()
    (version,) = await Rules(database).versions(rule.id)
    await database.close()
    assert RuleSpec.model_validate(rule.spec) == simple_rule(
        ChatId(-1), ChatId(-2), topic=TopicId(7), keep=["a"], drop=["b"]
    )
    assert rule.chats["-1"] == {"title": "News", "username": "news", "via": "account"}
    assert version.spec == rule.spec

    await asyncio.to_thread(downgrade, empty_url, "3fb89250a34c")
    ((spec, source, destination),) = await execute(empty_url, "SELECT spec, source, destination FROM rules")
    assert (spec if isinstance(spec, dict) else json.loads(spec), source, destination) == (old, -1, -2)


async def execute(url: str, statement: str) -> list[Any]:
    database = Database(url)
    async with database.engine.begin() as connection:
        result = await connection.execute(text(statement))
        rows = [tuple(row) for row in result] if result.returns_rows else []
    await database.close()
    return rows


async def test_what_was_on_its_way_keeps_the_number_under_which_it_may_have_arrived(empty_url: str):
    await asyncio.to_thread(migrate, empty_url, "c3d84e7f1a26")
    rows = [("copy", {"kind": "copy", "messages": [5, 6]}, "sending"), ("text", {"kind": "text"}, "pending")]
    for key, payload, state in [*rows, ("over", {"kind": "text"}, "sent")]:
        await execute(
            empty_url,
            "INSERT INTO deliveries (key, lane, chat, payload, state, attempts, may_have_arrived, not_before, reason,"
            f" created_at) VALUES ('{key}', 'l', 1, '{json.dumps(payload)}', '{state}', 1, FALSE,"
            " '2026-11-01 00:00:00', '', '2026-11-01 00:00:00')",
        )
    await asyncio.to_thread(migrate, empty_url)
    found = dict(await execute(empty_url, "SELECT key, random_id FROM deliveries"))
    assert found == {"copy": _was("copy:5"), "text": _was("text"), "over": 0}


def _was(key: str) -> int:
    """The number as releases derived it that did not store it."""
    return int.from_bytes(sha256(key.encode()).digest()[:8], "big", signed=True)
