"""Logs carry what an operator needs and no secret, wherever it hides."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from core.logs import Redactor, configure_logs, correlation_id

TOKEN = "7000000001:AAE-abcdefghijklmnopqrstuvwxyz_0123"
SECRET = 'p"ss/wörd'


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    root, stream = logging.getLogger(), io.StringIO()
    handlers, level = root.handlers[:], root.level
    configure_logs("INFO", [SECRET, "", "abc"], stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines(out: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_line_is_json_with_its_correlation_id(out: io.StringIO):
    token = correlation_id.set("a1b2")
    structlog.get_logger("bot.app").info("update_done", kind="message", name="Анна")
    correlation_id.reset(token)
    structlog.get_logger("bot.app").info("idle")

    first, second = lines(out)
    assert {"event": "update_done", "kind": "message", "correlation": "a1b2", "level": "info"}.items() <= first.items()
    assert first["logger"] == "bot.app"
    assert "Анна" in out.getvalue()
    assert "correlation" not in second


def test_what_libraries_log_goes_the_same_way_and_their_chatter_stays_away(out: io.StringIO):
    logging.getLogger("some.library").warning("token is %s", TOKEN)
    for name in ("httpx", "alembic.runtime.migration", "uvicorn.error"):
        logging.getLogger(name).info("chatter")
    structlog.get_logger().debug("too_fine")

    (line,) = lines(out)
    assert line["event"] == "token is ***"


def test_no_traceback_carries_a_secret(out: io.StringIO):
    def call() -> None:
        raise ConnectionError(f"cannot reach https://api.telegram.org/bot{TOKEN}/getMe with {SECRET}")

    try:
        call()
    except ConnectionError:
        structlog.get_logger().exception("call_failed", url=f"postgresql://anna:{'hunter2'}@db/x")
        logging.getLogger("aiohttp").exception("failed")

    text = out.getvalue()
    first, second = lines(out)
    assert "ConnectionError: cannot reach https://api.telegram.org/bot***/getMe with ***" in str(first["exception"])
    assert "bot***/getMe" in str(second["exception"])
    assert first["url"] == "postgresql://anna:***@db/x"
    for secret in (TOKEN, TOKEN.split(":")[1], SECRET, json.dumps(SECRET)[1:-1], "hunter2"):
        assert secret not in text


def test_a_secret_is_found_in_every_form_that_it_takes():
    redact = Redactor([SECRET])

    for form in (SECRET, json.dumps(SECRET, ensure_ascii=False), repr(SECRET), "p%22ss%2Fw%C3%B6rd"):
        assert "rd" not in redact(form)
    assert Redactor(["abc", ""])("abc is too short to be a secret") == "abc is too short to be a secret"
    assert redact("at 12:30 id 7000000001") == "at 12:30 id 7000000001"


def test_a_person_at_a_terminal_reads_plain_lines_without_secrets(out: io.StringIO):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    configure_logs("INFO", [SECRET], terminal)
    try:
        raise ConnectionError(TOKEN)
    except ConnectionError:
        structlog.get_logger().exception("call_failed", password=SECRET)

    assert "call_failed" in terminal.getvalue()
    assert "ConnectionError: ***" in terminal.getvalue()
    assert SECRET not in terminal.getvalue()
