"""kill -9 at each step of a post, an edit, a deletion and an album: nothing is lost, nothing is doubled.

Once at the steps that differ most on SQLite; by `make chaos` twenty times at every step, on both databases.
"""

import json
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pytest

from tests.chaos.acts import ACTS
from tests.chaos.conftest import ROUNDS
from tests.chaos.house import House, Via
from tests.chaos.matrix import Matrix, run_matrix
from tests.fakes.nursery import Nursery
from tests.fakes.postgres import postgres_database


@dataclass(frozen=True, slots=True)
class Way:
    """How copies are sent."""

    name: str
    via: Via
    policies: dict[str, str] = field(default_factory=dict)
    has_line: bool = False
    """Of the bot to MTProto."""
    may_double: bool = False
    """By the rule's own policy, as the docs say."""
    may_tell: bool = False
    """Where nobody can know whether a copy arrived, the owner is told."""


COPYING = ("new", "album")
"""What makes a copy: edits and deletions go the same way everywhere."""

BOT = Way("Bot API, at most once", "bot", may_tell=True)
AT_LEAST_ONCE = Way("Bot API, at least once", "bot", {"doubt": "at_least_once"}, may_double=True)
ACCOUNT = Way("MTProto", "account")
LINE = Way("MTProto by the bot", "bot", has_line=True)

CASES = [
    (act, way, database)
    for way, acts in ((ACCOUNT, tuple(ACTS)), (BOT, tuple(ACTS)), (LINE, COPYING), (AT_LEAST_ONCE, COPYING))
    for act in acts
    for database in ("PostgreSQL", "SQLite")
]


def differs(step: str) -> bool:
    """Just before something is written there is as much as just after what was written before it."""
    return step.startswith("after ") or ("arrives" not in step and "get" not in step)


@pytest.fixture
def fresh_url(case: tuple[str, Way, str], request: pytest.FixtureRequest) -> Iterator[str]:
    """Of the case's database; empty for SQLite in the folder of the life."""
    _, way, database = case
    if not request.config.getoption(ROUNDS, 0) and (database != "SQLite" or way not in (BOT, ACCOUNT)):
        pytest.skip("in the full run: make chaos")
    if database == "SQLite":
        yield ""
        return
    with postgres_database(request.getfixturevalue("postgres_url")) as url:
        yield url


@pytest.fixture
async def house(case: tuple[str, Way, str], fresh_url: str, born: Nursery, tmp_path: Path) -> AsyncIterator[House]:
    """Furnished for the case, and nobody lives in it yet."""
    act, way, _ = case
    hears = act == "delete"
    async with House(
        tmp_path, born, via=way.via, database=fresh_url, hears_deletions=hears, has_line=way.has_line, **way.policies
    ) as house:
        yield house


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}, {case[1].name}, {case[2]}")
async def test_whatever_is_killed_nothing_is_lost_and_nothing_is_doubled(
    case: tuple[str, Way, str],
    house: House,
    request: pytest.FixtureRequest,
    record_property: Callable[[str, str], None],
):
    act, way, database = case
    rounds = request.config.getoption(ROUNDS, 0)
    matrix = Matrix(act, way.name, database)
    await run_matrix(house, ACTS[act], matrix, rounds or 1, bool if rounds else differs)
    record_property("matrix", json.dumps(asdict(matrix)))
    total, quiet = matrix.total(), matrix.tallies["nowhere"]
    assert total.rounds > total.missed
    assert quiet.lost == quiet.doubled == quiet.told == quiet.unlinked == 0
    assert total.lost == 0, matrix.where("lost")
    assert total.unlinked == 0, matrix.where("unlinked")
    assert total.doubled == 0 or way.may_double, matrix.where("doubled")
    assert total.told == 0 or way.may_tell, matrix.where("told")
