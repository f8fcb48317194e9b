"""Everything that is recorded, opened once and closed last."""

from contextlib import AsyncExitStack
from dataclasses import dataclass

from core.clock import Clock, SystemClock
from core.config import Settings
from storage.answers import AnswerMessages
from storage.approvals import Approvals
from storage.backfills import Backfills
from storage.blobs import Blobs
from storage.cache import Cache, open_cache
from storage.cached_answers import CachedAnswers
from storage.chats import Chats
from storage.conversations import Conversations
from storage.copied import CopiedPosts
from storage.database import Database
from storage.dead_letters import DeadLetters
from storage.digests import Digests
from storage.doubts import Doubts
from storage.endpoints import Endpoints
from storage.erasure import Erasure
from storage.experiments import Experiments
from storage.feed_entries import FeedEntries
from storage.gatherings import Gatherings
from storage.histories import Histories
from storage.holes import Holes
from storage.inbox import Inbox
from storage.limits import Limits
from storage.links import Links
from storage.measures import Measures
from storage.memories import Memories
from storage.moving import Moving
from storage.outbox import Outbox
from storage.overflow import OverflowRows
from storage.personas import OwnPersonas
from storage.posts import Posts
from storage.presences import Presences
from storage.relevance import Relevances
from storage.reminders import Reminders
from storage.reviews import Reviews
from storage.rules import Rules
from storage.sightings import Sightings
from storage.stories import Stories
from storage.summaries import Summaries
from storage.titles import Titles
from storage.tool_rights import ToolRights
from storage.tool_servers import ToolServers
from storage.topics import OpenedTopics
from storage.turns import Turns
from storage.usage import Usage
from storage.users import Users
from storage.votes import Votes
from storage.watermarks import Watermarks


@dataclass(frozen=True, slots=True)
class Stores:
    """The collections over one database, and the cache."""

    clock: Clock
    database: Database
    cache: Cache
    users: Users
    chats: Chats
    inbox: Inbox
    approvals: Approvals
    turns: Turns
    answers: AnswerMessages
    conversations: Conversations
    titles: Titles
    moving: Moving
    erasure: Erasure
    usage: Usage
    cached_answers: CachedAnswers
    measures: Measures
    summaries: Summaries
    experiments: Experiments
    memories: Memories
    personas: OwnPersonas
    posts: Posts
    rules: Rules
    links: Links
    histories: Histories
    gatherings: Gatherings
    limits: Limits
    watermarks: Watermarks
    backfills: Backfills
    holes: Holes
    copied: CopiedPosts
    presences: Presences
    sightings: Sightings
    stories: Stories
    relevances: Relevances
    reviews: Reviews
    votes: Votes
    opened_topics: OpenedTopics
    blobs: Blobs
    endpoints: Endpoints
    feed_entries: FeedEntries
    outbox: Outbox
    dead_letters: DeadLetters
    doubts: Doubts
    overflow: OverflowRows
    reminders: Reminders
    digests: Digests
    tool_rights: ToolRights
    tool_servers: ToolServers


def redis_url(settings: Settings) -> str:
    return settings.redis_url.get_secret_value() if settings.redis_url else ""


def open_stores(settings: Settings, stack: AsyncExitStack) -> Stores:
    """Nothing connects before it is used."""
    clock = SystemClock()
    database = Database(settings.database)
    stack.push_async_callback(database.close)
    cache = open_cache(redis_url(settings))
    stack.push_async_callback(cache.close)
    return Stores(
        clock=clock,
        database=database,
        cache=cache,
        users=Users(database, clock),
        chats=Chats(database, clock),
        inbox=Inbox(database, clock),
        approvals=Approvals(database, clock),
        turns=Turns(database, clock),
        answers=AnswerMessages(database),
        conversations=Conversations(database),
        titles=Titles(database),
        moving=Moving(database),
        erasure=Erasure(database),
        usage=Usage(database),
        cached_answers=CachedAnswers(database, clock),
        measures=Measures(database, clock),
        summaries=Summaries(database, clock),
        experiments=Experiments(database, clock),
        memories=Memories(database),
        personas=OwnPersonas(database, clock),
        posts=Posts(database, clock),
        rules=Rules(database, clock),
        links=Links(database),
        histories=Histories(database),
        gatherings=Gatherings(database, clock),
        limits=Limits(database),
        watermarks=Watermarks(database),
        backfills=Backfills(database, clock),
        holes=Holes(database, clock),
        copied=CopiedPosts(database),
        presences=Presences(database, clock),
        stories=Stories(database, clock),
        sightings=Sightings(database),
        relevances=Relevances(database, clock),
        reviews=Reviews(database, clock),
        votes=Votes(database, clock),
        opened_topics=OpenedTopics(database),
        blobs=Blobs(database, clock),
        endpoints=Endpoints(database, clock),
        feed_entries=FeedEntries(database),
        outbox=Outbox(database, clock),
        dead_letters=DeadLetters(database, clock),
        doubts=Doubts(database),
        overflow=OverflowRows(database, clock),
        reminders=Reminders(database, clock),
        digests=Digests(database, clock),
        tool_rights=ToolRights(database),
        tool_servers=ToolServers(database, clock),
    )
