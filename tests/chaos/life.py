"""One life of what carries posts: the worker as it is composed, with the intake of posts, and no agents.

Before and after each transaction that changes something it asks the tests whether it may go on: there it is killed.
"""

import asyncio
import os
import re
import socket
from collections.abc import Sequence
from contextlib import AsyncExitStack
from threading import Lock
from typing import Any

from aiogram import Bot, Dispatcher
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from bot.app import open_rooms, start, until_end
from bot.intake import Intake
from bot.polling import Polling
from bot.rooms import Rooms, end
from bot.signals import stop_event
from bot.telegram import build_bot
from core.config import Settings, load_settings
from core.logs import configure_logs
from core.tasks import Supervisor
from handlers import channel_posts
from storage.deliveries import DeliveryState
from tests.chaos.steps import SOCKET

WRITES = re.compile(r"\b(?:INSERT INTO|UPDATE|DELETE FROM) (?!SET\b|OF\b|SKIP\b)\"?(\w+)")
STATES = frozenset(state.value for state in DeliveryState)


def main(arguments: Sequence[str]) -> int:
    """`run --role worker | userbot | all`; the last means that no other process sends from this outbox."""
    import uvloop

    settings = load_settings()
    watch(Leave(os.environ[SOCKET]))  # noqa: TID251 - no setting of the bot's
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(live(settings, arguments[-1]))


async def live(settings: Settings, role: str) -> int:
    """As `bot.app.run`, until it is killed."""
    configure_logs(settings.log_level, [])
    bot, stop = build_bot(settings), stop_event()
    async with AsyncExitStack() as stack:
        supervisor = Supervisor()
        stack.push_async_callback(bot.session.close)
        stack.push_async_callback(supervisor.close, 2.0)
        rooms = await open_rooms(settings, bot, role, supervisor, stack)
        starting = supervisor.run_forever(begin(rooms, bot, stack), name="start")
        return await until_end(stop, supervisor, starting)


async def begin(rooms: Rooms, bot: Bot, stack: AsyncExitStack) -> None:
    """What a worker runs, and of the edge what brings it posts."""
    await start(rooms, bot, "worker", print, stack)
    supervisor, inbox = rooms.supervisor, rooms.stores.inbox
    stack.push_async_callback(end, supervisor.run_forever(rooms.forwarding.forwarder.run(), name="albums"))
    dispatcher = Dispatcher(forwarder=rooms.forwarding.forwarder, rulebook=rooms.forwarding.rulebook)
    dispatcher.include_router(channel_posts.build_router())
    intake = Intake(bot, dispatcher, inbox, supervisor)
    for row in await inbox.unfinished():
        intake.start(row.payload, is_resumed=True)
    polling = Polling(bot, intake, ["channel_post", "edited_channel_post"])
    stack.push_async_callback(end, supervisor.run_forever(polling.run(), name="polling"))


class Leave:
    """Asks for leave to go on, and stands still until it is given."""

    def __init__(self, path: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(path)
        self._lock = Lock()
        self.ask(str(os.getpid()))

    def ask(self, step: str) -> None:
        with self._lock:
            self._socket.sendall(f"{step}\n".encode())
            self._socket.recv(1)


def watch(leave: Leave) -> None:
    """Ask around each commit of a transaction that changed something."""

    def before(connection: Connection) -> None:
        step = connection.info["committing"] = ", ".join(connection.info.pop("written", ()))
        if step:
            leave.ask(f"before {step}")

    def after(session: Session) -> None:
        if step := session.info.get("connection", {}).pop("committing", ""):
            leave.ask(f"after {step}")

    event.listen(Engine, "after_cursor_execute", _note)
    event.listen(Engine, "commit", before)
    event.listen(Engine, "rollback", lambda connection: connection.info.pop("written", None))
    event.listen(Session, "after_begin", _begun)
    event.listen(Session, "after_commit", after)


def _note(connection: Connection, cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
    """What is written, by its tables; of deliveries also the states that the statement names."""
    # Of a statement that begins with WITH, SQLite's driver counts nothing; all of ours tell what they changed.
    if cursor.rowcount == 0 or (cursor.rowcount < 0 and not cursor._rows):
        return
    written = connection.info.setdefault("written", {})
    for table in WRITES.findall(statement):
        named = parameters if table == "deliveries" else ()
        states = " ".join(each for each in named if isinstance(each, str) and each in STATES)
        written[f"{table}({states})" if states else table] = None


def _begun(session: Session, _transaction: Any, connection: Connection) -> None:
    session.info["connection"] = connection.info
