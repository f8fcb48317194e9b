"""The page's routes: the static files, uploads and files' bytes, and one WebSocket per open page.

The socket speaks JSON objects. The page asks `{"do": …, "id": n, …}` (`sandbox/web/asks.py` has the fields) and gets
exactly one `{"is": "done", "id": n, "result": {…}}` or `{"is": "refused", "id": n, "name": …, "reason": …}`:

    open      person -> me, chats, drafts: from now on the page is this person
    history   chat, topic, before (a message id, 0: the newest), limit -> messages, is_complete
    read      chat, topic -> chat (its card): everything there has been seen
    send      chat, topic, text, entities, reply, files ([{upload, kind, name, mime, duration}]); several make albums
    edit      chat, message, text, entities          delete  chat, messages
    press     chat, message, data -> text, is_alert, url (answered when the bot answers)
    stop      chat, draft: the Stop button under a draft
    react     chat, message, emoji ("": take it back)
    typing    chat, topic

Unasked, the world tells the page of what the person would see:

    people      people: everybody whom one can be
    chat        chat: a card (`sandbox/web/cards.py`), new or changed       chat-gone   chat
    message     chat, message: a card, new or changed                       deleted     chat, messages
    draft       chat, draft: an answer in the making                        draft-gone  chat, draft
    typing      chat, topic, name, action

Ids are those of the person who looks; topic is 0 outside forums and 1 is General; entities, inline buttons and rich
blocks have the Bot API's shape.
"""

import re
from pathlib import Path
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request, WebSocket
from fastapi.responses import FileResponse, JSONResponse, Response

from core.tasks import Supervisor
from sandbox.model import StoredFile
from sandbox.refusals import WorldError
from sandbox.web.session import Session
from sandbox.world import World

STATIC = Path(__file__).parent / "static"
MOST_BYTES = 50 * 1024 * 1024
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
        "connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
SHOWN_TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/avif", "audio/", "video/")
"""What a browser may show by itself; all else is only downloaded, so that an uploaded page never runs as ours."""


def page_router(world: World) -> APIRouter:
    """The page of this world, to be included at the root."""
    router = APIRouter(include_in_schema=False)
    _add_static(router)
    _add_files(router, world)

    @router.websocket("/page/socket")
    async def socket(websocket: WebSocket) -> None:
        await websocket.accept()
        supervisor = Supervisor()
        try:
            await Session(world, websocket).run(supervisor)
        finally:
            await supervisor.close(grace=0)

    return router


def _add_static(router: APIRouter) -> None:
    @router.get("/")
    async def index() -> FileResponse:
        return FileResponse(STATIC / "index.html", headers=HEADERS)

    @router.get("/static/{path:path}")
    async def static(path: str) -> FileResponse:
        file = (STATIC / path).resolve()
        if not file.is_relative_to(STATIC) or not file.is_file():
            raise HTTPException(404)
        return FileResponse(file, headers=HEADERS)


def _add_files(router: APIRouter, world: World) -> None:
    @router.post("/page/upload")
    async def upload(request: Request, name: str = "") -> JSONResponse:
        mime = request.headers.get("content-type", "").partition(";")[0]
        try:
            stored = world.files_kept.add(await _body(request), name, mime)
        except WorldError as error:
            return JSONResponse({"name": error.name, "reason": error.description}, error.code)
        return JSONResponse({"upload": stored.id})

    @router.get("/page/file/{file_id}")
    async def file(file_id: int, request: Request) -> Response:
        try:
            whole = _file_answer(world.files_kept.get(file_id), world.files_kept.read(file_id))
            return _part_of(whole, request.headers.get("range", ""))
        except WorldError as error:
            raise HTTPException(404) from error


def _part_of(whole: Response, wanted: str) -> Response:
    """The bytes that a player asks for when somebody jumps in a recording; all of them if it asks for none we know."""
    whole.headers["Accept-Ranges"] = "bytes"
    match = re.fullmatch(r"bytes=(\d{1,12})-(\d{0,12})", wanted)
    size = len(whole.body)
    if match is None:
        return whole
    first, last = int(match[1]), min(int(match[2] or size), size - 1)
    if first > last:
        return whole
    headers = dict(whole.headers) | {"content-range": f"bytes {first}-{last}/{size}"}
    del headers["content-length"]
    return Response(whole.body[first : last + 1], 206, headers)


async def _body(request: Request) -> bytes:
    data = bytearray()
    async for piece in request.stream():
        data += piece
        if len(data) > MOST_BYTES:
            raise WorldError("UPLOAD_TOO_BIG")
    return bytes(data)


def _file_answer(stored: StoredFile, data: bytes) -> Response:
    is_shown = stored.mime_type.startswith(SHOWN_TYPES)
    headers = HEADERS | {"Cache-Control": "private, max-age=3600"}
    if not is_shown:
        headers["Content-Disposition"] = f"attachment; filename*=utf-8''{quote(stored.name or 'file', safe='')}"
    return Response(data, media_type=stored.mime_type if is_shown else "application/octet-stream", headers=headers)
