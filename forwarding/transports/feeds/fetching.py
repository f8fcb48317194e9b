"""A feed's document over HTTP: only when it changed, of bounded size, and never from inside the network unasked."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from core.errors import RetryLater, Unavailable, UserError
from core.web import client, content_of, request_to, resolve
from forwarding.transports.feeds.document import Document, read_document
from forwarding.transports.webhooks import seconds_of

ANSWER_SECONDS = 20.0
LARGEST = 5 * 1024 * 1024
MOST_REDIRECTS = 5
HEADERS = {
    "User-Agent": "telegram-ai-platform",
    "Accept": "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """`marks` tell the server next time what we have; `document` is None when that is still the newest."""

    document: Document | None
    marks: dict[str, Any]


async def fetch(url: str, marks: Mapping[str, Any], allowed: frozenset[str], now: datetime) -> Fetched:
    """
    Raises:
        UserError: no web address, a private one, no feed, refused or too large.
        RetryLater: the server said when.
        Unavailable: nobody answers, or with an error of the server's.
    """
    host = _host(url)
    asked = {"If-None-Match": marks.get("etag"), "If-Modified-Since": marks.get("modified")}
    headers = {name: value for name, value in asked.items() if value}
    try:
        async with asyncio.timeout(ANSWER_SECONDS), client(ANSWER_SECONDS, HEADERS) as asking:
            for _ in range(MOST_REDIRECTS + 1):
                address = await resolve(url, allowed)
                request = request_to(address, asking, "GET", url, headers=headers)
                response = await asking.send(request, stream=True)
                try:
                    if not response.has_redirect_location:
                        return await _fetched(response, url, now)
                    url = urljoin(url, response.headers["location"])
                finally:
                    await response.aclose()
    except TimeoutError as error:
        raise Unavailable("error-link-slow", host=host) from error
    except httpx.HTTPError as error:
        raise Unavailable("error-link-unreachable", host=host) from error
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise UserError("error-link-unreadable") from error
    raise UserError("error-link-redirects", host=host)


async def _fetched(response: httpx.Response, url: str, now: datetime) -> Fetched:
    status, host = response.status_code, _host(url)
    marks = {"etag": response.headers.get("etag", ""), "modified": response.headers.get("last-modified", "")}
    if status == httpx.codes.NOT_MODIFIED:
        return Fetched(None, {name: value for name, value in marks.items() if value})
    if status in (httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE):
        seconds = seconds_of(response.headers.get("retry-after", ""), now)
        raise RetryLater(seconds, "error-link-refused", host=host, status=status)
    if response.is_server_error:
        raise Unavailable("error-link-refused", host=host, status=status)
    if not response.is_success:
        raise UserError("error-link-refused", host=host, status=status)
    content = await content_of(response, LARGEST)
    kind = response.headers.get("content-type", "")
    return Fetched(await asyncio.to_thread(read_document, content, url, kind), marks)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or url[:100]
    except ValueError:
        return url[:100]
