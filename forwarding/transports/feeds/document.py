"""One reading of a feed: its document, and each entry of it as a post is written."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from typing import Any
from urllib.parse import unquote, urlsplit

from core.errors import UserError
from core.text import MESSAGE_LIMIT
from forwarding.post import Entity
from forwarding.styled import Styled, joined
from forwarding.transports.feeds.markup import styled_html

MOST_ENTRIES = 1000
MOST_ENCLOSURES = 5
LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """`key` stays the same when the entry changes."""

    key: str
    said: Styled
    date: datetime | None
    link: str
    author: str

    @property
    def digest(self) -> str:
        return _hash(repr((self.said.text, self.said.entities)))


@dataclass(frozen=True, slots=True)
class Document:
    """Entries oldest first."""

    title: str
    entries: tuple[Entry, ...]


def read_document(content: bytes, url: str, kind: str) -> Document:
    """Takes seconds for large documents, so off the loop.

    Raises:
        UserError: this is no feed, or a broken one.
    """
    import feedparser  # half a second, which only who reads feeds pays

    # A stream, because it would take bytes for the name of a file.
    parsed = feedparser.parse(BytesIO(content), response_headers={"content-type": kind, "content-location": url})
    host = urlsplit(url).hostname or url
    is_whole = not parsed.bozo or isinstance(parsed.bozo_exception, feedparser.ThingsNobodyCaresAboutButMe)
    entries = [entry for raw in parsed.entries[:MOST_ENTRIES] for entry in _entries(raw)]
    if not entries and not (parsed.get("version") and is_whole):
        raise UserError("error-feed-broken", host=host)
    return Document(_title(parsed.feed) or host, tuple(_oldest_first(entries)))


def _oldest_first(entries: list[Entry]) -> list[Entry]:
    """Feeds begin with the newest; where every entry has a date, that counts."""
    turned = entries[::-1]
    dates = [each.date for each in turned if each.date is not None]
    if len(dates) < len(turned):
        return turned
    return [entry for _, entry in sorted(zip(dates, turned, strict=True), key=lambda pair: pair[0])]


def _entries(raw: Any) -> Iterator[Entry]:
    """None for one that says nothing."""
    title, link = _title(raw), _address(raw.get("link"))
    body = styled_html(raw.get("summary") or next((each.get("value", "") for each in raw.get("content", ())), ""))
    said = _said(title, body, link, [_address(each.get("href")) for each in raw.get("enclosures", ())])
    if not said.is_blank:
        key = raw.get("id") or link or said.text
        yield Entry(_hash(key), said, _date(raw), link, str(raw.get("author") or ""))


def _said(title: str, body: Styled, link: str, enclosures: list[str]) -> Styled:
    head = Styled(title, (Entity("bold", 0, Styled(title).length),)) if title else Styled("")
    files = [_file(address) for address in enclosures[:MOST_ENCLOSURES] if address]
    tail = joined([*files, Styled(link)], "\n")
    if body.text == title:
        body = Styled("")
    room = MESSAGE_LIMIT - head.length - tail.length - 4
    return joined([head, body.cut(room).stripped(), tail.cut(MESSAGE_LIMIT - head.length - 4)], "\n\n")


def _file(address: str) -> Styled:
    name = unquote(urlsplit(address).path.rpartition("/")[2])[:100] or address[:100]
    said = Styled(f"📎 {name}")
    return Styled(said.text, (Entity("text_link", 0, said.length, address),))


def _title(raw: Any) -> str:
    return " ".join(styled_html(raw.get("title") or "").text.split())[:LONGEST_TITLE]


def _address(value: Any) -> str:
    said = str(value or "").strip()
    return said if said.lower().startswith(("http://", "https://")) and len(said) <= 1000 else ""


def _date(raw: Any) -> datetime | None:
    moment = raw.get("published_parsed") or raw.get("updated_parsed")
    try:
        return datetime.fromtimestamp(calendar.timegm(moment), UTC) if moment else None
    except (ValueError, OverflowError, OSError):
        return None


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
