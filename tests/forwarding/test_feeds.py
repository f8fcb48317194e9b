"""Feeds over real sockets: every new entry is one post, a changed one an edit, and trouble is told once."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from core.i18n import Translator
from core.ids import ChatId, EndpointId
from core.text import utf16_length
from forwarding.rules import Rule
from forwarding.transports.feeds.document import read_document
from forwarding.transports.feeds.markup import styled_html
from storage.database import Database
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import AUTHOR, SOURCE, TARGET, Room, make_room
from tests.fakes.web import Web

RSS = "application/rss+xml; charset=utf-8"
QUARTER = 15 * 60.0


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    async with Web() as web:
        yield web


@pytest.fixture
def room(database: Database, translator: Translator, clock: FakeClock) -> Room:
    return make_room(database, translator, clock)


def item(number: int, body: str = "", title: str = "") -> str:
    return (
        f"<item><guid>tag:{number}</guid><title>{title or f'Entry {number}'}</title>"
        f"<link>https://news.example/{number}</link><description><![CDATA[{body}]]></description></item>"
    )


def publish(web: Web, *items: str, **headers: Any) -> str:
    """Newest first, as feeds are."""
    document = f'<rss version="2.0"><channel><title>The News</title>{"".join(reversed(items))}</channel></rss>'
    return web.write("/feed.xml", document, RSS, **headers)


async def from_feed(room: Room, web: Web, *items: str, **fields: Any) -> Rule:
    feed = await room.rulebook.resolve(publish(web, *items))
    return await room.rule(feed.id, TARGET, **fields)


async def read(room: Room, seconds: float = QUARTER) -> None:
    room.clock.advance(seconds)
    await room.feeds.read_due()
    await room.deliver()


def shown(room: Room) -> list[str]:
    return [each.text for each in room.transport.arrived if each.chat == TARGET]


async def test_what_was_in_the_feed_before_the_rule_is_not_posted_and_what_comes_after_is_in_order(
    room: Room, web: Web
):
    rule = await from_feed(room, web, item(1))
    await read(room)
    assert shown(room) == []

    publish(web, item(1), item(2, "<p>Second</p>"), item(3, "<p>Third</p>"))
    await read(room)
    await read(room)

    assert rule.title(rule.spec.source) == "The News"
    assert shown(room) == [
        "Entry 2\n\nSecond\n\nhttps://news.example/2",
        "Entry 3\n\nThird\n\nhttps://news.example/3",
    ]


async def test_an_entry_is_said_by_the_bot_and_an_edit_of_it_follows(room: Room, web: Web):
    await from_feed(room, web)
    publish(web, item(1, "Before"))
    await read(room)
    publish(web, item(1, "After"))
    await read(room)

    ((_, _, edit),) = room.transport.edits
    assert edit.text == "Entry 1\n\nAfter\n\nhttps://news.example/1"
    assert len(shown(room)) == 1


async def test_an_entry_of_before_that_changes_stays_unposted(room: Room, web: Web):
    await from_feed(room, web, item(1, "Before"))
    publish(web, item(1, "After"))
    await read(room)
    assert shown(room) == []
    assert room.transport.edits == []


async def test_filters_look_at_entries_as_at_posts(room: Room, web: Web):
    await from_feed(room, web, keep=["python"])
    publish(web, item(1, "Weather"), item(2, "Python 3.15"))
    await read(room)
    assert len(shown(room)) == 1
    assert "3.15" in shown(room)[0]


async def test_the_server_is_told_what_we_have_and_a_304_changes_nothing(room: Room, web: Web):
    await from_feed(room, web)
    publish(web, item(1), ETag='"v1"', Last_Modified="Mon, 02 Nov 2026 12:00:00 GMT")
    await read(room)
    web.write("/feed.xml", "", RSS, status=304)
    await read(room)

    asked = web.received[-1].headers
    assert asked["if-none-match"] == '"v1"'
    assert asked["if-modified-since"] == "Mon, 02 Nov 2026 12:00:00 GMT"
    await read(room)
    assert web.received[-1].headers["if-none-match"] == '"v1"'
    assert len(shown(room)) == 1


async def test_a_feed_is_asked_at_its_pace_also_by_the_next_process(
    room: Room, web: Web, database: Database, translator: Translator, clock: FakeClock
):
    await from_feed(room, web)
    await read(room)
    count = len(web.asked)
    after_restart = make_room(database, translator, clock, room.transport)
    await read(after_restart, QUARTER - 1)
    assert len(web.asked) == count
    await read(after_restart, 2)
    assert len(web.asked) == count + 1


@pytest.mark.parametrize("status", [429, 503])
async def test_a_server_that_says_when_is_left_alone_until_then(room: Room, web: Web, status: int):
    await from_feed(room, web)
    web.write("/feed.xml", "", status=status, Retry_After="3000")
    await read(room)
    count = len(web.asked)
    await read(room, 2999)
    assert len(web.asked) == count
    publish(web, item(1))
    await read(room, 2)
    assert len(shown(room)) == 1


@pytest.mark.parametrize(("body", "status"), [("<rss><channel><item>", 200), ("<html><p>Hello</html>", 200), ("", 404)])
async def test_a_feed_that_is_broken_or_gone_is_told_once_and_read_again_when_it_is_mended(
    room: Room, web: Web, body: str, status: int
):
    await from_feed(room, web)
    web.write("/feed.xml", body, "text/xml", status=status)
    for _ in range(4):
        await read(room, 24 * 3600.0)
    (told,) = room.transport.said(ChatId(AUTHOR))
    assert "The News" in told

    publish(web, item(1))
    await read(room, 24 * 3600.0)
    assert len(shown(room)) == 1


async def test_a_server_in_trouble_is_asked_ever_more_rarely_and_told_of_after_a_while(room: Room, web: Web):
    await from_feed(room, web)
    web.write("/feed.xml", "", status=502)
    before = len(web.asked)
    for _ in range(8):
        await read(room)
    assert len(web.asked) - before == 4  # after 15, 30, 60, 120 minutes
    assert len(room.transport.said(ChatId(AUTHOR))) == 1


async def test_a_process_that_dies_between_numbering_and_posting_posts_the_entry_after_the_restart(
    room: Room, web: Web, database: Database, translator: Translator, clock: FakeClock
):
    rule = await from_feed(room, web)
    publish(web, item(1))
    key = read_document(web.page("/feed.xml"), "http://x/", RSS).entries[0].key
    await room.entries.add(EndpointId(-2_000_000_000_000_000 - rule.spec.source), key)
    await read(make_room(database, translator, clock, room.transport))
    assert len(shown(room)) == 1


async def test_a_page_that_is_no_feed_is_refused_in_a_sentence(room: Room, web: Web):
    web.write("/page", "<html><title>Hi</title><p>Hello</html>")
    with pytest.raises(UserError) as refused:
        await room.rulebook.resolve(f"{web.url}/page")
    assert refused.value.key == "error-feed-broken"


async def test_a_feed_inside_of_a_private_network_is_refused_also_behind_a_redirect(room: Room, web: Web):
    for address in ("http://127.0.0.2/feed.xml", web.send_on("/away", "http://127.0.0.2/feed.xml")):
        with pytest.raises(UserError) as refused:
            await room.rulebook.resolve(address)
        assert refused.value.key == "error-link-private"


async def test_a_feed_is_no_destination_and_cannot_be_forwarded(room: Room, web: Web):
    feed = await room.rulebook.resolve(publish(web))
    with pytest.raises(UserError) as refused:
        await room.rule(SOURCE, feed.id)
    assert refused.value.key == "error-rule-feed-as-destination"
    with pytest.raises(UserError) as refused:
        await room.rule(feed.id, TARGET, mode="forward")
    assert refused.value.key == "error-rule-feed-forward"


def test_atom_with_dates_is_read_oldest_first_with_formatting_and_files():
    document = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Блог</title>
    <entry><id>urn:a</id><title>First &amp; best</title><updated>2026-01-01T00:00:00Z</updated>
      <link href="https://b.example/a"/><link rel="enclosure" href="https://b.example/talk.mp3"/>
      <content type="html">&lt;p&gt;Read &lt;b&gt;this&lt;/b&gt; 🙂 &lt;a href="https://c.example"&gt;now&lt;/a&gt;&lt;/p&gt;</content></entry>
    <entry><id>urn:b</id><title>Second</title><updated>2026-01-02T00:00:00Z</updated></entry></feed>"""
    read = read_document(document.encode(), "https://b.example/feed", "application/atom+xml")

    first, second = read.entries
    assert read.title == "Блог"
    assert first.said.text == "First & best\n\nRead this 🙂 now\n\n📎 talk.mp3\nhttps://b.example/a"
    told = [(each.kind, first.said.said_by(each), each.url) for each in first.said.entities]
    assert told == [
        ("bold", "First & best", ""),
        ("bold", "this", ""),
        ("text_link", "now", "https://c.example"),
        ("text_link", "📎 talk.mp3", "https://b.example/talk.mp3"),
    ]
    assert second.said.text == "Second"


