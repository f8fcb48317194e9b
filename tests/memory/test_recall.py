"""What is found in one person's memory, and what is not."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.ids import RecordId, UserId
from inference.embeddings import HashedEmbeddings
from memory.index import IndexPlace, open_index
from memory.recall import coverage, fuse
from memory.store import MemoryStore, owner_of_user
from storage.database import Database
from storage.memories import LexicalHit, Memories
from tests.fakes.clock import FakeClock

ANNA = owner_of_user(UserId(1))
SAID = [
    "Мою собаку зовут Бим",
    "Я работаю врачом в детской больнице",
    "У меня аллергия на орехи",
    "Дочка пошла в первый класс",
    "My bicycle is red and quite old",
    "I live in Riga, near the river",
    "I prefer answers in plain English",
    "Our meetings start at nine on Mondays",
]


@pytest.fixture
async def store(sqlite_url: str, tmp_path: Path, clock: FakeClock) -> AsyncIterator[MemoryStore]:
    database = Database(sqlite_url)
    place = IndexPlace(folder=tmp_path / "index", url="", database=database, embedding=HashedEmbeddings.name)
    memory = MemoryStore(Memories(database), open_index("exact", place), HashedEmbeddings(), clock)
    await memory.remember(ANNA, SAID, "said", "message:1:1")
    yield memory
    await database.close()


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Как зовут мою собаку?", SAID[0]),
        ("имя собаки", SAID[0]),
        ("Кем я работаю?", SAID[1]),
        ("в какой больнице работает врач", SAID[1]),
        ("На что у меня аллергии?", SAID[2]),
        ("в каком классе дочь", SAID[3]),
        ("What colour is my bicycle?", SAID[4]),
        ("Where do I live?", SAID[5]),
        ("When does the meeting start?", SAID[7]),
    ],
)
async def test_a_question_finds_its_answer_first(store: MemoryStore, question: str, answer: str) -> None:
    found = await store.recall(ANNA, question, 3)
    assert [item.record.text for item in found][:1] == [answer]


@pytest.mark.parametrize("question", ["Привет!", "What is the capital of France?", "Сколько будет дважды два?", "?!"])
async def test_what_has_nothing_to_do_with_memory_finds_nothing(store: MemoryStore, question: str) -> None:
    assert await store.recall(ANNA, question, 3) == []


@pytest.mark.parametrize("question", ["What do you know about me?", "Что ты обо мне знаешь?", "Расскажи обо мне"])
async def test_asking_about_oneself_finds_the_newest(store: MemoryStore, question: str) -> None:
    assert [item.record.text for item in await store.recall(ANNA, question, 2)] == [SAID[-1], SAID[-2]]


async def test_letters_that_mean_something_to_sql_are_only_letters(store: MemoryStore) -> None:
    assert await store.recall(ANNA, "100% _ \\ ' \" ; --", 3) == []
    await store.remember(ANNA, ["100% of it's mine; \\o/ \0 \ud800"], "note", "message:1:2")
    [found] = await store.recall(ANNA, "what is 100% mine", 3)
    assert found.record.text.startswith("100% of it's mine; \\o/")


def test_a_rare_word_counts_for_more_than_a_common_one() -> None:
    hits = [LexicalHit(RecordId(number), frozenset({"work"})) for number in range(9)]
    hits.append(LexicalHit(RecordId(9), frozenset({"bim"})))
    scores = coverage(["work", "bim"], hits, total=10)
    assert scores[RecordId(9)] > scores[RecordId(0)]


def test_one_common_word_of_a_long_question_is_not_enough() -> None:
    stems = [f"word{number}" for number in range(12)]
    assert coverage(stems, [LexicalHit(RecordId(1), frozenset({"word1"}))], total=3) == {}


def test_what_is_forgotten_between_two_looks_breaks_nothing():
    assert coverage(["bim"], [LexicalHit(RecordId(1), frozenset({"bim"}))], total=0) == {1: 1.0}


def test_what_both_ways_find_stands_above_what_one_finds() -> None:
    scores = fuse({RecordId(1): 0.5, RecordId(2): 0.5}, {RecordId(2): 0.5, RecordId(3): 0.9})
    assert sorted(scores, key=lambda record: -scores[record]) == [2, 3, 1]
