"""Pages of the web as plain text: bounded in size, time and redirects, and never from inside the network unasked."""

import asyncio
from urllib.parse import urljoin, urlsplit

import httpx

from core.errors import Unavailable, UserError
from core.web import MOST_KIND, client, content_of, request_to, resolve
from memory.markup import html_text

LARGEST = 2 * 1024 * 1024
READ_SECONDS = 10.0
MOST_REDIRECTS = 5
KINDS = ("text/", "application/xhtml+xml", "application/json", "application/xml")
AGENT = "Mozilla/5.0 (compatible; self-hosted Telegram bot; reads a link that a person sent)"
HEADERS = {"User-Agent": AGENT, "Accept": "text/html, text/plain;q=0.9, */*;q=0.1"}


class Page:
    """What was read."""

    def __init__(self, url: str, title: str, text: str) -> None:
        self.url = url
        self.title = title
        self.text = text


class Pages:
    """Reads one page at a time; keeps nothing, sends no cookies."""

    def __init__(self, allowed: frozenset[str] = frozenset()) -> None:
        """`allowed` are private hosts, with or without a port."""
        self._allowed = allowed

    async def read(self, url: str) -> Page:
        """
        Raises:
            UserError: no link, a private address, no text, too large.
            Unavailable: nobody answers, or with an error.
        """
        try:
            host = urlsplit(url).hostname or url[:100]
        except ValueError as error:
            raise UserError("error-link-unreadable") from error
        try:
            async with asyncio.timeout(READ_SECONDS), client(READ_SECONDS, HEADERS) as asking:
                return await self._follow(asking, url)
        except TimeoutError as error:
            raise Unavailable("error-link-slow", host=host) from error
        except httpx.HTTPError as error:
            raise Unavailable("error-link-unreachable", host=host) from error
        except (httpx.InvalidURL, UnicodeError) as error:
            raise UserError("error-link-unreadable") from error

    async def _follow(self, asking: httpx.AsyncClient, url: str) -> Page:
        for _ in range(MOST_REDIRECTS + 1):
            address = await resolve(url, self._allowed)
            request = request_to(address, asking, "GET", url)
            response = await asking.send(request, stream=True)
            try:
                if response.has_redirect_location:
                    url = urljoin(url, response.headers["location"])
                    continue
                return await _page(url, address.host, response)
            finally:
                await response.aclose()
        raise UserError("error-link-redirects", host=urlsplit(url).hostname or "")


async def _page(url: str, host: str, response: httpx.Response) -> Page:
    if response.is_error:
        raise Unavailable("error-link-refused", host=host, status=response.status_code)
    kind = response.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
    if not kind.startswith(KINDS):
        raise UserError("error-link-kind", kind=kind[:MOST_KIND])
    content = await content_of(response, LARGEST)
    title, text = await asyncio.to_thread(_text_of, content, kind, response.charset_encoding)
    if not text:
        raise UserError("error-link-empty", host=host)
    return Page(url, title, text)


def _text_of(content: bytes, kind: str, charset: str | None) -> tuple[str, str]:
    if "html" not in kind:
        return "", _decoded(content, charset).strip()
    from bs4.dammit import UnicodeDammit

    known = [charset] if charset else []
    return html_text(UnicodeDammit(content, known, is_html=True).unicode_markup or "", has_frame=True)


def _decoded(content: bytes, charset: str | None) -> str:
    try:
        return content.decode(charset or "utf-8", "replace")
    except LookupError:
        return content.decode("utf-8", "replace")
