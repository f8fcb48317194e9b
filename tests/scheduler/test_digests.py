"""The daily digest of a channel."""

from datetime import time, timedelta

import pytest

from core.i18n import Translator
from core.ids import ChatId, MessageId, UserId
from core.text import utf16_length
from forwarding.outgoing import SendText, from_payload
from forwarding.post import Post
from forwarding.routing import to_stored
from forwarding.telling import beginning
from scheduler.digests import DueDigests
from storage.database import Database
from storage.digests import Digest, Digests
from storage.outbox import Outbox
from storage.posts import Posts
from tests.fakes.clock import FakeClock
from tests.fakes.outbox import send_all

ANNA, BEN = UserId(1001), UserId(1002)
SOURCE, CHAT = ChatId(-1001234567890), ChatId(1001)


class Desk:
    """The digests of a database, and what they put into the outbox."""

    def __init__(self, database: Database, translator: Translator, clock: FakeClock) -> None:
        self.clock = clock
        self.digests = Digests(database, clock)
        self.posts = Posts(database, clock)
        self.outbox = Outbox(database, clock)
        self.due = DueDigests(self.digests, self.posts, self.outbox, translator, clock)

    async def add(self, username: str = "source_news") -> Digest:
        return await self.digests.add(
            ANNA,
            SOURCE,
            CHAT,
            time(18, 0),
            self.clock.now().replace(hour=18),
            key="update:1",
            title="Source news",
            username=username,
        )

    async def post(self, message: int, text: str, album: str = "", *, is_protected: bool = False) -> None:
        post = Post(SOURCE, MessageId(message), self.clock.now(), text, album=album, is_protected=is_protected)
        await self.posts.add(to_stored(post, "bot"))

    async def said(self) -> list[SendText]:
        await self.due.run()
        texts = []
        for delivery in await send_all(self.outbox):
            outgoing = from_payload(delivery.payload)
            assert isinstance(outgoing, SendText)
            texts.append(outgoing)
        return texts


@pytest.fixture
def desk(database: Database, translator: Translator, clock: FakeClock) -> Desk:
    return Desk(database, translator, clock)


async def test_the_words_of_protected_posts_are_not_told(desk: Desk):
    await desk.add()
    await desk.post(5, "secret", is_protected=True)
    desk.clock.advance(6 * 3600)
    [said] = await desk.said()
    assert "secret" not in said.text
    assert "https://t.me/source_news/5" in [each.url for each in said.entities]


async def test_a_digest_lists_the_posts_of_the_day_with_links(desk: Desk):
    await desk.add()
    await desk.post(5, "🔥 First\nmore of it")
    await desk.post(6, "caption", album="a")
    await desk.post(7, "", album="a")
    desk.clock.advance(6 * 3600)
    [digest] = await desk.said()
    assert digest.text == "Source news: the last day\n2 posts\n\n2026-11-02\n12:00 🔥 First\n12:00 caption"
    links = {_under(digest.text, each.offset, each.length): each.url for each in digest.entities if each.url}
    assert links == {"🔥 First": "https://t.me/source_news/5", "caption": "https://t.me/source_news/6"}


async def test_a_private_channels_posts_have_addresses_too(desk: Desk):
    await desk.add(username="")
    await desk.post(5, "hello")
    desk.clock.advance(6 * 3600)
    [digest] = await desk.said()
    assert [each.url for each in digest.entities if each.url] == ["https://t.me/c/1234567890/5"]


async def test_a_quiet_day_gets_one_line(desk: Desk):
    await desk.add()
    desk.clock.advance(6 * 3600)
    assert [each.text for each in await desk.said()] == ["Source news was quiet for the last day."]


async def test_each_post_is_told_once_though_a_digest_was_late(desk: Desk):
    await desk.add()
    desk.clock.advance(3600)
    told = []
    for number in range(1, 6):
        await desk.post(number, f"post {number}")
        desk.clock.advance(17 * 3600)
        told += [line for digest in await desk.said() for line in digest.text.splitlines() if "post " in line]
    assert [line.split()[-1] for line in told] == ["1", "2", "3", "4", "5"]
    [digest] = await desk.digests.of(ANNA)
    assert digest.due - desk.clock.now() <= timedelta(days=1)


async def test_a_post_that_arrives_after_the_digest_of_its_time_is_in_the_next_one(desk: Desk):
    await desk.add()
    desk.clock.advance(6 * 3600)
    await desk.said()
    late = Post(SOURCE, MessageId(5), desk.clock.now() - timedelta(seconds=1), "written a second before")
    await desk.posts.add(to_stored(late, "bot"))
    desk.clock.advance(24 * 3600)
    [digest] = await desk.said()
    assert "written a second before" in digest.text


async def test_a_digest_fires_once_after_days_of_absence(desk: Desk):
    await desk.add()
    desk.clock.advance(timedelta(days=5).total_seconds())
    assert len(await desk.said()) == 1
    assert await desk.said() == []


async def test_a_long_digest_is_split_and_counts_what_it_leaves_out(desk: Desk):
    await desk.add()
    for number in range(1, 101):
        await desk.post(number, f"{number} " + "слово " * 40)
    desk.clock.advance(6 * 3600)
    parts = await desk.said()
    assert len(parts) > 1
    assert all(utf16_length(part.text) <= 4096 for part in parts)
    assert parts[-1].text.endswith("… and 40 more posts")


async def test_only_its_owner_cancels_a_digest(desk: Desk):
    digest = await desk.add()
    assert not await desk.digests.cancel(digest.id, BEN)
    assert await desk.digests.cancel(digest.id, ANNA)
    assert await desk.digests.all() == []


@pytest.mark.parametrize(
    ("text", "said"),
    [("\n\n  First \nsecond", "First"), ("", ""), ("word " * 60, ("word " * 28).strip() + "…")],
)
def test_the_beginning_is_the_first_line_cut_at_a_word(text: str, said: str):
    assert beginning(text) == said


def _under(text: str, offset: int, length: int) -> str:
    return text.encode("utf-16-le")[offset * 2 : (offset + length) * 2].decode("utf-16-le")
