"""`python -m bot login`: the account that reads channels signs in, once."""

from collections.abc import Callable

from core.config import Settings
from core.errors import SettingsError


async def login(settings: Settings, say: Callable[[str], None]) -> int:
    """Asks for phone, code and password on the terminal."""
    if settings.api_id is None or settings.api_hash is None:
        raise SettingsError(
            setting="API_ID", reason="and API_HASH are needed for an account; get them from my.telegram.org"
        )
    from forwarding.transports.mtproto import sign_in

    name = await sign_in(settings)
    say(f"Logged in as {name}.")
    return 0
