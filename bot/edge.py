"""The edge towards people: dispatcher, intake, resume, polling or webhook."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import structlog
from aiogram import Bot, Dispatcher

from agents.manners import Personas
from agents.titling import Titling
from api.webhook import PATH
from bot.dispatcher import build_dispatcher
from bot.intake import Intake
from bot.middlewares.access import AccessControl
from bot.middlewares.identity import Identity
from bot.middlewares.telemetry import Telemetry
from bot.middlewares.throttle import Throttle
from bot.owner import OwnerCode
from bot.patience import Patience
from bot.polling import Polling
from bot.reader_parts import build_explainer
from bot.resume import Resume
from bot.rooms import Rooms, end
from bot.stores import redis_url
from bot.telegram import webhook_secret
from bot.thinking import build_runner, learn_classifiers
from core.ids import UserId
from forwarding.figures import Statistics
from forwarding.gaps import Listening
from forwarding.history_desk import HistoryDesk
from forwarding.limits import by_bot
from forwarding.pipeline import all_filters
from forwarding.replaying import Replay
from forwarding.trials import Trials
from handlers.addressing import Addressing
from handlers.albums import Albums
from handlers.answering import Answerer
from handlers.choices import Choices
from handlers.command_router import load_commands
from handlers.doorkeeper import Doorkeeper
from handlers.enclosures import Enclosures
from handlers.history_boards import HistoryBoards
from handlers.identities import Identities
from handlers.menu import Menu
from handlers.model_desk import ModelDesk
from handlers.model_jobs import ModelJobs
from handlers.quota import Quota
from handlers.rule_desk import RuleTools
from handlers.rule_replays import Replays
from handlers.topics import TopicTitles
from handlers.voice import Voices
from storage.archive import Archive
from storage.tallies import Tallies
from storage.users import Role

log = structlog.get_logger(__name__)


SERVICES = frozenset(
    {
        "settings", "addressing", "translator", "clock", "cache", "users", "chats", "turns", "answers",
        "conversations", "choices", "erasure", "inbox", "outbox", "approvals", "titles", "moving",
        "reminders", "digests",
        "runner", "memory", "catalog", "installer", "model_desk", "model_jobs", "experiments", "warmup",
        "speech", "speech_out", "voices", "rulebook", "forwarder", "explainer", "statistics", "health", "doorkeeper",
        "rule_tools", "dead_letters", "reviewing", "voting",
        "quota", "usage", "personas", "answerer",
        "commands", "menu", "tool_rights", "tool_servers", "redo",
        "enclosures", "albums",
    }
)  # fmt: skip
"""What handlers may name as a parameter; the wiring test compares it with what they name."""


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
    doorkeeper = Doorkeeper(
        stores.users,
        stores.chats,
        stores.outbox,
        translator,
        cache=stores.cache,
        mode=settings.bot.access,
        allowed_ids=settings.allowed_ids,
    )
    code = OwnerCode(settings.data_dir)
    services = handler_services(bot, rooms, doorkeeper)
    dispatcher = build_dispatcher(
        services,
        telemetry=Telemetry(rooms.metrics),
        throttle=Throttle(
            stores.cache,
            translator,
            settings.bot.throttle_per_minute,
            services["addressing"],
            rooms.forwarding.rulebook,
        ),
        identity=Identity(identities, translator, services["addressing"]),
        access=AccessControl(stores.users, doorkeeper, code, stores.cache),
        redis_url=redis_url(settings),
    )
    intake = Intake(bot, dispatcher, stores.inbox, rooms.supervisor)
    resume = Resume(stores.inbox, intake, stores.outbox, stores.users, translator, turns=stores.turns, bot=bot)
    dispatcher["redo"] = resume.redo
    if dispatcher.workflow_data.keys() != SERVICES:
        raise TypeError(f"services differ: {dispatcher.workflow_data.keys() ^ SERVICES}")
    return Edge(bot, dispatcher, intake, resume, services["menu"], code)


def handler_services(bot: Bot, rooms: Rooms, doorkeeper: Doorkeeper) -> dict[str, Any]:
    """What a handler may name as a parameter."""
    settings, stores, parts = rooms.settings, rooms.stores, rooms.forwarding
    commands, runner = load_commands(), build_runner(rooms)
    enclosures = Enclosures(
        bot,
        rooms.memory,
        stores.turns,
        stores.answers,
        rooms.supervisor,
        clock=stores.clock,
        settings=settings.inference,
    )
    quota = Quota(stores.usage, stores.clock, settings.quota)
    models, personas = rooms.models, Personas(stores.personas)
    titling = Titling(models.chat, models.catalog, models.gate)
    histories = HistoryDesk(stores.backfills, stores.presences, stores.holes, stores.clock)
    choices = Choices(stores.experiments, stores.chats, models.catalog, personas)
    return {
        "settings": settings,
        "addressing": Addressing(settings.bot.called),
        "translator": rooms.translator,
        "tool_rights": stores.tool_rights,
        "tool_servers": stores.tool_servers,
        "clock": stores.clock,
        "cache": stores.cache,
        "users": stores.users,
        "chats": stores.chats,
        "turns": stores.turns,
        "titles": stores.titles,
        "moving": stores.moving,
        "answers": stores.answers,
        "conversations": stores.conversations,
        "choices": choices,
        "erasure": stores.erasure,
        "inbox": stores.inbox,
        "outbox": stores.outbox,
        "dead_letters": stores.dead_letters,
        "approvals": stores.approvals,
        "reminders": stores.reminders,
        "digests": stores.digests,
        "runner": runner,
        "memory": rooms.memory,
        "catalog": models.catalog,
        "installer": models.installer,
        "model_desk": ModelDesk(models.catalog, models.installer, stores.measures, choices, stores.clock),
        "model_jobs": ModelJobs(bot, models.installer, models.selftest, models.catalog, rooms.supervisor),
        "experiments": stores.experiments,
        "warmup": rooms.models.warmup,
        "speech": rooms.models.speech,
        "speech_out": rooms.models.voice,
        "voices": Voices(bot, rooms.models.voice, stores.turns),
        "rulebook": parts.rulebook,
        "forwarder": parts.forwarder,
        "rule_tools": build_rule_tools(rooms, histories),
        "reviewing": parts.readers.reviewing,
        "voting": parts.readers.voting,
        "explainer": build_explainer(stores, parts.rulebook),
        "statistics": Statistics(Tallies(stores.database), settings.data_dir, stores.clock),
        "health": rooms.health,
        "doorkeeper": doorkeeper,
        "quota": quota,
        "usage": stores.usage,
        "personas": personas,
        "answerer": Answerer(
            bot,
            runner,
            stores.turns,
            quota,
            settings.bot,
            rooms.supervisor,
            answers=stores.answers,
            conversations=stores.conversations,
            enclosures=enclosures,
            choices=choices,
            after_answer=TopicTitles(bot, stores.titles, titling, rooms.supervisor).after,
            outbox=stores.outbox,
            delay=lambda chat: rooms.forwarding.governor.delay(by_bot(chat)),
        ),
        "commands": commands,
        "enclosures": enclosures,
        "albums": Albums(stores.turns),
        "menu": Menu(bot, commands, rooms.translator, stores.users),
    }


def build_rule_tools(rooms: Rooms, histories: HistoryDesk) -> RuleTools:
    """What the editor of rules works with."""
    stores, parts = rooms.stores, rooms.forwarding
    replay = Replay(Archive(stores.database), Trials(all_filters(), stores.clock))
    return RuleTools(
        parts.rulebook,
        stores.users,
        stores.outbox,
        stores.endpoints,
        parts.forecasts,
        Replays(replay, rooms.supervisor, stores.clock),
        histories,
    )


async def open_edge(bot: Bot, rooms: Rooms, say: Callable[[str], None], stack: AsyncExitStack) -> Edge:
    """People are answered from now on."""
    await Patience().until_it_works(bot.me)
    edge = build_edge(bot, rooms)
    await welcome_owner(edge, rooms, say)
    stack.push_async_callback(end, rooms.supervisor.run_forever(rooms.forwarding.forwarder.run(), name="albums"))
    stack.push_async_callback(end, rooms.supervisor.run_forever(history_boards(edge, rooms).run(), name="histories"))
    rooms.models.warmup.start()
    await open_intake(edge, rooms, stack)
    rooms.supervisor.spawn(rooms.memory.heal(), name="memory-heal")
    rooms.supervisor.spawn(learn_classifiers(), name="classifiers")
    return edge


def history_boards(edge: Edge, rooms: Rooms) -> HistoryBoards:
    histories, stores = edge.dispatcher["rule_tools"].histories, rooms.stores
    return HistoryBoards(
        edge.bot, histories, rooms.forwarding.rulebook, stores.users, rooms.translator, clock=stores.clock
    )


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
    stack.push_async_callback(edge.dispatcher["model_jobs"].close)
    stack.push_async_callback(edge.intake.drain, settings.bot.shutdown_seconds)
    await edge.resume.run()
    stack.push_async_callback(end, supervisor.run_forever(edge.resume.follow(), name="resume"))
    supervisor.spawn(Patience().until_it_works(edge.menu.publish), name="menu")
    allowed = edge.dispatcher.resolve_used_update_types()
    stores = rooms.stores
    listening = Listening(stores.presences, stores.holes, rooms.forwarding.rulebook, stores.clock)
    if not settings.webhook_url:
        polling = Polling(edge.bot, edge.intake, allowed, heard=listening.heard)
        stack.push_async_callback(end, supervisor.run_forever(polling.run(), name="polling"))
        return
    await listening.heard()
    stack.push_async_callback(end, supervisor.run_forever(listening.keep(), name="listening"))
    await Patience().until_it_works(
        lambda: edge.bot.set_webhook(
            settings.webhook_url.rstrip("/") + PATH, secret_token=webhook_secret(settings), allowed_updates=allowed
        )
    )
