"""The stage of the flows: one running house a module, people of their own a test where they matter."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.fakes.nursery import nursery
from tests.fakes.process import BotProcess
from tests.fakes.stage import Stage


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pictures", help="a folder for pictures of what the flows through the page show")


@pytest.fixture(scope="session", autouse=True)
def _forks() -> Iterator[None]:
    """The bots of the flows are forked; those of the benchmarks are started as an operator starts them."""
    with nursery() as BotProcess.nursery:
        yield
    BotProcess.nursery = None


@pytest.fixture
def typed() -> Iterator[None]:
    """In this test too they are started as an operator starts them."""
    forking, BotProcess.nursery = BotProcess.nursery, None
    yield
    BotProcess.nursery = forking


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
