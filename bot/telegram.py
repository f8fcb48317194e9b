"""The Bot: its token, its server, and what every request passes."""

from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.utils.token import TokenValidationError

from core.config import Settings
from core.errors import SettingsError

REQUEST_SECONDS = 30.0
MISSING = "is not set. Ask @BotFather for one, or try everything without it: python -m bot sandbox"


def build_bot(settings: Settings) -> Bot:
    """
    Raises:
        SettingsError: the token or the address is missing or cannot be one.
    """
    if settings.bot_token is None:
        raise SettingsError(setting="BOT_TOKEN", reason=MISSING)
    session = AiohttpSession(api=_server(settings.telegram_api_url), timeout=REQUEST_SECONDS)
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
