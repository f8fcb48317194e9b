"""Turns beside and after each other: stop, threads, waiting."""

import asyncio
from contextlib import AsyncExitStack

from agents.state import Queued, ReplyChunk, Status, TextDelta
from core.ids import thread_of
from storage.turns import TurnState
from tests.fakes.agents import BEN, GROUP, PATIENCE, Desk, end_of, text_of


async def test_stop_closes_the_models_stream_and_keeps_the_partial_answer(desk: Desk):
    desk.ollama.hold("Once upon", then=" a time")
    turn = await desk.turn("Tell me a story")
    chunks = []

    async with asyncio.timeout(PATIENCE):
        async for chunk in desk.runner.stream(turn):
            chunks.append(chunk)
            if isinstance(chunk, TextDelta):
                assert await desk.runner.stop(turn.thread)
    await desk.ollama.wait_closed()

    assert text_of(chunks) == "Once upon"
    assert end_of(chunks).state == "stopped"
    found = await desk.recorded(turn.id)
    assert (found.answer, found.state) == ("Once upon", TurnState.STOPPED)
    assert [past.id for past in await desk.services.turns.history(turn.thread, 5)] == [turn.id]


async def test_stop_before_the_first_token_frees_the_model_too(desk: Desk):
    desk.ollama.hold(then="too late")
    turn = await desk.turn("Tell me a story")
    chunks = []

    async with asyncio.timeout(PATIENCE):
        stream = desk.runner.stream(turn)
        chunks.append(await anext(stream))
        chunks.append(await anext(stream))
        await desk.ollama.wait_for_chats()
        assert await desk.runner.stop(turn.thread)
        chunks += [chunk async for chunk in stream]
    await desk.ollama.wait_closed()

    assert end_of(chunks).state == "stopped"
    assert text_of(chunks) == ""


async def test_stop_without_a_running_turn_says_so(desk: Desk):
    await desk.ask("Hi")

    assert not await desk.runner.stop(thread_of(GROUP))


async def test_a_consumer_that_leaves_closes_the_models_stream(desk: Desk):
    desk.ollama.hold("Once upon")
    turn = await desk.turn("Tell me a story")
    stream = desk.runner.stream(turn)

    async with asyncio.timeout(PATIENCE):
        async for chunk in stream:
            if isinstance(chunk, TextDelta):
                break
        await stream.aclose()
    await desk.ollama.wait_closed()

    assert (await desk.recorded(turn.id)).state == TurnState.STOPPED


async def test_two_turns_of_a_thread_run_one_after_the_other(desk: Desk):
    release = desk.ollama.hold("first", then=" answer")
    desk.ollama.reply("of another thread")
    desk.ollama.reply("second answer")
    first, second, other = await desk.turn("one"), await desk.turn("two"), await desk.turn("three", user=BEN)

    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
        one = group.create_task(desk.collect(first))
        await desk.ollama.wait_for_chats(1)
        two = group.create_task(desk.collect(second))
        # Were the second free to run, it would reach the model before one that is asked after it.
        assert text_of(await desk.collect(other)) == "of another thread"
        assert len(desk.ollama.chats) == 2
        assert not two.done()
        release.set()

    assert text_of(one.result()) == "first answer"
    assert two.result()[0] == Status("status-waiting")
    assert text_of(two.result()) == "second answer"
    assert "first answer" in [message["content"] for message in desk.ollama.chats[2]["messages"]]


async def test_two_threads_run_beside_each_other(desk: Desk):
    release = desk.ollama.hold("slow", then=" one")
    desk.ollama.reply("quick one")

    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
        slow = group.create_task(desk.collect(await desk.turn("one")))
        await desk.ollama.wait_for_chats(1)
        quick = await desk.collect(await desk.turn("two", user=BEN))
        assert not slow.done()
        release.set()

    assert text_of(quick) == "quick one"
    assert text_of(slow.result()) == "slow one"


async def test_a_slow_first_token_is_explained_once(hurried_desk: Desk):
    desk = hurried_desk
    release = desk.ollama.hold(then="finally")
    chunks = []

    async with asyncio.timeout(PATIENCE):
        async for chunk in desk.runner.stream(await desk.turn("Hi")):
            chunks.append(chunk)
            if isinstance(chunk, Status) and chunk.key == "status-model-silent":
                release.set()

    assert text_of(chunks) == "finally"
    assert chunks.count(Status("status-model-silent", {"model": "tiny:latest"})) == 1


async def test_whoever_waits_for_the_model_is_told_the_place(desk: Desk):
    release, chunks = desk.ollama.hold(then="mine"), list[ReplyChunk]()

    async with asyncio.timeout(PATIENCE), AsyncExitStack() as places:
        for _ in range(4):
            await places.enter_async_context(desk.services.gate.turn("tiny:latest"))
        async for chunk in desk.runner.stream(await desk.turn("Hi")):
            chunks.append(chunk)
            if isinstance(chunk, Queued):
                assert desk.ollama.chats == []
                await places.aclose()
                release.set()

    assert chunks.index(Queued(4, 0.0)) < chunks.index(Status("status-thinking"), 1)
    assert len(desk.ollama.chats) == 1


async def test_a_process_that_ends_leaves_every_turn_with_an_end_on_record(desk: Desk):
    desk.ollama.hold("Once upon")
    running, queued = await desk.turn("one"), await desk.turn("two")

    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
        stream = desk.runner.stream(running)
        chunks = [await anext(stream)]
        while not text_of(chunks):
            chunks.append(await anext(stream))
        waiting = group.create_task(desk.collect(queued))
        await asyncio.sleep(0)
        await desk.tasks.close(grace=0)
        chunks += [chunk async for chunk in stream]
    await desk.ollama.wait_closed()

    assert end_of(chunks).state == end_of(waiting.result()).state == "stopped"
    found = await desk.recorded(running.id)
    assert (found.answer, found.state) == ("Once upon", TurnState.STOPPED)
    assert (await desk.recorded(queued.id)).state == TurnState.STOPPED
