"""The option of the full run, where lives are forked, and the table at the end."""

import json
from collections.abc import Iterator

import pytest

from tests.chaos.table import lines_of
from tests.fakes.nursery import Nursery, nursery

ROUNDS = "chaos_rounds"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--chaos-rounds", dest=ROUNDS, type=int, default=0, help="kill so often at each step; 0: once")


@pytest.fixture(scope="session")
def born() -> Iterator[Nursery]:
    """Where lives begin: the worker with both its ways to Telegram, and without agents."""
    transports = ("forwarding.transports.mtproto.accounts", "forwarding.transports.mtproto.bot_line")
    served = ("uvicorn.protocols.http.auto", "uvicorn.protocols.websockets.auto", "uvloop", "pydantic.v1")
    with nursery("tests.chaos.life", "aiosqlite", "asyncpg", *transports, *served) as running:
        yield running


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """What was lost and doubled, step by step; the tests may have run in several processes."""
    if not config.getoption(ROUNDS, 0):
        return
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, ())]
    found = [value for report in reports for name, value in getattr(report, "user_properties", ()) if name == "matrix"]
    for line in lines_of([json.loads(each) for each in found]):
        terminalreporter.write_line(line)
