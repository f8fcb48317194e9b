"""Places in a thread: one inside at a time, in their order, each taken out wherever it stands."""

import asyncio

from agents.state import Turn
from agents.threads import Place, Threads
from core.ids import ChatId, ThreadId, TurnId, UserId

THREAD, OTHER = ThreadId("1:0"), ThreadId("2:0")
PATIENCE = 5.0


def turn(number: int, thread: ThreadId = THREAD) -> Turn:
    id = TurnId(number)
    return Turn(id, thread, UserId(1), ChatId(1), "Hello", language="en", is_private=True)


async def inside(threads: Threads, place: Place, log: list[int], release: asyncio.Event) -> None:
    """What the runner does with a place: wait for the thread, work until released, deliver, leave."""
    try:
        async with threads.inside(place):
            log.append(place.turn.id)
            await threads.work(place, asyncio.get_running_loop().create_task(release.wait()))
    finally:
        threads.leave(place)


def start(threads: Threads, place: Place, log: list[int], release: asyncio.Event) -> asyncio.Task[None]:
    place.task = asyncio.get_running_loop().create_task(inside(threads, place, log, release))
    return place.task


async def turns_of_the_loop() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_turns_of_one_thread_follow_each_other_and_others_run_beside_them():
    threads, log, release = Threads(), list[int](), asyncio.Event()
    places = [threads.enter(turn(1)), threads.enter(turn(2)), threads.enter(turn(3, OTHER))]
    tasks = [start(threads, place, log, release) for place in places]
    await turns_of_the_loop()

    assert [place.is_waiting for place in places] == [False, True, False]
    assert log == [1, 3]
    assert [place.turn.id for place in threads.unanswered(THREAD)] == [1, 2]

    release.set()
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*tasks)
    assert log == [1, 3, 2]
    assert threads.unanswered(THREAD) == []


async def test_who_waits_can_be_taken_out_of_the_line():
    threads, log, release = Threads(), list[int](), asyncio.Event()
    first, second, third = (threads.enter(turn(number)) for number in (1, 2, 3))
    tasks = [start(threads, place, log, release) for place in (first, second, third)]
    await turns_of_the_loop()

    assert second.stop()
    await turns_of_the_loop()
    assert second.left.is_set()
    assert threads.find(THREAD, TurnId(2)) is None
    release.set()
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*tasks, return_exceptions=True)
    assert log == [1, 3]


async def test_stopping_the_work_ends_it_and_the_place_goes_on_to_deliver():
    threads, release = Threads(), asyncio.Event()
    place = threads.enter(turn(1))
    work = asyncio.get_running_loop().create_task(release.wait())
    waiting = asyncio.get_running_loop().create_task(threads.work(place, work))
    await turns_of_the_loop()

    assert threads.delivering(THREAD) is None
    assert place.stop()
    async with asyncio.timeout(PATIENCE):
        await waiting

    assert work.cancelled()
    assert threads.delivering(THREAD) is place
    assert not place.stop()
    assert threads.unanswered(THREAD) == []


async def test_who_is_cancelled_from_outside_takes_the_work_along():
    threads, release = Threads(), asyncio.Event()
    place = threads.enter(turn(1))
    work = asyncio.get_running_loop().create_task(release.wait())
    waiting = asyncio.get_running_loop().create_task(threads.work(place, work))
    await turns_of_the_loop()

    waiting.cancel()
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(waiting, return_exceptions=True)

    assert work.cancelled()


async def test_an_empty_thread_is_forgotten():
    threads = Threads()
    place = threads.enter(turn(1))
    threads.leave(place)

    assert threads.find(THREAD, TurnId(1)) is None
    assert not threads.enter(turn(2)).is_waiting
