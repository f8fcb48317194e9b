"""The account: its connection, its login step by step, and its session, a file that only the operator can read."""

import asyncio
import os
from pathlib import Path
from typing import Literal

from telethon import TelegramClient, errors
from telethon.crypto import rsa
from telethon.sessions import StringSession

from core.config import Settings
from core.errors import SettingsError, Unavailable, UserError
from forwarding.transports.mtproto.sessions import DEFAULT, session_file

ANSWER_SECONDS = 30.0
FLOOD_SLEEP_SECONDS = 30
"""Shorter waits than this Telethon sits out by itself."""
DC = 2
MAX_DIALOGS = 500

AccountState = Literal["connecting", "reading", "signed_out"]


class Account:
    """One session belongs to one process: two at once make Telegram end it."""

    def __init__(self, settings: Settings, id: str = DEFAULT) -> None:
        """
        Raises:
            SettingsError: API_ID or API_HASH is missing, MTPROTO_SERVER is not host:port, or `id` is no name.
        """
        if settings.api_id is None or settings.api_hash is None:
            raise SettingsError(setting="API_ID", reason="API_ID and API_HASH come from my.telegram.org")
        self.id = id
        self.state: AccountState = "connecting"
        self._path = session_file(settings.data_dir, id)
        session = StringSession(self._path.read_text().strip() if self._path.exists() else "")
        if settings.mtproto_server:
            host, port = _address(settings.mtproto_server)
            session.set_dc(DC, host, port)
        if settings.mtproto_key_file is not None:
            rsa.add_key(settings.mtproto_key_file.read_text(), old=False)
        self.client = TelegramClient(
            session,
            settings.api_id,
            settings.api_hash.get_secret_value(),
            sequential_updates=True,
            flood_sleep_threshold=FLOOD_SLEEP_SECONDS,
            # The outbox retries; one more attempt is for a login that is sent on to another data centre.
            request_retries=1,
            raise_last_call_error=True,
        )
        self.client.parse_mode = None

    @property
    def is_ready(self) -> bool:
        """Connected at least once, and signed in."""
        return self.state == "reading"

    @staticmethod
    def is_set_up(settings: Settings, id: str = DEFAULT) -> bool:
        """Whether somebody logged in here."""
        return settings.api_id is not None and session_file(settings.data_dir, id).exists()

    async def connect(self) -> bool:
        """Connect and tell whether the account is signed in.

        Raises:
            Unavailable: no connection.
        """
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await self.client.connect()
                self.state = "reading" if await self.client.is_user_authorized() else "signed_out"
        except (OSError, TimeoutError) as error:
            raise Unavailable("error-account-unreachable") from error
        return self.is_ready

    async def learn_chats(self) -> None:
        """Read the list of dialogs: without it an id alone opens no chat."""
        async with asyncio.timeout(ANSWER_SECONDS):
            async for _ in self.client.iter_dialogs(limit=MAX_DIALOGS):
                pass

    async def send_code(self, phone: str) -> None:
        """First step of the login: Telegram sends a code to the account's other devices.

        Raises:
            UserError: `error-login-phone`.
        """
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await self.client.send_code_request(phone)
        except errors.RPCError as error:
            raise UserError("error-login-phone", reason=str(error)) from error

    async def sign_in(self, phone: str, code: str) -> bool:
        """Second step; False when the account's password is asked for next.

        Raises:
            UserError: `error-login-code`.
        """
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await self.client.sign_in(phone, code)
        except errors.SessionPasswordNeededError:
            return False
        except errors.RPCError as error:
            raise UserError("error-login-code", reason=str(error)) from error
        self._save()
        return True

    async def sign_in_with_password(self, password: str) -> None:
        """Third step of an account with two-step verification.

        Raises:
            UserError: `error-login-password`.
        """
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await self.client.sign_in(password=password)
        except errors.RPCError as error:
            raise UserError("error-login-password", reason=str(error)) from error
        self._save()

    async def name(self) -> str:
        async with asyncio.timeout(ANSWER_SECONDS):
            me = await self.client.get_me()
        return f"@{me.username}" if me.username else str(me.first_name)

    async def close(self) -> None:
        async with asyncio.timeout(ANSWER_SECONDS):
            await self.client.disconnect()

    def _save(self) -> None:
        """Whoever has this file has the account."""
        self.state = "reading"
        self._path.parent.mkdir(parents=True, exist_ok=True)
        _write_private(self._path, self.client.session.save())


def _write_private(path: Path, text: str) -> None:
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    fresh.replace(path)


def _address(server: str) -> tuple[str, int]:
    host, _, port = server.rpartition(":")
    if not host or not port.isdigit():
        raise SettingsError(setting="MTPROTO_SERVER", reason="must be host:port")
    return host, int(port)
