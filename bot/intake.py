"""Where updates enter, however they came: written down first, then handled, each in a task of its own."""

import asyncio
from collections.abc import Sequence
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
POSTS = ("channel_post", "edited_channel_post")
URGENT = ("callback_query", "stopped_message_generation", "my_chat_member")

RawUpdate = dict[str, Any]


class Intake:
    """Takes updates in; each is handled once, unless the process dies in between."""

    def __init__(self, bot: Bot, dispatcher: Dispatcher, inbox: Inbox, supervisor: Supervisor) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._inbox = inbox
        self._supervisor = supervisor
        self._places = asyncio.Semaphore(MAX_AT_ONCE)
        self._tails: dict[int, asyncio.Task[Any]] = {}
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
        """Handle in the background: posts of one channel strictly in order, all else beside each other."""
        channel = channel_of(update)
        before = self._tails.get(channel) if channel is not None else None
        task = self._supervisor.spawn(self._in_turn(update, before, is_resumed), name=f"update-{update['update_id']}")
        self._tasks.add(task)
        if len(self._tasks) >= MAX_WAITING:
            self._has_room.clear()
        task.add_done_callback(lambda done: self._forget(done, channel))
        if channel is not None:
            self._tails[channel] = task
        return task

    async def _in_turn(self, update: RawUpdate, before: asyncio.Task[Any] | None, is_resumed: bool) -> None:
        if before is not None:
            await asyncio.wait((before,))
        if is_urgent(update):
            await self._handle(update, is_resumed)
            return
        async with self._places:
            await self._handle(update, is_resumed)

    async def _handle(self, raw: RawUpdate, is_resumed: bool) -> None:
        id = UpdateId(raw["update_id"])
        current.set(Progress(id))
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

    def _forget(self, task: asyncio.Task[Any], channel: int | None) -> None:
        self._tasks.discard(task)
        if len(self._tasks) < MAX_WAITING:
            self._has_room.set()
        if channel is not None and self._tails.get(channel) is task:
            del self._tails[channel]


def channel_of(update: RawUpdate) -> int | None:
    """The channel whose order the update must keep."""
    for kind in POSTS:
        if kind in update:
            return int(update[kind]["chat"]["id"])
    return None


def is_urgent(update: RawUpdate) -> bool:
    """What must not wait for a place: presses, and every way to say stop."""
    if any(kind in update for kind in URGENT):
        return True
    return str(update.get("message", {}).get("text", "")).startswith("/stop")
