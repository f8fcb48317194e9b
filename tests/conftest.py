"""Fixtures for all tests; the heavy ones start their servers only when a test asks for them."""

from importlib.util import find_spec
from pathlib import Path

import pytest
import structlog

from core.i18n import Translator
from tests.fakes.clock import FakeClock

pytest_plugins = [
    "tests.fakes.database",
    "tests.fakes.redis",
    "tests.fakes.browser",
    "tests.fakes.chat_page",
    "tests.fakes.sandbox",
]

collect_ignore = [] if find_spec("whisper") else ["whisper"]
"""The engine that needs PyTorch is tested in an environment of its own: `make test-whisper`."""

ROOT = Path(__file__).parent.parent


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The flows first: a file that waits for a minute to pass must not be what all wait for in the end."""
    items.sort(key=lambda item: "flows" not in item.path.parts)


@pytest.fixture(autouse=True)
def _plain_logs() -> None:
    """What is logged before `configure_logs` draws each traceback with all its variables: seconds for a fault."""
    renderer = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[structlog.stdlib.add_log_level, renderer])


@pytest.fixture
def clock() -> FakeClock:
    """Stands at 2026-11-02 12:00 UTC, a Monday, until it is moved."""
    return FakeClock()


@pytest.fixture(scope="session")
def translator() -> Translator:
    """The real catalogues."""
    return Translator(ROOT / "locales")
