"""The account: its connection, its login step by step, and its session, a file that only the operator can read."""

import asyncio
from typing import Literal

from telethon import errors

from core.config import Settings
from core.errors import Unavailable, UserError
from forwarding.transports.mtproto.clients import keep_session, new_client
from forwarding.transports.mtproto.sessions import DEFAULT, session_file

ANSWER_SECONDS = 30.0
FLOOD_SLEEP_SECONDS = 30
"""Shorter waits than this Telethon sits out by itself."""
MAX_DIALOGS = 500

AccountState = Literal["connecting", "reading", "signed_out"]


class Account:
    """One session belongs to one process: two at once make Telegram end it."""

    def __init__(self, settings: Settings, id: str = DEFAULT) -> None:
        """
        Raises:
            SettingsError: API_ID or API_HASH is missing, MTPROTO_SERVER is not host:port, or `id` is no name.
        """
        self.id = id
        self.state: AccountState = "connecting"
        self._path = session_file(settings.data_dir, id)
        self.client = new_client(
            settings,
            self._path,
            sequential_updates=True,
            flood_sleep_threshold=FLOOD_SLEEP_SECONDS,
            # The outbox retries; one more attempt is for a login that is sent on to another data centre.
            request_retries=1,
        )

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
        self.state = "reading"
        keep_session(self.client, self._path)
