"""Searching the web through a SearXNG of the operator's."""

import asyncio
from dataclasses import dataclass
from typing import Any

import httpx

from core.errors import Unavailable

SEARCH_SECONDS = 10.0
MOST = 6
SNIPPET = 400


@dataclass(frozen=True, slots=True)
class Hit:
    """One result."""

    title: str
    url: str
    snippet: str


class Search:
    """Asks the SearXNG at `url` for JSON."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")

    async def find(self, query: str, language: str) -> list[Hit]:
        """
        Raises:
            Unavailable: `error-search-` unreachable, json-off (the instance refuses the format) or failed.
        """
        response = await self._get({"q": query, "language": language})
        if response.is_error:
            raise Unavailable("error-search-failed", status=response.status_code)
        return _hits(response)

    async def ping(self) -> None:
        """Ask for nothing: that is refused as a bad request where programs may ask.

        Raises:
            Unavailable: as `find`.
        """
        response = await self._get({"q": ""})
        if response.is_server_error:
            raise Unavailable("error-search-failed", status=response.status_code)

    async def _get(self, asked: dict[str, str]) -> httpx.Response:
        try:
            async with (
                asyncio.timeout(SEARCH_SECONDS),
                httpx.AsyncClient(timeout=SEARCH_SECONDS, trust_env=False) as client,
            ):
                response = await client.get(f"{self._url}/search", params={**asked, "format": "json"})
        except (httpx.HTTPError, TimeoutError) as error:
            raise Unavailable("error-search-unreachable") from error
        if response.status_code == httpx.codes.FORBIDDEN:
            raise Unavailable("error-search-json-off")
        return response


def _hits(response: httpx.Response) -> list[Hit]:
    try:
        found: Any = response.json()
        results = found["results"][:MOST]
    except (ValueError, KeyError, TypeError) as error:
        raise Unavailable("error-search-failed", status=response.status_code) from error
    return [_hit(result) for result in results if isinstance(result, dict)]


def _hit(result: dict[str, Any]) -> Hit:
    title, url, content = (str(result.get(name) or "") for name in ("title", "url", "content"))
    return Hit(title[:200], url[:500], content[:SNIPPET])
