"""The database is brought to the newest schema before anything uses it."""

import asyncio
from urllib.parse import urlsplit

from core.config import Settings
from core.errors import Unavailable
from storage.migrations.run import migrate


async def bring_up(settings: Settings) -> None:
    """
    Raises:
        Unavailable: nobody answers; the sentence names the setting and the address, without user and password.
    """
    try:
        await asyncio.to_thread(migrate, settings.database)
    except Unavailable as error:
        parts = urlsplit(settings.database)
        address = parts.netloc.rpartition("@")[2] or parts.path
        raise Unavailable("error-database-unreachable", address=address) from error
