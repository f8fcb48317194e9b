"""Moving averages of what models do, on both databases."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import event

from storage.database import Database
from storage.measures import Measures, Sample
from tests.fakes.clock import FakeClock

WARM = Sample(0.01, 0.5, 4.0, prompt_tokens=100, answer_tokens=80, request_seconds=5.0)


@pytest.fixture
def measures(database: Database, clock: FakeClock) -> Measures:
    return Measures(database, clock)


async def test_a_model_that_was_never_asked_is_unknown(measures: Measures):
    await measures.load()
    assert measures.of("tiny") is None
    assert await measures.all() == []


async def test_the_first_request_is_the_average(measures: Measures, clock: FakeClock):
    await measures.note("tiny", WARM)

    found = measures.of("tiny")
    assert found is not None
    assert (found.tokens_per_second, found.prompt_tokens_per_second, found.answer_tokens) == (20.0, 200.0, 80.0)
    assert found.request_seconds == pytest.approx(4.99)
    assert (found.load_seconds, found.samples, found.changed_at) == (None, 1, clock.now())


async def test_loading_is_an_average_of_its_own_and_no_part_of_the_request(measures: Measures):
    await measures.note("tiny", replace(WARM, load_seconds=12.0, request_seconds=17.0))
    await measures.note("tiny", WARM)

    found = measures.of("tiny")
    assert found is not None
    assert found.load_seconds == 12.0
    assert found.request_seconds == pytest.approx(4.995)


async def test_newer_requests_move_the_average(measures: Measures):
    for _ in range(20):
        await measures.note("tiny", WARM)
    for _ in range(20):
        await measures.note("tiny", replace(WARM, answer_seconds=8.0))

    found = measures.of("tiny")
    assert found is not None
    assert found.tokens_per_second == pytest.approx(10.0, rel=0.02)


async def test_what_a_server_does_not_tell_stays_unknown(measures: Measures):
    await measures.note("tiny", Sample(0, 0, 0, 0, 0, request_seconds=3.0))

    found = measures.of("tiny")
    assert found is not None
    assert (found.tokens_per_second, found.prompt_tokens_per_second) == (None, None)


async def test_a_model_is_the_same_with_and_without_its_latest(measures: Measures):
    await measures.note("tiny:latest", WARM)

    assert measures.of("tiny") == measures.of("tiny:latest") is not None
    assert measures.request_seconds("tiny") == pytest.approx(4.99)
    assert measures.load_seconds("tiny") == 0.0


async def test_another_process_reads_what_was_measured(measures: Measures, database: Database):
    await measures.note("tiny", WARM)

    later = Measures(database)
    assert later.of("tiny") is None
    assert [found.model for found in await later.all()] == ["tiny"]
    assert later.of("tiny") == measures.of("tiny")


async def test_requests_that_end_at_once_are_written_together_and_none_is_lost(measures: Measures, database: Database):
    await measures.load()
    begins: list[object] = []
    event.listen(database.engine.sync_engine, "begin", begins.append)

    await asyncio.gather(*(measures.note(model, WARM) for _ in range(20) for model in ("tiny", "huge")))

    assert [found.samples for found in await Measures(database).all()] == [20, 20]
    assert len(begins) < 6  # the first one, all others, and what was read