def test_an_entry_is_never_longer_than_one_message():
    huge = item(1, "<p>" + "слово 🙂 " * 5000 + "</p>")
    document = f'<rss version="2.0"><channel><title>N</title>{huge}</channel></rss>'
    (entry,) = read_document(document.encode(), "https://b.example/feed", RSS).entries
    assert utf16_length(entry.said.text) <= 4096
    assert entry.said.text.endswith("https://news.example/1")


def test_blocks_lists_and_code_read_as_a_person_would_write_them():
    said = styled_html("<h2>Head</h2><ul><li>one</li><li><i>two</i></li></ul><pre>a  b\n  c</pre><script>x()</script>")
    assert said.text == "Head\n\n• one\n• two\n\na  b\n  c"
    assert [(each.kind, said.said_by(each)) for each in said.entities] == [("italic", "two"), ("pre", "a  b\n  c")]


TAGS = ("b", "i", "code", "a", "blockquote", "pre")
PIECES = [
    *(f"<{tag}>" for tag in TAGS),
    *(f"</{tag}>" for tag in TAGS),
    "<a href='https://x.y'>",
    "<br>",
    "🙂",
    "a ",
    "<",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_whatever_the_markup_entities_stay_inside_of_the_text_and_nested(pieces: list[str]):
    said = styled_html("".join(pieces))
    spans = [(each.offset, each.offset + each.length, each.kind) for each in said.entities]
    assert all(0 <= start < end <= said.length for start, end, _ in spans)
    for start, end, _ in spans:
        for other, last, _ in spans:
            assert not start < other < end < last
