"""What the platform depends on, each as a probe: for `check`, /admin and /health."""

from functools import partial

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramUnauthorizedError

from agents.outside.search import Search
from bot.models import Models
from bot.stores import Stores
from core.config import Settings
from core.errors import SettingsError, Unavailable
from core.health import Health, Probe
from forwarding.transports.mtproto.sessions import account_names
from memory.store import MemoryStore
from storage.presences import ACCOUNT, Presence

NEEDED = frozenset({"telegram", "database", "redis"})
OWN = frozenset({"database", "redis"})


def build_health(settings: Settings, stores: Stores, models: Models, memory: MemoryStore, telegram: Probe) -> Health:
    """What is optional is asked only where it is set."""
    probes: dict[str, Probe] = {
        "telegram": telegram,
        "database": stores.database.ping,
        "memory": memory.ping,
        "ollama": partial(ask_ollama, models),
        "whisper": partial(ask_whisper, models),
        "voice": partial(ask_voice, models),
    }
    if settings.openai_url:
        probes["openai"] = partial(ask_openai, models)
    if settings.searxng_url:
        probes["search"] = Search(settings.searxng_url).ping
    if settings.redis_url is not None:
        probes["redis"] = stores.cache.ping
    if settings.api_id is not None:
        probes["account"] = partial(ask_account, settings, stores)
    return Health(probes, NEEDED, OWN)


async def ask_telegram(bot: Bot) -> None:
    try:
        await bot.get_me(request_timeout=5)
    except TelegramUnauthorizedError as error:
        raise SettingsError(setting="BOT_TOKEN", reason=error.message) from error
    except TelegramAPIError as error:
        raise Unavailable("check-telegram-down", reason=error.message) from error


async def ask_ollama(models: Models) -> None:
    if not any(model.can_chat for model in await models.catalog.require("ollama")):
        raise Unavailable("check-no-model")


async def ask_openai(models: Models) -> None:
    if not any(model.can_chat for model in await models.catalog.require("openai")):
        raise Unavailable("check-no-model-there")


async def ask_whisper(models: Models) -> None:
    """What is missing is told to admins and operators, who can mend it."""
    if not models.speech.is_set:
        raise Unavailable("error-no-whisper-admin")
    models.speech.require()


async def ask_voice(models: Models) -> None:
    if not models.voice.is_ready:
        raise Unavailable("error-no-speech")


async def ask_account(settings: Settings, stores: Stores) -> None:
    """As the process that has them tells it: a second connection of a session would end the first."""
    if not account_names(settings.data_dir):
        raise Unavailable("check-no-account")
    out = [each.title or each.name.removeprefix(ACCOUNT) for each in await stores.presences.accounts() if is_out(each)]
    if out:
        raise Unavailable("check-accounts-signed-out", accounts=", ".join(out))


def is_out(account: Presence) -> bool:
    return account.state == "signed_out"
