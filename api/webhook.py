"""Telegram's webhook: the secret is checked, and 200 is answered only after the update is a row."""

import hmac
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from fastapi import APIRouter, Header, HTTPException, Request

PATH = "/telegram"
MAX_BYTES = 1_000_000

Accept = Callable[[Sequence[dict[str, Any]]], Awaitable[None]]
"""Writes updates down; returns when they are rows."""


def build_router(accept: Accept, secret: str) -> APIRouter:
    """Without a secret anybody could speak for Telegram, so an empty one refuses everything."""
    router = APIRouter()

    @router.post(PATH)
    async def receive(request: Request, x_telegram_bot_api_secret_token: str = Header(default="")) -> dict[str, bool]:
        given = x_telegram_bot_api_secret_token.encode()
        if not secret or not hmac.compare_digest(given, secret.encode()):
            raise HTTPException(403, "wrong secret")
        await accept([await _update(request)])
        return {"ok": True}

    return router


async def _update(request: Request) -> dict[str, Any]:
    if int(request.headers.get("content-length", 0)) > MAX_BYTES:
        raise HTTPException(413, "too large")
    try:
        update = await request.json()
    except ValueError as error:
        raise HTTPException(400, "not JSON") from error
    if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
        raise HTTPException(400, "not an update")
    return update
