"""HTTP requests become parameters and uploads: query, form, JSON or multipart, all bounded in size."""

import json
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.types import Receive, Scope

from sandbox.bot_api.call import Upload
from sandbox.bot_api.uploads import UPLOAD_LIMIT
from sandbox.refusals import WorldError

_BODY_LIMIT = UPLOAD_LIMIT + 2**20


async def parsed(scope: Scope, receive: Receive) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Parameters and file parts, whatever the encoding."""
    params: dict[str, Any] = dict(parse_qsl(scope["query_string"].decode(), keep_blank_values=True))
    kind = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"content-type"), "")
    if kind.startswith("multipart/form-data"):
        uploads = await _multipart(Request(scope, receive), params)
        return params, uploads
    body = await _body(receive)
    if not body:
        return params, {}
    if kind.startswith("application/json"):
        params |= _json(body)
    else:
        params |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return params, {}


async def _body(receive: Receive) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b""
        part = message.get("body", b"")
        size += len(part)
        if size > _BODY_LIMIT:
            raise WorldError("UPLOAD_TOO_BIG")
        parts.append(part)
        if not message.get("more_body"):
            return parts[0] if len(parts) == 1 else b"".join(parts)


def _json(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise WorldError("BAD_REQUEST", reason="can't parse JSON object") from None
    if not isinstance(found, dict):
        raise WorldError("BAD_REQUEST", reason="JSON object expected")
    return found


async def _multipart(request: Request, params: dict[str, Any]) -> dict[str, Upload]:
    try:
        return await _parts(request, params)
    except MultiPartException as error:
        raise WorldError("BAD_REQUEST", reason=f"can't parse multipart/form-data: {error.message}") from None


async def _parts(request: Request, params: dict[str, Any]) -> dict[str, Upload]:
    uploads: dict[str, Upload] = {}
    async with request.form(max_part_size=_BODY_LIMIT) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                data = await value.read()
                if len(data) > UPLOAD_LIMIT:
                    raise WorldError("UPLOAD_TOO_BIG")
                uploads[name] = Upload(value.filename or name, _plain_type(value.content_type), data)
            else:
                params[name] = value
    return uploads


def _plain_type(given: str | None) -> str:
    """A type that says nothing is none: the file's name and first bytes know better."""
    return "" if given in (None, "application/octet-stream") else str(given)
