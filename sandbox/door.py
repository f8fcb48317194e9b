"""Who may come in over HTTP: programs of this machine and the sandbox's own page, no other site in a browser."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_OUR_NAMES = frozenset({"127.0.0.1", "localhost", "::1", "host.docker.internal"})
_FOREIGN = frozenset({"cross-site", "same-site"})


class Door:
    """Stands before everything. Tokens and people are well known here, so a browser's word on who asks has to do."""

    def __init__(self, inside: ASGIApp) -> None:
        self._inside = inside

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or may_enter(scope["path"], Headers(scope=scope)):
            await self._inside(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse("Another site has no business here.\n", 403)(scope, receive, send)


def may_enter(path: str, headers: Headers) -> bool:
    """Whether no browser asks, or ours does: from the page, or by following a link to it.

    A name that is not this machine's would be another site's, pointed here to look like the same one.
    """
    host, origin = headers.get("host", ""), headers.get("origin")
    try:
        is_our_name = not host or urlsplit(f"//{host}").hostname in _OUR_NAMES
        is_our_page = origin is None or urlsplit(origin).netloc == host
    except ValueError:
        return False
    if not (is_our_name and is_our_page):
        return False
    return path == "/" or headers.get("sec-fetch-site") not in _FOREIGN
