"""aiogram's Dispatcher with our services, routers and middlewares, in the order in which they act."""

from typing import Any

from aiogram import Dispatcher
from aiogram.fsm.storage.base import BaseStorage
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.fsm.storage.redis import RedisStorage

from bot.middlewares.access import AccessControl
from bot.middlewares.identity import Identity
from bot.middlewares.telemetry import Telemetry
from bot.middlewares.throttle import Throttle
from handlers import callbacks, channel_posts, chat, command_router, errors, media, membership


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
    dispatcher.include_routers(
        errors.build_router(),
        channel_posts.build_router(),
        command_router.build_router(services["commands"]),
        membership.build_router(),
        media.build_router(),
        callbacks.build_router(),
        chat.build_router(),
    )
    return dispatcher


def _dialogues(redis_url: str) -> BaseStorage:
    """Where a dialogue in several steps stands: with Redis it survives a restart."""
    return RedisStorage.from_url(redis_url) if redis_url else MemoryStorage()
