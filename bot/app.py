"""The composition root: everything is built, started and stopped here, read from top to bottom."""

import asyncio
import gc
from collections.abc import Callable
from contextlib import AsyncExitStack
from functools import partial

import structlog
from aiogram import Bot
from prometheus_client import CollectorRegistry

from api.app import build_app
from api.server import serving
from api.webhook import Accept
from bot.account_parts import open_accounts
from bot.forwarding_parts import build_forwarding
from bot.line_parts import open_bot_line
from bot.models import open_models
from bot.paths import LOCALES
from bot.probes import ask_telegram, build_health
from bot.progress import MarkProgress
from bot.remembering import open_memory
from bot.rooms import Rooms, end
from bot.scheduling import build_scheduler
from bot.schema import bring_up
from bot.signals import stop_event
from bot.stores import Stores, open_stores
from bot.telegram import build_bot, webhook_secret
from core.config import Settings
from core.errors import PlatformError
from core.i18n import Translator
from core.logs import configure_logs
from core.metrics import Metrics
from core.tasks import Supervisor
from forwarding.limits import Governor, Paces
from forwarding.transports.bot_api.pacing import Pacing

log = structlog.get_logger(__name__)

Say = Callable[[str], None]


async def run(settings: Settings, role: str, say: Say, paces: Paces | None = None) -> int:
    """Serve until Ctrl-C or SIGTERM; 1 when a loop of the process died. `paces` are Telegram's unless given.

    Raises:
        SettingsError: something is set so that the start makes no sense.
    """
    configure_logs(settings.log_level, secrets(settings))
    bot = build_bot(settings)
    webhook_secret(settings)
    await bring_up(settings)
    stop = stop_event()
    async with AsyncExitStack() as stack:
        supervisor = Supervisor()
        stack.push_async_callback(bot.session.close)
        stack.push_async_callback(supervisor.close, 2.0)
        rooms = await open_rooms(settings, bot, role, supervisor, stack, paces=paces)
        starting = supervisor.run_forever(start(rooms, bot, role, say, stack), name="start")
        return await until_end(stop, supervisor, starting)


async def open_rooms(
    settings: Settings,
    bot: Bot,
    role: str,
    supervisor: Supervisor,
    stack: AsyncExitStack,
    *,
    paces: Paces | None = None,
) -> Rooms:
    """From the lowest room up; nothing runs yet."""
    translator = Translator(LOCALES)
    metrics = Metrics(CollectorRegistry())
    stores = open_stores(settings, stack)
    models = open_models(settings, stores, supervisor, stack)
    memory = open_memory(settings, stores, models, stack)
    governor = await open_governor(stores, bot, paces)
    forwarding = build_forwarding(
        settings,
        stores,
        bot,
        models=models,
        accounts=open_accounts(settings, stores, role, stack),
        line=open_bot_line(settings, role, stack),
        governor=governor,
        translator=translator,
        metrics=metrics,
        is_alone=role == "all",
    )
    health = build_health(settings, stores, models, memory, partial(ask_telegram, bot))
    return Rooms(settings, stores, models, memory, forwarding, health, translator, metrics, supervisor)


async def open_governor(stores: Stores, bot: Bot, paces: Paces | None) -> Governor:
    """One pace for replies and courier; inside of it, so that waiting is not yet sending, the mark in the inbox."""
    governor = Governor(stores.limits, stores.clock, paces)
    await governor.load()
    bot.session.middleware(Pacing(governor))
    bot.session.middleware(MarkProgress(stores.inbox))
    return governor


async def start(rooms: Rooms, bot: Bot, role: str, say: Say, stack: AsyncExitStack) -> None:
    """Start what the role runs; the HTTP edge last, so that /ready means ready."""
    supervisor = rooms.supervisor
    if role in ("all", "scheduler"):
        scheduler = build_scheduler(rooms)
        await scheduler.start()
        stack.push_async_callback(scheduler.stop)
    if role in ("all", "worker", "userbot"):
        stack.push_async_callback(end, supervisor.run_forever(rooms.forwarding.courier.run(), name="courier"))
        stack.push_async_callback(rooms.forwarding.courier.stop)
    for loop in rooms.forwarding.accounts.loops() if rooms.forwarding.accounts is not None else ():
        stack.push_async_callback(end, supervisor.run_forever(loop, name="account"))
    accept: Accept | None = None
    if role in ("all", "edge"):
        from bot.edge import open_edge  # and with it the agents, which no other role needs

        accept = (await open_edge(bot, rooms, say, stack)).intake.accept
    await open_http(rooms, accept, stack)
    gc.freeze()  # some 400,000 objects that stay: to look through them stops the loop for a quarter of a second
    log.info("started", role=role)


async def open_http(rooms: Rooms, accept: Accept | None, stack: AsyncExitStack) -> None:
    settings = rooms.settings
    taken = accept if settings.webhook_url else None
    app = build_app(rooms.health, rooms.metrics.registry, accept=taken, secret=webhook_secret(settings))
    port = await stack.enter_async_context(serving(app, settings.api.host, settings.api.port, rooms.supervisor))
    log.info("http", address=f"http://{settings.api.host}:{port}")


async def until_end(stop: asyncio.Event, supervisor: Supervisor, starting: "asyncio.Task[None]") -> int:
    """Whatever comes first: asked to stop, or a loop that died."""
    asked = supervisor.spawn(stop.wait(), name="stop-signal")
    await asyncio.wait({asked, supervisor.fatal}, return_when=asyncio.FIRST_COMPLETED)
    if not starting.done():
        await end(starting)
    if not supervisor.fatal.done():
        log.info("stopping")
        return 0
    error = supervisor.fatal.result()
    if isinstance(error, PlatformError):
        raise error
    log.error("loop_died", exc_info=error)
    return 1


def secrets(settings: Settings) -> list[str]:
    """What must never stand in a log."""
    hidden = (
        settings.bot_token,
        settings.api_hash,
        settings.openai_api_key,
        settings.webhook_secret,
        settings.database_url,
        settings.redis_url,
    )
    return [secret.get_secret_value() for secret in hidden if secret is not None]
