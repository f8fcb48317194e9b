"""aiogram's Dispatcher with our services, routers and middlewares, in the order in which they act."""

from collections.abc import Sequence
from typing import Any

from aiogram import Dispatcher, Router
from aiogram.fsm.storage.base import BaseStorage
from aiogram.fsm.storage.memory import MemoryStorage

from bot.middlewares.access import AccessControl
from bot.middlewares.identity import Identity
from bot.middlewares.telemetry import Telemetry
from bot.middlewares.throttle import Throttle
from handlers import (
    callbacks,
    channel_posts,
    chat,
    command_router,
    errors,
    guests,
    inline,
    location,
    media,
    membership,
    reviews,
    topics,
    undo,
    voice,
    votes,
)
from handlers.command import SlashCommand
from handlers.index import collect


def build_dispatcher(
    services: dict[str, Any],
    *,
    telemetry: Telemetry,
    throttle: Throttle,
    identity: Identity,
    access: AccessControl,
    redis_url: str = "",
) -> Dispatcher:
    """`services` are what handlers may name as parameters."""
    dispatcher = Dispatcher(storage=_dialogues(redis_url), **services)
    for middleware in (telemetry, throttle, identity, access):
        dispatcher.update.outer_middleware(middleware)
    collect(dispatcher, all_routers(services["commands"]))
    command_router.guard(dispatcher)
    return dispatcher


def all_routers(commands: Sequence[SlashCommand]) -> tuple[Router, ...]:
    """Every handler there is; where two would take the same message, the earlier router has it."""
    return (
        errors.build_router(),
        channel_posts.build_router(),
        command_router.build_router(commands),
        membership.build_router(),
        topics.build_router(),
        media.build_router(),
        location.build_router(),
        voice.build_router(),
        guests.build_router(),
        inline.build_router(),
        undo.build_router(),
        reviews.build_router(),
        votes.build_router(),
        callbacks.build_router(),
        chat.build_router(),
    )


def _dialogues(redis_url: str) -> BaseStorage:
    """Where a dialogue in several steps stands: with Redis it survives a restart."""
    if not redis_url:
        return MemoryStorage()
    from aiogram.fsm.storage.redis import RedisStorage

    return RedisStorage.from_url(redis_url)
