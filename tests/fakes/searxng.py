"""A SearXNG as programs see it: `/search?format=json`, and the 403 of an instance where JSON is switched off."""

import json
from collections.abc import Sequence

from aiohttp import web

from tests.fakes.loopback import LoopbackServer


class FakeSearxng(LoopbackServer):
    """Gives every query the same results."""

    def __init__(self) -> None:
        super().__init__()
        self.results: Sequence[tuple[str, str, str]] = ()
        """Title, address and snippet of each."""
        self.queries: list[str] = []
        self.has_json = True

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/search", self._search)]

    async def _search(self, request: web.Request) -> web.Response:
        if request.query.get("format") != "json":
            return web.Response(text="<html></html>", content_type="text/html")
        if not self.has_json:
            return web.Response(status=403, text="<h1>Forbidden</h1>", content_type="text/html")
        self.queries.append(request.query["q"])
        results = [
            {"title": title, "url": url, "content": snippet, "engine": "fake", "score": 1.0, "category": "general"}
            for title, url, snippet in self.results
        ]
        told = {"query": request.query["q"], "number_of_results": 0, "results": results, "suggestions": []}
        return web.Response(text=json.dumps(told), content_type="application/json")
