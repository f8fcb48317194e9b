"""Detached work: its failure is seen, a dead loop ends the process, the end waits and then insists."""

import asyncio

import pytest

from core.tasks import Supervisor


async def fail() -> None:
    raise RuntimeError("broken")


async def test_short_work_that_fails_ends_nothing_else():
    supervisor = Supervisor()
    task = supervisor.spawn(fail(), name="short")

    with pytest.raises(RuntimeError):
        await task
    await supervisor.close()

    assert not supervisor.fatal.done()


async def test_a_loop_that_dies_is_fatal():
    supervisor = Supervisor()
    supervisor.run_forever(fail(), name="loop")

    async with asyncio.timeout(5):
        assert str(await supervisor.fatal) == "broken"
    await supervisor.close()


async def test_the_end_lets_work_finish_and_cancels_what_does_not():
    supervisor, finished = Supervisor(), asyncio.Event()
    never = asyncio.Event()

    async def quick() -> None:
        await asyncio.sleep(0)
        finished.set()

    supervisor.spawn(quick(), name="quick")
    endless = supervisor.run_forever(never.wait(), name="endless")

    await supervisor.close(grace=0.05)

    assert finished.is_set()
    assert endless.cancelled()
    assert not supervisor.fatal.done()
