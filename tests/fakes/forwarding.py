"""The whole forwarding room over a real database, a fake transport and a clock that stands still."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from core.i18n import Translator
from core.ids import ChatId, MessageId, TopicId, UserId
from forwarding.attaching import Pictures
from forwarding.ballots import Ballots
from forwarding.courier import Courier
from forwarding.deciding import Deciding
from forwarding.departing import Departing
from forwarding.drafting import Drafting, all_transforms
from forwarding.finding import Finder
from forwarding.following import Following
from forwarding.forwarder import Forwarder
from forwarding.gatherer import Gatherer
from forwarding.hook_secrets import HookSecrets
from forwarding.limits import Governor, Pace, Paces
from forwarding.means import Asker, Files, Means
from forwarding.notices import Notices
from forwarding.outgoing import Via
from forwarding.passing import Passing
from forwarding.paying import Paying
from forwarding.pipeline import Pipeline, all_filters
from forwarding.post import Media, Post
from forwarding.post_filter import AnyFilter
from forwarding.previews import Previews
from forwarding.releasing import Releasing
from forwarding.reporters import Reporters
from forwarding.reviewing import Reviewing
from forwarding.rules import Rule, RuleBook
from forwarding.seen import Seen
from forwarding.sending import Sender
from forwarding.spec import RuleSpec, simple_rule
from forwarding.stories import Storylines
from forwarding.telling import Telling
from forwarding.topics import Topics
from forwarding.transform import AnyTransform
from forwarding.transports.feeds.feeds import Feeds
from forwarding.transports.feeds.reader import FeedReader, FeedShelf
from forwarding.transports.protocol import Reader, Speaker
from forwarding.transports.web import Web
from forwarding.transports.webhooks import Webhooks
from forwarding.trials import Trials
from forwarding.voting import Voting
from storage.backfills import Backfills
from storage.blobs import Blobs
from storage.chats import Chats
from storage.database import Database
from storage.endpoints import Endpoints
from storage.feed_entries import FeedEntries
from storage.gatherings import Gatherings
from storage.histories import Histories
from storage.limits import Limits
from storage.links import Links
from storage.outbox import Outbox
from storage.posts import Posts
from storage.relevance import Relevances
from storage.reviews import Reviews
from storage.rules import Rules
from storage.sightings import Sightings
from storage.stories import Stories
from storage.topics import OpenedTopics
from storage.users import Users
from storage.votes import Votes
from tests.fakes.clock import FakeClock
from tests.fakes.transport import FakeTransport

AUTHOR = UserId(1001)
SOURCE = ChatId(-1001)
TARGET = ChatId(-1002)
OTHER = ChatId(-1003)
ELSEWHERE = ChatId(-1004)
IN_NO_HURRY = Paces((), (), (Pace(10_000, 1.0),))
"""A clock that stands still would let only the first few messages leave."""
LOOPBACK = frozenset({"127.0.0.1"})
"""Where the webs of tests are."""


@dataclass(frozen=True, slots=True)
class Room:
    """One life of the process; another one over the same database is what comes after a kill."""

    transport: FakeTransport
    outbox: Outbox
    posts: Posts
    links: Links
    rulebook: RuleBook
    governor: Governor
    forwarder: Forwarder
    courier: Courier
    gatherings: Gatherings
    gatherer: Gatherer
    feeds: FeedReader
    entries: FeedEntries
    reviews: Reviews
    relevances: Relevances
    reviewing: Reviewing
    voting: Voting
    clock: FakeClock

    async def rule(
        self,
        source: ChatId = SOURCE,
        destination: ChatId = TARGET,
        *,
        keep: Sequence[str] = (),
        drop: Sequence[str] = (),
        topic: TopicId | None = None,
        **fields: object,
    ) -> Rule:
        simple = simple_rule(source, destination, keep=keep, drop=drop, topic=topic)
        spec = RuleSpec.model_validate({**simple.model_dump(), **fields})
        return await self.rulebook.create(spec, AUTHOR, f"update:{source}:{destination}")

    async def deliver(self, seconds: float = 0.0) -> None:
        """Let time pass and the courier work, until nothing is due."""
        self.clock.advance(seconds)
        await self.forwarder.settle()
        await self.gatherer.run()
        await self.courier.drain()


def make_room(
    database: Database,
    translator: Translator,
    clock: FakeClock,
    transport: FakeTransport | None = None,
    *,
    filters: Sequence[AnyFilter] = (),
    transforms: Sequence[AnyTransform] = (),
    settle_seconds: float = 1.5,
    files: Files | None = None,
    asker: Asker | None = None,
    paces: Paces = IN_NO_HURRY,
    finder: Finder | None = None,
    numbered: Speaker | None = None,
) -> Room:
    transport = transport or make_transport()
    outbox, posts, links = Outbox(database, clock), Posts(database, clock), Links(database)
    blobs, reviews, votes = Blobs(database, clock), Reviews(database, clock), Votes(database, clock)
    notices, stories = Notices(Users(database, clock), translator), Stories(database, clock)
    means = Means(
        clock,
        seen=Seen(Sightings(database)),
        files=files,
        blobs=blobs,
        asker=asker,
        relevances=Relevances(database, clock),
        reviews=reviews,
        filter_seconds=0.05,
    )
    pipeline = Pipeline([*all_filters(), *filters], means)
    drafting = Drafting([*all_transforms(), *transforms], means, Reporters(stories, notices))
    trials = Trials([*all_filters(), *filters], clock)
    checks = (pipeline.check, drafting.check, trials.check)
    endpoints = Endpoints(database, clock)
    webhooks = Webhooks(endpoints, LOOPBACK, clock)
    entries = FeedEntries(database)
    feeds = Feeds(endpoints, entries, LOOPBACK, clock)
    readers: dict[Via, Reader] = {"bot": transport, "web": Web(endpoints, feeds, webhooks)}
    tell = HookSecrets(endpoints, outbox, notices).tell
    rulebook = RuleBook(Rules(database, clock), readers, clock, checks, listeners=(tell,))
    governor = Governor(Limits(database), clock, paces)
    gatherings = Gatherings(database, clock)
    telling = Telling(Users(database, clock), translator)
    departing = Departing(posts, drafting, Passing(rulebook, notices), notices, telling)
    gatherer = Gatherer(rulebook, posts, gatherings, departing, outbox=outbox, clock=clock)
    previews = Previews(rulebook, Users(database, clock), translator)
    releasing = Releasing(drafting, Passing(rulebook, notices), previews, clock)
    following = Following(posts, rulebook, drafting, notices, reviews=reviews, previews=previews)
    storylines = Storylines(means.seen, stories, posts, Histories(database), drafting=drafting, rulebook=rulebook)
    forwarder = Forwarder(
        posts,
        rulebook,
        pipeline,
        outbox,
        deciding=Deciding(releasing, storylines, notices, clock),
        following=following,
        backfills=Backfills(database, clock),
        gatherings=gatherings,
        settle_seconds=settle_seconds,
        clock=clock,
    )
    courier = Courier(
        outbox,
        Sender(
            {"bot": transport, "account": transport},
            links,
            Topics(OpenedTopics(database), transport),
            webhooks,
            pictures=Pictures(blobs),
            ballots=Ballots(votes, transport),
            finder=finder,
            bot=numbered,
        ),
        governor,
        rulebook=rulebook,
        notices=notices,
        chats=Chats(database, clock),
        paying=Paying(rulebook, outbox, is_allowed=True, clock=clock),
        clock=clock,
        is_alone=True,
    )
    shelf = FeedShelf(endpoints, entries)
    feed_reader = FeedReader(
        feeds, shelf, rulebook, forwarder, notices=notices, outbox=outbox, minutes=15.0, clock=clock
    )
    reviewing = Reviewing(
        reviews,
        posts,
        rulebook,
        drafting,
        outbox,
        releasing=releasing,
        previews=previews,
        following=following,
        days=30,
        clock=clock,
    )
    return Room(
        transport,
        outbox,
        posts,
        links,
        rulebook,
        governor,
        forwarder,
        courier,
        gatherings,
        gatherer,
        feed_reader,
        entries,
        reviews,
        Relevances(database, clock),
        reviewing,
        Voting(votes, posts, links, rulebook),
        clock,
    )


def make_transport() -> FakeTransport:
    transport = FakeTransport()
    titles = {SOURCE: "Source news", TARGET: "Digest", OTHER: "Other", ELSEWHERE: "Elsewhere"}
    for id, title in titles.items():
        username = "source_news" if id == SOURCE else ""
        chat = transport.add_chat(id, title, username)
        transport.allow(chat, None)
        transport.allow(chat, AUTHOR)
    return transport


def post(message: int, text: str = "", *, album: str = "", source: ChatId = SOURCE, **fields: object) -> Post:
    media = Media("photo", f"file-{message}", f"unique-{message}") if album else None
    given = {"media": media, **fields}
    date = datetime(2026, 11, 2, 12, 0, message % 60, tzinfo=UTC)
    return Post(source, MessageId(message), date, text, album=album, **given)  # type: ignore[arg-type]
