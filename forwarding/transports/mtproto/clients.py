"""Telethon's client as this platform sets it up, and the file in which its session is kept."""

import os
from pathlib import Path
from typing import Any

from telethon import TelegramClient
from telethon.crypto import rsa
from telethon.sessions import StringSession

from core.config import Settings
from core.errors import SettingsError

DC = 2


def new_client(settings: Settings, kept: Path, **options: Any) -> Any:
    """Not connected yet; signed in where the file says so.

    Raises:
        SettingsError: API_ID or API_HASH is missing, or MTPROTO_SERVER is not host:port.
    """
    if settings.api_id is None or settings.api_hash is None:
        raise SettingsError(setting="API_ID", reason="API_ID and API_HASH come from my.telegram.org")
    session = StringSession(kept.read_text().strip() if kept.exists() else "")
    if settings.mtproto_server:
        host, port = _address(settings.mtproto_server)
        session.set_dc(DC, host, port)
    if settings.mtproto_key_file is not None:
        rsa.add_key(settings.mtproto_key_file.read_text(), old=False)
    hash = settings.api_hash.get_secret_value()
    client = TelegramClient(session, settings.api_id, hash, raise_last_call_error=True, **options)
    client.parse_mode = None
    return client


def keep_session(client: Any, path: Path) -> None:
    """Whoever has this file has the account."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(client.session.save())
    fresh.replace(path)


def _address(server: str) -> tuple[str, int]:
    host, _, port = server.rpartition(":")
    if not host or not port.isdigit():
        raise SettingsError(setting="MTPROTO_SERVER", reason="must be host:port")
    return host, int(port)
