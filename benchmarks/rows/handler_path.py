"""CPU time from an update to its handler's first line, beside a bare aiogram that does the same in the same run.

Both get the same text message of one person. The bare dispatcher has one router with one handler; ours has all the
middlewares and routers of the product, and an answerer that only looks at the clock. Text is the longest way: it passes
every router. The inbox row is written before all that and is not part of it.

The person and the chat are known from the message before, as they are in a conversation.
"""

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from aiogram import Bot, Dispatcher, Router
from aiogram.types import Message

from benchmarks.row import Figure, Row
from bot.app import open_rooms
from bot.dispatcher import build_dispatcher
from bot.edge import handler_services
from bot.middlewares.access import AccessControl
from bot.middlewares.identity import Identity
from bot.middlewares.telemetry import Telemetry
from bot.middlewares.throttle import Throttle
from bot.owner import OwnerCode
from bot.rooms import Rooms
from core.config import Settings
from core.ids import UpdateId
from core.tasks import Supervisor
from handlers.doorkeeper import Doorkeeper
from handlers.identities import Identities
from sandbox.seed import ANNA, BOT_TOKEN
from storage.migrations.run import migrate
from tests.fakes.aiogram_session import FakeSession
from tests.fakes.updates import ANNA as WRITER
from tests.fakes.updates import private

ROUNDS = 21
"""The first only warms up."""
UPDATES = 100


@dataclass(slots=True)
class Goal:
    """The end of the way: what a handler's first line would be."""

    reached_at: float = 0.0

    def reach(self) -> None:
        self.reached_at = time.process_time()

    async def answer(self, *_: object) -> None:
        """In the place of the Answerer."""
        self.reach()


@dataclass(slots=True)
class Way:
    """A dispatcher and how many CPU seconds its updates took to the goal."""

    name: str
    dispatcher: Dispatcher
    goal: Goal
    seconds: list[float] = field(default_factory=list)

    async def walk(self, bot: Bot) -> None:
        for number in range(UPDATES):
            update = private(number + 1, "What is new?", WRITER)
            started = time.process_time()
            await self.dispatcher.feed_raw_update(bot, update, update_id=UpdateId(number + 1), is_resumed=False)
            self.seconds.append(self.goal.reached_at - started)

    @property
    def microseconds(self) -> float:
        return median(self.seconds[UPDATES:]) * 1e6


async def measure() -> Sequence[Figure]:
    bot = Bot(BOT_TOKEN, session=FakeSession())
    with TemporaryDirectory() as folder:
        async with AsyncExitStack() as stack:
            rooms = await opened(Path(folder), bot, stack)
            ways = [bare(), ours(rooms, bot)]
            for _ in range(ROUNDS):
                for way in ways:
                    await way.walk(bot)
    return figures(*ways)


def figures(bare: Way, ours: Way) -> list[Figure]:
    times = [Figure(f"{way.name}, median", way.microseconds, "µs") for way in (bare, ours)]
    return [*times, Figure("ours : bare", ours.microseconds / bare.microseconds, "x", at_most=2.0)]


async def opened(folder: Path, bot: Bot, stack: AsyncExitStack) -> Rooms:
    """The rooms below the edge, over an empty folder whatever the environment says."""
    settings = Settings(
        bot_token=None, admin_ids=(ANNA,), database_url=None, redis_url=None, chroma_url="", data_dir=folder
    )
    await asyncio.to_thread(migrate, settings.database)
    supervisor = Supervisor()
    stack.push_async_callback(supervisor.close, 0)
    return await open_rooms(settings, bot, "edge", supervisor, stack)


def bare() -> Way:
    """aiogram with nothing of ours."""
    goal, router, dispatcher = Goal(), Router(), Dispatcher()

    async def on_text(_: Message) -> None:
        goal.reach()

    router.message.register(on_text)
    dispatcher.include_router(router)
    return Way("bare aiogram", dispatcher, goal)


def ours(rooms: Rooms, bot: Bot) -> Way:
    """The product's dispatcher, as `build_edge` wires it."""
    goal, stores, translator = Goal(), rooms.stores, rooms.translator
    identities = Identities(stores.users, stores.chats, rooms.settings.admin_ids)
    doorkeeper = Doorkeeper(stores.users, stores.chats, stores.outbox, translator, cache=stores.cache)
    services = handler_services(bot, rooms, doorkeeper)
    addressing = services["addressing"]
    dispatcher = build_dispatcher(
        services | {"answerer": goal},
        telemetry=Telemetry(rooms.metrics),
        throttle=Throttle(stores.cache, translator, ROUNDS * UPDATES * 2, addressing, rooms.forwarding.rulebook),
        identity=Identity(identities, translator, addressing),
        access=AccessControl(stores.users, doorkeeper, OwnerCode(rooms.settings.data_dir), stores.cache),
    )
    return Way("ours", dispatcher, goal)


ROW = Row("handler_path", "CPU time from an update to its handler, relative to bare aiogram", measure)
