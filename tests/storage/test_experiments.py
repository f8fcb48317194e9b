"""Experiments: one of a kind runs, what was adopted can be undone, and each person counts once."""

import asyncio

import pytest

from core.errors import UserError
from core.ids import ChatId, ThreadId, UserId
from storage.database import Database
from storage.experiments import Experiment, Experiments, ExperimentState
from storage.turns import Turns, TurnState
from tests.fakes.clock import FakeClock

ADMIN = UserId(1)


async def begun(experiments: Experiments, kind: str = "model", a: str = "tiny", b: str = "big") -> Experiment:
    return await experiments.start(kind, a, b, share=0.5, error_rate=0.05, author=ADMIN)  # type: ignore[arg-type]


async def rated(turns: Turns, user: int, variant: str, rating: int, *, model: str = "tiny") -> None:
    id = await turns.begin(ThreadId(f"chat:{user}"), UserId(user), ChatId(user), None, "Hello", "")
    await turns.finish(id, "Hi", "assistant", model, TurnState.DONE, variant=variant)
    if rating:
        await turns.rate(id, rating)


async def test_one_of_a_kind_runs_at_a_time(database: Database, clock: FakeClock):
    experiments = Experiments(database, clock)
    first = await begun(experiments)
    with pytest.raises(UserError):
        await begun(experiments)
    await begun(experiments, "prompt", "default", "pirate")
    assert await experiments.end(first.id, ExperimentState.STOPPED)
    assert [each.kind for each in await experiments.in_force()] == ["prompt"]
    second = await begun(experiments)
    assert (second.a, second.b, second.share, second.state) == ("tiny", "big", 0.5, ExperimentState.RUNNING)


async def test_of_those_that_start_at_once_one_runs(database: Database, clock: FakeClock):
    experiments = Experiments(database, clock)
    started = await asyncio.gather(
        *(begun(experiments, b=f"model-{number}") for number in range(6)), return_exceptions=True
    )

    refused = [each for each in started if isinstance(each, UserError)]
    assert [each.key for each in refused] == ["error-experiment-running"] * 5
    assert list(await experiments.in_force()) == [each for each in started if isinstance(each, Experiment)]


async def test_the_newest_winner_is_in_force_until_it_is_rolled_back(database: Database, clock: FakeClock):
    experiments = Experiments(database, clock)
    older = await begun(experiments)
    assert await experiments.end(older.id, ExperimentState.ADOPTED, "b")
    newer = await begun(experiments, a="big", b="huge")
    assert await experiments.end(newer.id, ExperimentState.ADOPTED, "b")
    assert [each.name_of("b") for each in await experiments.in_force()] == ["huge"]
    assert await experiments.end(newer.id, ExperimentState.ROLLED_BACK)
    assert [(each.id, each.winner) for each in await experiments.in_force()] == [(older.id, "b")]


async def test_what_ended_is_not_ended_again(database: Database, clock: FakeClock):
    experiments = Experiments(database, clock)
    one = await begun(experiments)
    assert not await experiments.end(one.id, ExperimentState.ROLLED_BACK)
    assert await experiments.end(one.id, ExperimentState.STOPPED)
    assert not await experiments.end(one.id, ExperimentState.ADOPTED, "a")
    assert await experiments.in_force() == []


async def test_each_person_counts_once_with_the_first_answer_that_they_rated(database: Database, clock: FakeClock):
    experiments, turns = Experiments(database, clock), Turns(database, clock)
    for user, variant, rating in [
        (7, "1:a", 0),
        (7, "1:a", -1),
        (7, "1:a", 1),
        (8, "1:b 2:a", 1),
        (9, "1:a", 1),
        (10, "11:a", 1),
        (11, "", 1),
    ]:
        await rated(turns, user, variant, rating)
    a, b = await experiments.tally(1)
    assert (a.answers, a.ratings) == (4, (False, True))
    assert (b.answers, b.ratings) == (1, (True,))
    assert (await experiments.tally(2))[0].ratings == (True,)


async def test_an_answer_that_no_model_gave_says_nothing_about_an_arm(database: Database, clock: FakeClock):
    experiments, turns = Experiments(database, clock), Turns(database, clock)
    await rated(turns, 7, "1:a", -1, model="")
    assert [tally.answers for tally in await experiments.tally(1)] == [0, 0]
