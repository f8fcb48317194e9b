"""The accounts of this process, and the loops that read with them: what comes now, and what came before."""

from collections.abc import Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.stores import Stores
from core.config import Settings
from core.errors import SettingsError
from forwarding.backfill import Backfiller
from forwarding.forwarder import Forwarder
from forwarding.mending import Mending
from forwarding.rules import RuleBook
from forwarding.transports.mtproto.sessions import account_names

if TYPE_CHECKING:
    from forwarding.transports.mtproto.accounts import Accounts
    from forwarding.transports.mtproto.reader import AccountReader


@dataclass(frozen=True, slots=True)
class AccountParts:
    """Built, not started."""

    readers: "tuple[AccountReader, ...]"
    backfiller: Backfiller
    mending: Mending

    def loops(self) -> list[Coroutine[Any, Any, None]]:
        """Each runs as long as the process."""
        return [*(reader.run() for reader in self.readers), self.backfiller.run(), self.mending.run()]


def open_accounts(settings: Settings, stores: Stores, role: str, stack: AsyncExitStack) -> "Accounts | None":
    """All that are logged in, in the one process that may have them.

    Raises:
        SettingsError: a worker would refuse what only an account can send.
    """
    names = account_names(settings.data_dir) if settings.api_id is not None else []
    if not names:
        return None  # and Telethon, which is large, is not even imported
    if role == "worker":
        raise SettingsError(setting="--role", reason="an account is logged in here: start userbot instead of worker")
    if role not in ("all", "userbot"):
        return None
    from forwarding.transports.mtproto.account import Account
    from forwarding.transports.mtproto.accounts import Accounts

    accounts = [Account(settings, name) for name in names]
    for account in accounts:
        stack.push_async_callback(account.close)
    return Accounts(accounts, stores.watermarks, stores.clock)


def build_account_parts(accounts: "Accounts", stores: Stores, rulebook: RuleBook, forwarder: Forwarder) -> AccountParts:
    """What reads with them."""
    from forwarding.transports.mtproto.pages import AccountPages
    from forwarding.transports.mtproto.reader import AccountReader

    past = AccountPages(accounts, stores.clock)
    backfiller = Backfiller(stores.backfills, rulebook, forwarder, stores.outbox, past=past, clock=stores.clock)
    mending = Mending(stores.holes, stores.copied, rulebook, forwarder, past=past, clock=stores.clock)
    readers = tuple(
        AccountReader(
            account,
            rulebook,
            forwarder,
            stores.watermarks,
            accounts=accounts,
            presences=stores.presences,
            on_ready=mending.look_soon,
        )
        for account in accounts.all
    )
    return AccountParts(readers, backfiller, mending)
