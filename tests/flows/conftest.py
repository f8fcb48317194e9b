"""The stage of the flows: one running house a module, people of their own a test where they matter."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.fakes.stage import Stage


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """A house that is shared by the tests of one module; the bot runs."""
    async with Stage(tmp_path_factory.mktemp("stage")) as stage:
        await stage.open()
        yield stage


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """For tests that need a house of their own."""
    return tmp_path
