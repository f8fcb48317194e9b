"""The way of a post through this process: rule book, forwarder, courier, and the transports they use."""

from dataclasses import dataclass

from aiogram import Bot

from bot.stores import Stores
from core.config import Settings
from core.i18n import Translator
from core.metrics import Metrics
from forwarding.courier import Courier
from forwarding.forwarder import Forwarder
from forwarding.limits import Governor
from forwarding.notices import Notices
from forwarding.pipeline import Pipeline, all_filters
from forwarding.rules import RuleBook
from forwarding.sending import Sender
from forwarding.transports.bot_api.transport import BotTransport


@dataclass(frozen=True, slots=True)
class ForwardingParts:
    """What handlers and roles use of the forwarding room."""

    rulebook: RuleBook
    forwarder: Forwarder
    courier: Courier


def build_forwarding(
    settings: Settings,
    stores: Stores,
    bot: Bot,
    *,
    governor: Governor,
    translator: Translator,
    metrics: Metrics,
    is_alone: bool,
) -> ForwardingParts:
    """`is_alone`: no other process sends from this outbox."""
    transport = BotTransport(bot)
    rulebook = RuleBook(stores.rules, {"bot": transport}, stores.clock)
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
        Sender({"bot": transport}, stores.links),
        governor,
        rulebook=rulebook,
        notices=notices,
        links=stores.links,
        chats=stores.chats,
        clock=stores.clock,
        lease_seconds=settings.forwarding.lease_seconds,
        is_alone=is_alone,
        metrics=metrics,
    )
    return ForwardingParts(rulebook, forwarder, courier)
