"""The fixture `desk`: the agents over a fake Ollama and SQLite."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from agents.runner import AgentRunner
from core.i18n import Translator
from memory.learning import Learning
from storage.database import Database
from tests.fakes.agents import Desk, open_desk
from tests.fakes.clock import FakeClock


@pytest.fixture
async def desk(sqlite_url: str, clock: FakeClock, translator: Translator) -> AsyncIterator[Desk]:
    database = Database(sqlite_url)
    try:
        async with open_desk(database, clock, translator) as opened:
            yield opened
    finally:
        await database.close()


@pytest.fixture
async def hurried_desk(desk: Desk) -> Desk:
    """Explains a slow model after a hundredth of a second."""
    services = replace(desk.services, slow_seconds=0.01)
    return replace(desk, services=services, runner=AgentRunner(services, Learning(services.memory), desk.tasks))
