"""The memory keeps its promises on every index and both databases: isolation, once only, forgetting, healing."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.errors import Unavailable
from core.ids import ChatId, RecordId, UserId
from inference.embeddings import HashedEmbeddings
from memory.index import IndexPlace, VectorIndex, open_index
from memory.store import MemoryStore, Owner, owner_of_chat, owner_of_user
from storage.database import Database
from storage.memories import Memories, NewMemory
from tests.fakes.clock import FakeClock

ANNA, BEN = owner_of_user(UserId(1)), owner_of_user(UserId(2))
GROUP = owner_of_chat(ChatId(-1001))


class OtherEmbeddings(HashedEmbeddings):
    """The operator changed the embedding model."""

    name = "other"


@pytest.fixture(params=["chroma", "exact"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def place(tmp_path: Path, database: Database) -> IndexPlace:
    return IndexPlace(folder=tmp_path / "index", url="", database=database, embedding=HashedEmbeddings.name)


@pytest.fixture
async def index(backend: str, place: IndexPlace) -> AsyncIterator[VectorIndex]:
    opened = open_index(backend, place)
    yield opened
    await opened.close()


@pytest.fixture
def memories(database: Database) -> Memories:
    return Memories(database)


@pytest.fixture
def store(memories: Memories, index: VectorIndex, clock: FakeClock) -> MemoryStore:
    return MemoryStore(memories, index, HashedEmbeddings(), clock)


async def texts(store: MemoryStore, owner: Owner, query: str, limit: int = 5) -> list[str]:
    return [found.record.text for found in await store.recall(owner, query, limit)]


async def test_what_was_remembered_is_recalled_with_its_origin(store: MemoryStore, clock: FakeClock) -> None:
    [id_] = await store.remember(ANNA, ["Мою собаку зовут Бим"], "said", "message:1:7")
    [found] = await store.recall(ANNA, "Как зовут собаку?", 5)
    assert found.record.id == id_
    assert (found.record.owner, found.record.kind, found.record.source) == (ANNA, "said", "message:1:7")
    assert found.record.created_at == clock.now()
    assert 0.5 < found.score <= 1.0


async def test_nothing_of_a_stranger_is_ever_recalled(store: MemoryStore) -> None:
    secret = "The code of the safe is four two seven one"
    strangers = [owner_of_user(UserId(number)) for number in range(100, 160)]
    for stranger in [*strangers, GROUP]:
        await store.remember(stranger, [secret], "said", "message:5:5")
    assert await texts(store, ANNA, secret, 100) == []
    await store.remember(ANNA, ["My safe is green"], "said", "message:1:1")
    assert await texts(store, ANNA, secret, 100) == ["My safe is green"]
    assert await store.page(ANNA, 100) == [found.record for found in await store.recall(ANNA, secret, 100)]
    assert await texts(store, strangers[0], secret) == [secret]


async def test_an_owners_own_records_are_found_among_many_of_others(store: MemoryStore) -> None:
    for number in range(100, 130):
        await store.remember(owner_of_user(UserId(number)), ["I keep bees on the roof"], "said", "message:5:5")
    await store.remember(ANNA, ["I keep bees behind the house"], "said", "message:1:1")
    assert await texts(store, ANNA, "Where are my bees?", 1) == ["I keep bees behind the house"]


async def test_the_same_text_of_the_same_source_is_kept_once(store: MemoryStore) -> None:
    first = await store.remember(ANNA, ["Я живу в Риге"], "said", "message:1:7")
    again = await store.remember(ANNA, ["  я живу  в риге "], "said", "message:1:7")
    elsewhere = await store.remember(ANNA, ["Я живу в Риге"], "said", "message:1:8")
    assert first == again
    assert elsewhere != first
    assert await store.count(ANNA) == 2


async def test_blank_texts_are_left_out(store: MemoryStore) -> None:
    assert len(await store.remember(ANNA, ["", "  \n", "tea"], "note", "message:1:1")) == 1


async def test_a_page_shows_the_newest_first(store: MemoryStore) -> None:
    for number in range(5):
        await store.remember(ANNA, [f"note {number}"], "note", f"message:1:{number}")
    await store.remember(BEN, ["not hers"], "note", "message:2:1")
    assert [record.text for record in await store.page(ANNA, 2, 1)] == ["note 3", "note 2"]


async def test_forgetting_needs_the_owner(store: MemoryStore, index: VectorIndex) -> None:
    [id_] = await store.remember(ANNA, ["I like tea"], "said", "message:1:1")
    assert not await store.forget(BEN, id_)
    assert await texts(store, ANNA, "tea") == ["I like tea"]
    assert await store.forget(ANNA, id_)
    assert not await store.forget(ANNA, id_)
    assert await texts(store, ANNA, "tea") == []
    assert await index.count() == 0


async def test_forgetting_all_leaves_others_alone(store: MemoryStore, index: VectorIndex) -> None:
    await store.remember(ANNA, ["I like tea", "I like milk"], "said", "message:1:1")
    await store.remember(BEN, ["I like tea"], "said", "message:2:1")
    assert await store.forget_all(ANNA) == 2
    assert await store.count(ANNA) == 0
    assert await texts(store, BEN, "tea") == ["I like tea"]
    assert await index.count() == 1


async def test_a_crash_between_sql_and_index_is_healed(
    store: MemoryStore, memories: Memories, index: VectorIndex, clock: FakeClock
) -> None:
    await store.remember(ANNA, ["I like tea"], "said", "message:1:1")
    lost = NewMemory("My bicycle is red", ("bicycl", "red"))
    await memories.add(ANNA, [lost], kind="said", source="message:1:2", at=clock.now())
    assert await index.count() == 1
    assert await store.heal() == 1
    assert await index.count() == 2
    assert await store.heal() == 0


async def test_an_index_that_lost_everything_is_rebuilt_from_sql(store: MemoryStore, index: VectorIndex) -> None:
    await store.remember(ANNA, ["I like tea", "Я люблю чай"], "said", "message:1:1")
    await store.remember(BEN, ["I like tea"], "said", "message:2:1")
    await index.clear()
    assert await store.heal() == 3
    assert await index.count() == 3
    assert await index.search(ANNA, (await HashedEmbeddings().embed(["tea"]))[0], 5)


async def test_vectors_that_sql_no_longer_knows_are_swept_away(store: MemoryStore, index: VectorIndex) -> None:
    await store.remember(ANNA, ["I like tea"], "said", "message:1:1")
    await index.add(BEN, [(RecordId(99), (await HashedEmbeddings().embed(["I like tea"]))[0])])
    assert await texts(store, BEN, "I like tea") == []
    await store.heal()
    assert await index.count() == 1


async def test_another_embedding_model_rebuilds_the_index(
    store: MemoryStore, index: VectorIndex, place: IndexPlace, backend: str, clock: FakeClock
) -> None:
    await store.remember(ANNA, ["I like tea"], "said", "message:1:1")
    await index.close()
    changed = IndexPlace(folder=place.folder, url="", database=place.database, embedding=OtherEmbeddings.name)
    other = open_index(backend, changed)
    reopened = MemoryStore(Memories(place.database), other, OtherEmbeddings(), clock)
    assert await reopened.heal() == 1
    assert await texts(reopened, ANNA, "tea") == ["I like tea"]
    assert await other.count() == 1
    await reopened.close()


async def test_many_texts_are_indexed_in_batches(store: MemoryStore, index: VectorIndex) -> None:
    await store.remember(ANNA, [f"Chapter {number} of the handbook" for number in range(450)], "document", "file:1")
    assert await index.count() == 450
    assert await store.count(ANNA) == 450


async def test_what_is_remembered_during_a_rebuild_is_in_the_index_too(store: MemoryStore, index: VectorIndex) -> None:
    await store.remember(ANNA, [f"Chapter {number}" for number in range(20)], "document", "file:1")
    notes = (store.remember(ANNA, [f"note {number}"], "note", f"message:1:{number}") for number in range(5))
    await asyncio.gather(store.rebuild(), *notes, store.rebuild())
    assert await index.count() == 25
    assert await store.heal() == 0


class DeafIndex:
    """An index whose server is gone."""

    name = "deaf/test"

    async def add(self, *_: object) -> None:
        raise Unavailable("error-memory-index")

    search = remove = remove_owner = count = clear = ping = close = add


async def test_without_the_index_nothing_is_lost_and_words_still_find(
    memories: Memories, clock: FakeClock, store: MemoryStore
) -> None:
    deaf = MemoryStore(memories, DeafIndex(), HashedEmbeddings(), clock)  # type: ignore[arg-type]
    [id_] = await deaf.remember(ANNA, ["У меня аллергия на орехи"], "said", "message:1:1")
    assert await texts(deaf, ANNA, "На что аллергия?") == ["У меня аллергия на орехи"]
    assert await store.heal() == 1
    assert await deaf.forget(ANNA, id_)
    assert await texts(store, ANNA, "аллергия") == []


async def test_a_groups_memory_goes_to_its_new_id_and_is_found_there(store: MemoryStore) -> None:
    moved = owner_of_chat(ChatId(-1002))
    await store.remember(GROUP, ["Our code word is heron"], "said", "message:5:5")
    await store.remember(ANNA, ["My code word is stork"], "said", "message:1:1")
    await store.change_owner(GROUP, moved)
    await store.change_owner(GROUP, moved)
    assert [found.record.text for found in await store.recall(moved, "code word", 5)] == ["Our code word is heron"]
    assert await store.recall(GROUP, "code word", 5) == []
    assert await store.count(ANNA) == 1
