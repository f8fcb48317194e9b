"""Everything that is recorded, opened once and closed last."""

from contextlib import AsyncExitStack
from dataclasses import dataclass

from core.clock import Clock, SystemClock
from core.config import Settings
from storage.approvals import Approvals
from storage.cache import Cache, open_cache
from storage.chats import Chats
from storage.database import Database
from storage.digests import Digests
from storage.inbox import Inbox
from storage.limits import Limits
from storage.links import Links
from storage.memories import Memories
from storage.outbox import Outbox
from storage.posts import Posts
from storage.reminders import Reminders
from storage.rules import Rules
from storage.turns import Turns
from storage.users import Users
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
    memories: Memories
    posts: Posts
    rules: Rules
    links: Links
    limits: Limits
    watermarks: Watermarks
    outbox: Outbox
    reminders: Reminders
    digests: Digests


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
        memories=Memories(database),
        posts=Posts(database, clock),
        rules=Rules(database, clock),
        links=Links(database),
        limits=Limits(database),
        watermarks=Watermarks(database),
        outbox=Outbox(database, clock),
        reminders=Reminders(database, clock),
        digests=Digests(database, clock),
    )
