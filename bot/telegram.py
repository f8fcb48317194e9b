"""The Bot: its token, its server, and what every request passes."""

from typing import Any
from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.utils.token import TokenValidationError

from core.config import Settings
from core.errors import SettingsError

REQUEST_SECONDS = 30.0
MISSING = "is not set. Ask @BotFather for one, or try everything without it: python -m bot sandbox"


class TelegramSession(AiohttpSession):
    """Holds the types of its answers: pydantic keeps them weakly, and to build one costs as much as the request."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._types: dict[Any, Any] = {}

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        returns = method.__returning__
        if returns not in self._types:
            self._types[returns] = Response[returns]  # type: ignore[valid-type]
        return super().check_response(bot, method, status_code, content)


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


def build_bot(settings: Settings) -> Bot:
    """
    Raises:
        SettingsError: the token or the address is missing or cannot be one.
    """
    if settings.bot_token is None:
        raise SettingsError(setting="BOT_TOKEN", reason=MISSING)
    session = TelegramSession(api=_server(settings.telegram_api_url), timeout=REQUEST_SECONDS)
    try:
        return Bot(settings.bot_token.get_secret_value(), session=session)
    except TokenValidationError as error:
        raise SettingsError(setting="BOT_TOKEN", reason="looks like 123456:ABC-DEF… and this does not") from error


def _server(url: str) -> TelegramAPIServer:
    if not url:
        return PRODUCTION
    if urlsplit(url).scheme not in ("http", "https"):
        raise SettingsError(setting="TELEGRAM_API_URL", reason="begins with http:// or https://")
    return TelegramAPIServer.from_base(url)
