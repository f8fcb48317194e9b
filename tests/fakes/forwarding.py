"""The whole forwarding room over a real database, a fake transport and a clock that stands still."""

from dataclasses import dataclass
from datetime import UTC, datetime

from core.i18n import Translator
from core.ids import ChatId, MessageId, UserId
from forwarding.courier import Courier
from forwarding.forwarder import Forwarder
from forwarding.limits import Governor
from forwarding.notices import Notices
from forwarding.pipeline import Pipeline, PostFilter, all_filters
from forwarding.post import Media, Post
from forwarding.rules import Rule, RuleBook, RuleSpec
from forwarding.sending import Sender
from storage.chats import Chats
from storage.database import Database
from storage.limits import Limits
from storage.links import Links
from storage.outbox import Outbox
from storage.posts import Posts
from storage.rules import Rules
from storage.users import Users
from tests.fakes.clock import FakeClock
from tests.fakes.transport import FakeTransport

AUTHOR = UserId(1001)
SOURCE = ChatId(-1001)
TARGET = ChatId(-1002)
OTHER = ChatId(-1003)


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
    clock: FakeClock

    async def rule(self, source: ChatId = SOURCE, destination: ChatId = TARGET, **fields: object) -> Rule:
        spec = RuleSpec.model_validate({"source": source, "destination": destination, **fields})
        return await self.rulebook.create(spec, AUTHOR, f"update:{source}:{destination}")

    async def deliver(self, seconds: float = 0.0) -> None:
        """Let time pass and the courier work, until nothing is due."""
        self.clock.advance(seconds)
        await self.forwarder.settle()
        await self.courier.drain()


def make_room(
    database: Database,
    translator: Translator,
    clock: FakeClock,
    transport: FakeTransport | None = None,
    filters: list[PostFilter] | None = None,
) -> Room:
    transport = transport or make_transport()
    outbox, posts, links = Outbox(database, clock), Posts(database, clock), Links(database)
    rulebook = RuleBook(Rules(database, clock), {"bot": transport}, clock)
    notices = Notices(Users(database, clock), translator)
    governor = Governor(Limits(database), clock)
    pipeline = Pipeline(all_filters() if filters is None else filters, timeout=0.05)
    forwarder = Forwarder(posts, rulebook, pipeline, outbox, notices=notices, settle_seconds=1.5, clock=clock)
    courier = Courier(
        outbox,
        Sender({"bot": transport}, links),
        governor,
        rulebook=rulebook,
        notices=notices,
        chats=Chats(database, clock),
        clock=clock,
        is_alone=True,
    )
    return Room(transport, outbox, posts, links, rulebook, governor, forwarder, courier, clock)


def make_transport() -> FakeTransport:
    transport = FakeTransport()
    for id, title, username in ((SOURCE, "Source news", "source_news"), (TARGET, "Digest", ""), (OTHER, "Other", "")):
        chat = transport.add_chat(id, title, username)
        transport.allow(chat, None)
        transport.allow(chat, AUTHOR)
    return transport


def post(message: int, text: str = "", *, album: str = "", source: ChatId = SOURCE, **fields: object) -> Post:
    media = Media("photo", f"file-{message}", f"unique-{message}") if album else None
    given = {"media": media, **fields}
    date = datetime(2026, 11, 2, 12, 0, message % 60, tzinfo=UTC)
    return Post(source, MessageId(message), date, text, album=album, **given)  # type: ignore[arg-type]
