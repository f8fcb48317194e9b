"""`python -m bot login`: an account that reads channels signs in, once."""

import asyncio
import getpass
from collections.abc import Callable

from bot.paths import LOCALES
from core.config import Settings
from core.errors import UserError
from core.i18n import Texts, Translator
from forwarding.transports.mtproto.account import Account
from forwarding.transports.mtproto.sessions import DEFAULT

ATTEMPTS = 3

Ask = Callable[[str], str]


async def login(
    settings: Settings,
    say: Callable[[str], None],
    ask: Ask = input,
    ask_secret: Ask = getpass.getpass,
    *,
    account_id: str = DEFAULT,
) -> int:
    """Asks for phone, code and password on the terminal; 1 when they were wrong too often."""
    account = Account(settings, account_id)
    texts = Translator(LOCALES).bound("en")
    try:
        if not await account.connect():
            phone = await asyncio.to_thread(ask, texts("login-phone") + " ")
            await account.send_code(phone.strip())
            if not await _sign_in(account, phone.strip(), texts, say, ask=ask, ask_secret=ask_secret):
                return 1
        say(texts("login-done", name=await account.name()))
    finally:
        await account.close()
    return 0


async def _sign_in(
    account: Account, phone: str, texts: Texts, say: Callable[[str], None], *, ask: Ask, ask_secret: Ask
) -> bool:
    for _ in range(ATTEMPTS):
        try:
            code = await asyncio.to_thread(ask, texts("login-code") + " ")
            if not await account.sign_in(phone, code.strip()):
                await account.sign_in_with_password(await asyncio.to_thread(ask_secret, texts("login-password") + " "))
        except UserError as error:
            say(texts(error.key, **error.params))
        else:
            return True
    return False
