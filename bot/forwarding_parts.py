"""The way of a post through this process: rule book, forwarder, courier, and the transports they use."""

from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiogram import Bot

from bot.stores import Stores
from core.config import Settings
from core.errors import SettingsError
from core.i18n import Translator
from core.metrics import Metrics
from forwarding.courier import Courier
from forwarding.forwarder import Forwarder
from forwarding.limits import Governor
from forwarding.notices import Notices
from forwarding.outgoing import Via
from forwarding.pipeline import Pipeline, all_filters
from forwarding.rules import RuleBook
from forwarding.sending import Sender
from forwarding.transports.bot_api.transport import BotTransport
from forwarding.transports.protocol import Transport

if TYPE_CHECKING:
    from forwarding.transports.mtproto.account import Account
    from forwarding.transports.mtproto.reader import AccountReader

SESSION = "account.session"


@dataclass(frozen=True, slots=True)
class ForwardingParts:
    """What handlers and roles use of the forwarding room."""

    rulebook: RuleBook
    forwarder: Forwarder
    courier: Courier
    reader: "AccountReader | None"
    """None where no account is logged in, or where another process has it."""


def build_forwarding(
    settings: Settings,
    stores: Stores,
    bot: Bot,
    *,
    account: "Account | None",
    governor: Governor,
    translator: Translator,
    metrics: Metrics,
    is_alone: bool,
) -> ForwardingParts:
    """`is_alone`: no other process sends from this outbox."""
    transports: dict[Via, Transport] = {"bot": BotTransport(bot)}
    if account is not None:
        transports["account"] = _account_transport(account, stores)
    rulebook = RuleBook(stores.rules, transports, stores.clock)
    notices = Notices(stores.users, translator)
    forwarder = Forwarder(
        stores.posts,
        rulebook,
        Pipeline(all_filters(), settings.forwarding.filter_timeout_seconds),
        stores.outbox,
        notices=notices,
        settle_seconds=settings.forwarding.album_settle_seconds,
        clock=stores.clock,
    )
    courier = Courier(
        stores.outbox,
        Sender(transports, stores.links),
        governor,
        rulebook=rulebook,
        notices=notices,
        chats=stores.chats,
        clock=stores.clock,
        lease_seconds=settings.forwarding.lease_seconds,
        is_alone=is_alone,
        metrics=metrics,
    )
    if account is None:
        return ForwardingParts(rulebook, forwarder, courier, None)
    from forwarding.transports.mtproto.reader import AccountReader

    reader = AccountReader(account, rulebook, forwarder, stores.watermarks)
    return ForwardingParts(rulebook, forwarder, courier, reader)


def _account_transport(account: "Account", stores: Stores) -> Transport:
    from forwarding.transports.mtproto.transport import AccountTransport

    return AccountTransport(account, stores.watermarks)


def open_account(settings: Settings, role: str, stack: AsyncExitStack) -> "Account | None":
    """The account, in the one process that may have it.

    Raises:
        SettingsError: a worker would refuse what only the account can send.
    """
    if settings.api_id is None or not (settings.data_dir / SESSION).exists():
        return None  # and Telethon, which is large, is not even imported
    if role == "worker":
        raise SettingsError(setting="--role", reason="an account is logged in here: start userbot instead of worker")
    if role not in ("all", "userbot"):
        return None
    from forwarding.transports.mtproto.account import Account

    account = Account(settings)
    stack.push_async_callback(account.close)
    return account
