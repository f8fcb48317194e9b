"""A correlation id for every update, and how long it took."""

import time
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any

import structlog
from aiogram import BaseMiddleware
from aiogram.types import TelegramObject

from core.ids import new_correlation_id
from core.logs import correlation_id
from core.metrics import Metrics

log = structlog.get_logger(__name__)


class Telemetry(BaseMiddleware):
    """The outermost of ours."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._of_kind = cache(metrics.updates.labels)

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        kind = next(iter(event.model_fields_set - {"update_id"}), "unknown")
        data["correlation"] = new_correlation_id()
        token = correlation_id.set(data["correlation"])
        self._of_kind(kind).inc()
        started = time.perf_counter()
        try:
            return await handler(event, data)
        finally:
            seconds = time.perf_counter() - started
            self._metrics.update_seconds.observe(seconds)
            log.info("update", kind=kind, update=data.get("update_id"), seconds=round(seconds, 3))
            correlation_id.reset(token)
