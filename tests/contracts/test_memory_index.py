"""Every vector index answers the same questions: embedded Chroma, a Chroma server, and vectors in SQL."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from core.errors import Unavailable
from core.ids import RecordId
from memory.index import IndexPlace, VectorIndex, open_index
from storage.database import Database
from tests.fakes.chroma_server import chroma_server

EAST, NORTH, NORTH_EAST = [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.6, 0.8, 0.0]


def record(number: int) -> RecordId:
    return RecordId(number)


@pytest.fixture(scope="session")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma_server(tmp_path_factory.mktemp("chroma-server")) as url:
        yield url


@pytest.fixture(params=["chroma", "chroma server", "exact"])
def place(request: pytest.FixtureRequest, tmp_path: Path, database: Database) -> IndexPlace:
    url = request.getfixturevalue("chroma_url") if request.param == "chroma server" else ""
    return IndexPlace(folder=tmp_path / "index", url=url, database=database, embedding="test")


@pytest.fixture
def backend(request: pytest.FixtureRequest) -> str:
    kind: str = request.node.callspec.params["place"]
    return kind.split(maxsplit=1)[0]


@pytest.fixture
async def index(place: IndexPlace, backend: str) -> AsyncIterator[VectorIndex]:
    opened = open_index(backend, place)
    await opened.clear()
    yield opened
    await opened.close()


async def test_the_nearest_come_first_with_their_cosine(index: VectorIndex) -> None:
    await index.add("user:1", [(record(1), EAST), (record(2), NORTH), (record(3), NORTH_EAST)])
    hits = await index.search("user:1", EAST, 2)
    assert [hit.id for hit in hits] == [1, 3]
    assert [hit.similarity for hit in hits] == pytest.approx([1.0, 0.6], abs=1e-5)


async def test_an_empty_index_finds_nothing(index: VectorIndex) -> None:
    assert await index.search("user:1", EAST, 5) == []
    assert await index.count() == 0


async def test_a_strangers_vector_is_never_found_not_even_the_same_one(index: VectorIndex) -> None:
    strangers = [(f"user:{number}", record(number)) for number in range(2, 42)]
    for owner, id_ in strangers:
        await index.add(owner, [(id_, EAST)])
    await index.add("user:1", [(record(1), NORTH)])
    assert [hit.id for hit in await index.search("user:1", EAST, 50)] == [1]
    assert await index.search("user:999", EAST, 50) == []


async def test_adding_again_replaces_the_vector(index: VectorIndex) -> None:
    await index.add("user:1", [(record(1), EAST)])
    await index.add("user:1", [(record(1), NORTH)])
    assert await index.count() == 1
    [hit] = await index.search("user:1", NORTH, 5)
    assert hit.similarity == pytest.approx(1.0, abs=1e-5)


async def test_removing_takes_only_the_owners_records(index: VectorIndex) -> None:
    await index.add("user:1", [(record(1), EAST), (record(2), EAST)])
    await index.add("user:2", [(record(3), EAST)])
    await index.remove("user:1", [record(1), record(3)])
    assert [hit.id for hit in await index.search("user:1", EAST, 5)] == [2]
    assert [hit.id for hit in await index.search("user:2", EAST, 5)] == [3]


async def test_an_owner_is_removed_as_a_whole(index: VectorIndex) -> None:
    await index.add("user:1", [(record(1), EAST), (record(2), NORTH)])
    await index.add("user:2", [(record(3), EAST)])
    await index.remove_owner("user:1")
    assert await index.search("user:1", EAST, 5) == []
    assert await index.count() == 1


async def test_vectors_stay_when_the_index_is_opened_again(index: VectorIndex, place: IndexPlace, backend: str) -> None:
    await index.add("user:1", [(record(1), EAST)])
    await index.close()
    again = open_index(backend, place)
    assert [hit.id for hit in await again.search("user:1", EAST, 5)] == [1]
    await again.close()


async def test_vectors_of_another_length_are_not_compared(index: VectorIndex, place: IndexPlace, backend: str) -> None:
    await index.add("user:1", [(record(1), EAST)])
    await index.close()
    other = IndexPlace(folder=place.folder, url=place.url, database=place.database, embedding="longer")
    longer = open_index(backend, other)
    assert await longer.search("user:1", [1.0, 0.0, 0.0, 0.0], 5) == []
    await longer.add("user:1", [(record(1), [1.0, 0.0, 0.0, 0.0])])
    assert [hit.id for hit in await longer.search("user:1", [1.0, 0.0, 0.0, 0.0], 5)] == [1]
    await longer.close()


async def test_it_answers_a_ping(index: VectorIndex) -> None:
    await index.ping()


async def test_an_embedded_folder_is_opened_by_one_process_only(tmp_path: Path, database: Database) -> None:
    place = IndexPlace(folder=tmp_path / "index", url="", database=database, embedding="test")
    first, second = open_index("chroma", place), open_index("chroma", place)
    await first.ping()
    with pytest.raises(Unavailable) as caught:
        await second.ping()
    assert caught.value.key == "error-memory-in-use"
    await first.close()
    await second.ping()
    await second.close()


async def test_a_server_that_is_not_there_is_told_as_unavailable(tmp_path: Path, database: Database) -> None:
    place = IndexPlace(folder=tmp_path / "index", url="http://127.0.0.1:9", database=database, embedding="test")
    index = open_index("chroma", place)
    with pytest.raises(Unavailable) as caught:
        await index.search("user:1", EAST, 5)
    assert caught.value.key == "error-memory-index"
    await index.close()
