"""The way of a post through this process: rule book, forwarder, courier, and the transports they use."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiogram import Bot

from bot.account_parts import AccountParts, build_account_parts
from bot.line_parts import build_finder, build_speaker
from bot.models import Models
from bot.reader_parts import ReaderParts, build_reader_parts
from bot.stores import Stores
from core.config import Settings
from core.i18n import Translator
from core.metrics import Metrics
from forwarding.asking import ModelAsker
from forwarding.attaching import Pictures
from forwarding.ballots import Ballots
from forwarding.courier import Courier
from forwarding.deciding import Deciding
from forwarding.departing import Departing
from forwarding.drafting import Drafting, all_transforms
from forwarding.files import PostFiles
from forwarding.following import Following
from forwarding.forecast import Forecasts
from forwarding.forwarder import Forwarder
from forwarding.gatherer import Gatherer
from forwarding.hook_secrets import HookSecrets
from forwarding.limits import Governor
from forwarding.means import Files, Means
from forwarding.notices import Notices
from forwarding.outgoing import Via
from forwarding.overflow import Overflow
from forwarding.passing import Passing
from forwarding.paying import Paying, PayingCheck
from forwarding.pipeline import Pipeline, all_filters
from forwarding.previews import Previews
from forwarding.releasing import Releasing
from forwarding.reporters import Reporters
from forwarding.rules import RuleBook
from forwarding.seen import Seen
from forwarding.sending import Sender
from forwarding.stories import Storylines
from forwarding.telling import Telling
from forwarding.topics import Topics
from forwarding.transports.bot_api.files import BotFiles
from forwarding.transports.bot_api.transport import BotTransport
from forwarding.transports.feeds.feeds import Feeds
from forwarding.transports.feeds.reader import FeedReader, FeedShelf
from forwarding.transports.protocol import Reader, Transport
from forwarding.transports.web import Web
from forwarding.transports.webhooks import Webhooks
from forwarding.trials import Trials

if TYPE_CHECKING:
    from forwarding.transports.mtproto.accounts import Accounts
    from forwarding.transports.mtproto.bot_line import BotLine


@dataclass(frozen=True, slots=True)
class ForwardingParts:
    """What handlers and roles use of the forwarding room."""

    rulebook: RuleBook
    forwarder: Forwarder
    courier: Courier
    governor: Governor
    forecasts: Forecasts
    gatherer: Gatherer
    overflow: Overflow
    feed_reader: FeedReader
    readers: ReaderParts
    accounts: AccountParts | None
    """None where no account is logged in, or where another process has them."""


def build_forwarding(
    settings: Settings,
    stores: Stores,
    bot: Bot,
    *,
    models: Models,
    accounts: "Accounts | None",
    line: "BotLine | None",
    governor: Governor,
    translator: Translator,
    metrics: Metrics,
    is_alone: bool,
) -> ForwardingParts:
    """`is_alone`: no other process sends from this outbox."""
    by_bot = BotTransport(bot)
    transports: dict[Via, Transport] = {"bot": by_bot}
    if accounts is not None:
        transports["account"] = accounts
    means = build_means(settings, stores, bot, models, accounts)
    notices = Notices(stores.users, translator)
    pipeline = Pipeline(all_filters(), means)
    drafting = Drafting(all_transforms(), means, Reporters(stores.stories, notices))
    webhooks = Webhooks(stores.endpoints, settings.forwarding.hosts, stores.clock)
    feeds = Feeds(stores.endpoints, stores.feed_entries, settings.forwarding.hosts, stores.clock)
    readers: dict[Via, Reader] = {**transports, "web": Web(stores.endpoints, feeds, webhooks)}
    rulebook = RuleBook(
        stores.rules,
        readers,
        stores.clock,
        checks=(
            pipeline.check,
            drafting.check,
            PayingCheck(is_allowed=settings.forwarding.paid_broadcast).check,
            Trials(all_filters(), stores.clock).check,
        ),
        listeners=(HookSecrets(stores.endpoints, stores.outbox, notices).tell,),
    )
    previews = Previews(rulebook, stores.users, translator)
    releasing = Releasing(drafting, Passing(rulebook, notices), previews, stores.clock)
    following = Following(stores.posts, rulebook, drafting, notices, reviews=stores.reviews, previews=previews)
    storylines = Storylines(
        means.seen, stores.stories, stores.posts, stores.histories, drafting=drafting, rulebook=rulebook
    )
    forwarder = Forwarder(
        stores.posts,
        rulebook,
        pipeline,
        stores.outbox,
        deciding=Deciding(releasing, storylines, notices, stores.clock),
        following=following,
        backfills=stores.backfills,
        gatherings=stores.gatherings,
        settle_seconds=settings.forwarding.album_settle_seconds,
        clock=stores.clock,
    )
    courier = Courier(
        stores.outbox,
        Sender(
            transports,
            stores.links,
            Topics(stores.opened_topics, by_bot),
            webhooks,
            pictures=Pictures(stores.blobs),
            ballots=Ballots(stores.votes, by_bot),
            finder=build_finder(bot.id, line, accounts, stores),
            bot=build_speaker(line, by_bot, stores, governor),
        ),
        governor,
        rulebook=rulebook,
        notices=notices,
        chats=stores.chats,
        paying=Paying(rulebook, stores.outbox, is_allowed=settings.forwarding.paid_broadcast, clock=stores.clock),
        clock=stores.clock,
        lease_seconds=settings.forwarding.lease_seconds,
        is_alone=is_alone,
        metrics=metrics,
    )
    people = build_reader_parts(
        settings, stores, rulebook, drafting, releasing=releasing, previews=previews, following=following
    )
    forecasts = Forecasts(stores.outbox, governor, stores.clock)
    overflow = Overflow(
        rulebook,
        stores.outbox,
        stores.overflow,
        notices,
        posts=stores.posts,
        telling=Telling(stores.users, translator),
        clock=stores.clock,
    )
    feed_reader = FeedReader(
        feeds,
        FeedShelf(stores.endpoints, stores.feed_entries),
        rulebook,
        forwarder,
        notices=notices,
        outbox=stores.outbox,
        minutes=settings.forwarding.feed_minutes,
        clock=stores.clock,
    )
    gatherer = build_gatherer(stores, rulebook, drafting, notices, translator)
    parts = build_account_parts(accounts, stores, rulebook, forwarder) if accounts is not None else None
    return ForwardingParts(
        rulebook, forwarder, courier, governor, forecasts, gatherer, overflow, feed_reader, people, parts
    )


def build_gatherer(
    stores: Stores, rulebook: RuleBook, drafting: Drafting, notices: Notices, translator: Translator
) -> Gatherer:
    telling = Telling(stores.users, translator)
    departing = Departing(stores.posts, drafting, Passing(rulebook, notices), notices, telling)
    return Gatherer(rulebook, stores.posts, stores.gatherings, departing, outbox=stores.outbox, clock=stores.clock)


def build_means(settings: Settings, stores: Stores, bot: Bot, models: Models, account: Files | None) -> Means:
    """What filters and transforms may use, in every role."""
    seconds = settings.forwarding.model_timeout_seconds
    return Means(
        stores.clock,
        files=PostFiles(BotFiles(bot), account),
        asker=ModelAsker(models.chat, models.catalog, models.gate, stores.cached_answers, seconds=seconds),
        seen=Seen(stores.sightings),
        relevances=stores.relevances,
        reviews=stores.reviews,
        blobs=stores.blobs,
        filter_seconds=settings.forwarding.filter_timeout_seconds,
    )
