"""Logs: structured lines with a correlation id, in which no secret can stand, tracebacks included."""

import json
import logging
import re
import sys
from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any, TextIO
from urllib.parse import quote

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

correlation_id: ContextVar[str] = ContextVar("correlation_id", default="")
"""Set by the middleware of an update, the run of a job, the request of a program."""

_TOKEN = re.compile(r"\d{3,}:[\w-]{30,}")
_URL_PASSWORD = re.compile(r"(://[^/\s:@\"']*:)[^@\s/\"']+@")
_SHORTEST_SECRET = 4

_QUIET = (
    "aiogram.event", "aiosqlite", "alembic", "apscheduler", "asyncio", "httpcore", "httpcore2", "httpx", "httpx2",
    "telethon",
    "uvicorn.access", "uvicorn.error",
)  # fmt: skip
"""Libraries that talk at INFO about every call, or about nothing that an operator needs to know."""

_MUTE = ("mcp", "client")
"""Their warnings quote addresses of servers, which may hold a secret; what matters of them is logged by us."""


class Redactor:
    """Replaces the values of secrets, bot tokens and passwords in addresses by `***`."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        forms = {form for secret in secrets if len(secret) >= _SHORTEST_SECRET for form in _forms(secret)}
        longest_first = sorted(forms, key=len, reverse=True)
        self._secrets = re.compile("|".join(map(re.escape, longest_first))) if forms else None

    def __call__(self, text: str) -> str:
        if self._secrets is not None:
            text = self._secrets.sub("***", text)
        return _URL_PASSWORD.sub(r"\1***@", _TOKEN.sub("***", text))


def configure_logs(level: str, secrets: Iterable[str], stream: TextIO | None = None) -> None:
    """JSON lines to stderr, readable ones on a terminal; what libraries log goes the same way."""
    out = stream or sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        _add_correlation,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    renderer: Processor = structlog.processors.JSONRenderer(ensure_ascii=False)
    if out.isatty():
        renderer = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    handler = logging.StreamHandler(out)
    handler.setFormatter(_formatter(shared, renderer, Redactor(secrets)))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    for name in _MUTE:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _formatter(shared: list[Processor], renderer: Processor, redact: Redactor) -> logging.Formatter:
    def render(logger: WrappedLogger, method: str, event: EventDict) -> str:
        return redact(str(renderer(logger, method, event)))

    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
    )


def _add_correlation(_logger: Any, _method: str, event: EventDict) -> EventDict:
    if current := correlation_id.get():
        event.setdefault("correlation", current)
    return event


def _forms(secret: str) -> set[str]:
    """As it is, as JSON escapes it, and as an address carries it."""
    return {secret, json.dumps(secret, ensure_ascii=False)[1:-1], repr(secret)[1:-1], quote(secret, safe="")}
