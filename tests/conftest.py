"""Fixtures for all tests; the heavy ones start their servers only when a test asks for them."""

from pathlib import Path

import pytest

from core.i18n import Translator
from tests.fakes.clock import FakeClock

pytest_plugins = [
    "tests.fakes.database",
    "tests.fakes.redis",
    "tests.fakes.browser",
    "tests.fakes.chat_page",
    "tests.fakes.sandbox",
]

ROOT = Path(__file__).parent.parent


@pytest.fixture
def clock() -> FakeClock:
    """Stands at 2026-11-02 12:00 UTC, a Monday, until it is moved."""
    return FakeClock()


@pytest.fixture(scope="session")
def translator() -> Translator:
    """The real catalogues."""
    return Translator(ROOT / "locales")
