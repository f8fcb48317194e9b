"""Summaries on both databases: of the current conversation alone, and never of what was forgotten."""

import pytest

from core.ids import ChatId, ThreadId, TurnId, UserId
from storage.database import Database
from storage.erasure import Erasure
from storage.summaries import Summaries, Summary
from storage.turns import Turns, TurnState
from tests.fakes.clock import FakeClock

THREAD = ThreadId("1:0")


@pytest.fixture
def turns(database: Database, clock: FakeClock) -> Turns:
    return Turns(database, clock)


@pytest.fixture
def summaries(database: Database, clock: FakeClock) -> Summaries:
    return Summaries(database, clock)


async def answered(turns: Turns) -> TurnId:
    id = await turns.begin(THREAD, UserId(1), ChatId(1), None, "Hello", "")
    await turns.finish(id, "Hi", "assistant", "tiny", TurnState.DONE)
    return id


async def test_without_a_summary_there_is_an_empty_one(summaries: Summaries):
    assert await summaries.get(THREAD) == Summary()


async def test_a_newer_summary_takes_the_place_of_the_older(turns: Turns, summaries: Summaries):
    first, second = await answered(turns), await answered(turns)
    assert await summaries.put(THREAD, "They greet.", [first], Summary())
    assert await summaries.put(THREAD, "They greet twice.", [second], await summaries.get(THREAD))
    assert await summaries.get(THREAD) == Summary("They greet twice.", second)


async def test_a_new_conversation_leaves_summary_and_warning_behind(turns: Turns, summaries: Summaries):
    old = await answered(turns)
    await summaries.put(THREAD, "They greet.", [old], Summary())
    await summaries.warn(THREAD, old)
    await turns.new_conversation(THREAD)
    assert await summaries.get(THREAD) == Summary()
    assert not await summaries.put(THREAD, "Made meanwhile.", [old], Summary())
    assert await summaries.get(THREAD) == Summary()


async def test_what_was_forgotten_does_not_come_back_by_a_summary_made_meanwhile(
    turns: Turns, summaries: Summaries, database: Database
):
    old = await answered(turns)
    await Erasure(database).conversation(THREAD, "user:1")
    assert not await summaries.put(THREAD, "They greet.", [old], Summary())
    assert await summaries.get(THREAD) == Summary()


async def test_one_forgotten_turn_takes_the_summary_that_is_being_made_with_it(
    turns: Turns, summaries: Summaries, database: Database
):
    first, second, third = [await answered(turns) for _ in range(3)]
    await summaries.put(THREAD, "They greet.", [first], Summary())
    known, forgotten = await summaries.get(THREAD), await turns.get(first)
    assert forgotten is not None
    await Erasure(database).turn(forgotten, "user:1")
    assert not await summaries.put(THREAD, "They greet thrice.", [first, second, third], Summary())
    assert not await summaries.put(THREAD, "They greet thrice.", [second, third], known)
    assert await summaries.get(THREAD) == Summary()


async def test_a_warning_is_remembered_and_leaves_the_summary_as_it_is(turns: Turns, summaries: Summaries):
    id = await answered(turns)
    await summaries.warn(THREAD, id)
    assert await summaries.get(THREAD) == Summary(is_warned=True)
    await summaries.put(THREAD, "They greet.", [id], Summary())
    await summaries.warn(THREAD, id)
    assert await summaries.get(THREAD) == Summary("They greet.", id, is_warned=True)
