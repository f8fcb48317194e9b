"""Where updates enter, however they came: written down first, then handled, each in a task of its own."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramNetworkError
from aiogram.types import Update

from bot.progress import Progress, current
from core.ids import UpdateId
from core.tasks import Supervisor
from storage.inbox import Inbox

log = structlog.get_logger(__name__)

MAX_AT_ONCE = 64
MAX_WAITING = 1000
SILENT_SECONDS = 1.0
"""Whoever has shown nothing for so long holds up nobody in the chat any more."""
POSTS = ("channel_post", "edited_channel_post")
URGENT = ("callback_query", "stopped_message_generation", "my_chat_member")

RawUpdate = dict[str, Any]
Line = tuple[int, int]
"""A chat and its topic, in which one thing comes after another."""


class Intake:
    """Takes updates in; each is handled once, unless the process dies in between."""

    def __init__(
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        inbox: Inbox,
        supervisor: Supervisor,
        silent_seconds: float = SILENT_SECONDS,
    ) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._inbox = inbox
        self._supervisor = supervisor
        self._silent_seconds = silent_seconds
        self._places = asyncio.Semaphore(MAX_AT_ONCE)
        self._tails: dict[Line, asyncio.Event] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._has_room = asyncio.Event()
        self._has_room.set()
        self.interrupted: asyncio.Queue[UpdateId] = asyncio.Queue()
        """Updates that met no network; their rows are unfinished."""

    async def accept(self, updates: Sequence[RawUpdate]) -> None:
        """Returns when every update is a row; only then may the sender forget it."""
        if not updates:
            return
        fresh = set(await self._inbox.add_all([(UpdateId(update["update_id"]), update) for update in updates]))
        for update in updates:
            if update["update_id"] in fresh:
                self.start(update)

    async def until_room(self) -> None:
        """Wait while too many updates wait to be handled."""
        await self._has_room.wait()

    async def drain(self, grace: float) -> None:
        """Let what is being handled end for `grace` seconds; the next start goes on with the rest."""
        running = set(self._tasks)
        if not running:
            return
        _, late = await asyncio.wait(running, timeout=grace)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)

    def start(self, update: RawUpdate, *, is_resumed: bool = False) -> asyncio.Task[Any]:
        """Handle in the background: posts of a channel strictly in order, all else beside each other.

        What is written in one chat is begun in order: the next waits for the first sign of the one before it.
        """
        line = line_of(update)
        before = self._tails.get(line) if line is not None else None
        passed = asyncio.Event()
        work = self._in_turn(update, before, passed, is_resumed)
        task = self._supervisor.spawn(work, name=f"update-{update['update_id']}")
        self._tasks.add(task)
        if len(self._tasks) >= MAX_WAITING:
            self._has_room.clear()
        task.add_done_callback(lambda done: self._forget(done, line, passed))
        if line is not None:
            self._tails[line] = passed
        return task

    async def _in_turn(
        self, update: RawUpdate, before: asyncio.Event | None, passed: asyncio.Event, is_resumed: bool
    ) -> None:
        if before is not None:
            await before.wait()
        if is_urgent(update):
            await self._handle(update, is_resumed, lambda: None)
            return
        await self._places.acquire()
        leave = once(self._places.release)
        if channel_of(update) is None:
            leave = once(lambda: self._let_next(passed))
            asyncio.get_running_loop().call_later(self._silent_seconds, passed.set)
        try:
            await self._handle(update, is_resumed, leave)
        finally:
            leave()

    async def _handle(self, raw: RawUpdate, is_resumed: bool, leave: Callable[[], None]) -> None:
        id = UpdateId(raw["update_id"])
        current.set(Progress(id, leave))
        try:
            update = Update.model_validate(raw, context={"bot": self._bot})
            await self._dispatcher.feed_update(self._bot, update, update_id=id, is_resumed=is_resumed)
        except TelegramNetworkError:
            # Telegram cannot be reached, not even to tell of it: the row stays until it can.
            log.warning("update_left_for_later", update=id, exc_info=True)
            self.interrupted.put_nowait(id)
            return
        except Exception as error:
            log.exception("update_failed", update=id)
            await self._inbox.failed(id, type(error).__name__)
            return
        await self._inbox.done(id)

    def _let_next(self, passed: asyncio.Event) -> None:
        self._places.release()
        passed.set()

    def _forget(self, task: asyncio.Task[Any], line: Line | None, passed: asyncio.Event) -> None:
        passed.set()
        self._tasks.discard(task)
        if len(self._tasks) < MAX_WAITING:
            self._has_room.set()
        if line is not None and self._tails.get(line) is passed:
            del self._tails[line]


def once(call: Callable[[], None]) -> Callable[[], None]:
    """The same call, but only the first time."""
    left = [call]

    def first() -> None:
        if left:
            left.pop()()

    return first


def channel_of(update: RawUpdate) -> int | None:
    """The channel whose order the update must keep."""
    for kind in POSTS:
        if kind in update:
            return int(update[kind]["chat"]["id"])
    return None


def line_of(update: RawUpdate) -> Line | None:
    """Where the update must not overtake another; files take their time, and hold up nobody."""
    channel = channel_of(update)
    if channel is not None:
        return channel, 0
    message = update.get("message") or update.get("edited_message") or {}
    if "text" not in message or is_urgent(update):
        return None
    return int(message["chat"]["id"]), int(message.get("message_thread_id") or 0)


def is_urgent(update: RawUpdate) -> bool:
    """What must not wait for a place: presses, and every way to say stop."""
    if any(kind in update for kind in URGENT):
        return True
    return str(update.get("message", {}).get("text", "")).startswith("/stop")
