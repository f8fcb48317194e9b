"""The edge towards people: dispatcher, intake, resume, polling or webhook."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import structlog
from aiogram import Bot, Dispatcher

from agents.runner import AgentRunner
from api.webhook import PATH
from bot.dispatcher import build_dispatcher
from bot.forwarding_parts import ForwardingParts
from bot.intake import Intake
from bot.middlewares.access import AccessControl
from bot.middlewares.identity import Identity
from bot.middlewares.telemetry import Telemetry
from bot.middlewares.throttle import Throttle
from bot.owner import OwnerCode
from bot.patience import Patience
from bot.polling import Polling
from bot.resume import Resume
from bot.stores import Stores, redis_url
from bot.thinking import Models
from core.config import Settings
from core.errors import SettingsError
from core.health import Health
from core.i18n import Translator
from core.ids import UserId
from core.metrics import Metrics
from core.tasks import Supervisor
from handlers.answering import Answerer, Quota
from handlers.command_router import load_commands
from handlers.doorkeeper import Doorkeeper
from handlers.identities import Identities
from handlers.menu import Menu
from memory.store import MemoryStore
from storage.users import Role

log = structlog.get_logger(__name__)


SERVICES = frozenset(
    {
        "settings", "translator", "clock", "cache", "users", "chats", "turns", "inbox", "outbox", "approvals",
        "reminders", "digests", "runner", "memory", "catalog", "speech", "rulebook", "forwarder", "health",
        "identities", "doorkeeper", "quota", "answerer", "commands", "menu", "redo",
    }
)  # fmt: skip
"""What handlers may name as a parameter; the wiring test compares it with what they name."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """What the edge stands on."""

    settings: Settings
    stores: Stores
    models: Models
    memory: MemoryStore
    forwarding: ForwardingParts
    runner: AgentRunner
    health: Health
    translator: Translator
    metrics: Metrics
    supervisor: Supervisor


@dataclass(frozen=True, slots=True)
class Edge:
    """Built, not started."""

    bot: Bot
    dispatcher: Dispatcher
    intake: Intake
    resume: Resume
    menu: Menu
    code: OwnerCode


def build_edge(bot: Bot, rooms: Rooms) -> Edge:
    settings, stores, translator = rooms.settings, rooms.stores, rooms.translator
    identities = Identities(stores.users, stores.chats, settings.admin_ids)
    doorkeeper = Doorkeeper(stores.users, stores.chats, stores.outbox, identities, translator)
    code = OwnerCode(settings.data_dir)
    services = handler_services(bot, rooms, identities, doorkeeper)
    dispatcher = build_dispatcher(
        services,
        telemetry=Telemetry(rooms.metrics),
        throttle=Throttle(stores.cache, translator, settings.bot.throttle_per_minute),
        identity=Identity(identities, translator),
        access=AccessControl(stores.users, doorkeeper, identities, code, stores.cache),
        redis_url=redis_url(settings),
    )
    intake = Intake(bot, dispatcher, stores.inbox, rooms.supervisor)
    resume = Resume(stores.inbox, intake, stores.outbox, stores.users, translator, bot=bot)
    dispatcher["redo"] = resume.redo
    if dispatcher.workflow_data.keys() != SERVICES:
        raise TypeError(f"services differ: {dispatcher.workflow_data.keys() ^ SERVICES}")
    return Edge(bot, dispatcher, intake, resume, services["menu"], code)


def handler_services(bot: Bot, rooms: Rooms, identities: Identities, doorkeeper: Doorkeeper) -> dict[str, Any]:
    """What a handler may name as a parameter."""
    settings, stores, parts = rooms.settings, rooms.stores, rooms.forwarding
    commands = load_commands()
    quota = Quota(stores.turns, stores.clock, settings.bot.daily_messages)
    return {
        "settings": settings,
        "translator": rooms.translator,
        "clock": stores.clock,
        "cache": stores.cache,
        "users": stores.users,
        "chats": stores.chats,
        "turns": stores.turns,
        "inbox": stores.inbox,
        "outbox": stores.outbox,
        "approvals": stores.approvals,
        "reminders": stores.reminders,
        "digests": stores.digests,
        "runner": rooms.runner,
        "memory": rooms.memory,
        "catalog": rooms.models.catalog,
        "speech": rooms.models.speech,
        "rulebook": parts.rulebook,
        "forwarder": parts.forwarder,
        "health": rooms.health,
        "identities": identities,
        "doorkeeper": doorkeeper,
        "quota": quota,
        "answerer": Answerer(bot, rooms.runner, stores.turns, quota, settings.bot, rooms.supervisor),
        "commands": commands,
        "menu": Menu(bot, commands, rooms.translator, stores.users),
    }


async def welcome_owner(edge: Edge, rooms: Rooms, say: Callable[[str], None]) -> None:
    """Give ADMIN_IDS their roles; without any, and without an owner, tell how to become one."""
    users, admin_ids = rooms.stores.users, rooms.settings.admin_ids
    for number, id in enumerate(admin_ids):
        role = Role.OWNER if number == 0 else Role.ADMIN
        known = await users.get(UserId(id))
        if known is None or known.role < role:
            await users.set_role(UserId(id), role)
    if await users.owner() is not None:
        edge.code.revoke()
        return
    name = (await edge.bot.me()).username
    say(f"Nobody owns this bot yet. To become its owner, send @{name} this message: /start {edge.code.issue()}")


async def open_intake(edge: Edge, rooms: Rooms, stack: AsyncExitStack) -> None:
    """Take up what was left, then let updates in: by webhook where there is an address, else by polling."""
    supervisor, settings = rooms.supervisor, rooms.settings
    stack.push_async_callback(edge.dispatcher.storage.close)
    stack.push_async_callback(edge.intake.drain, settings.bot.shutdown_seconds)
    await edge.resume.run()
    stack.push_async_callback(end, supervisor.run_forever(edge.resume.follow(), name="resume"))
    supervisor.spawn(Patience().until_it_works(edge.menu.publish), name="menu")
    allowed = edge.dispatcher.resolve_used_update_types()
    if not settings.webhook_url:
        polling = Polling(edge.bot, edge.intake, allowed)
        stack.push_async_callback(end, supervisor.run_forever(polling.run(), name="polling"))
        return
    await Patience().until_it_works(
        lambda: edge.bot.set_webhook(
            settings.webhook_url.rstrip("/") + PATH, secret_token=webhook_secret(settings), allowed_updates=allowed
        )
    )


async def end(loop: asyncio.Task[Any]) -> None:
    """Cancel a loop and wait until it is gone."""
    loop.cancel()
    await asyncio.wait((loop,))


def webhook_secret(settings: Settings) -> str:
    """
    Raises:
        SettingsError: a webhook without a secret would let anybody speak for Telegram.
    """
    if not settings.webhook_url:
        return ""
    if settings.webhook_secret is None:
        raise SettingsError(setting="WEBHOOK_SECRET", reason="is required with WEBHOOK_URL")
    return settings.webhook_secret.get_secret_value()
