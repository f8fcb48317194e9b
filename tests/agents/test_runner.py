"""A turn from question to Finished: streaming, failures, what stays on record, what is learned."""

import asyncio
from dataclasses import replace

from agents.state import Finished, Status, TextDelta
from memory.store import owner_of_chat, owner_of_user
from storage.turns import TurnState
from tests.fakes.agents import ANNA, GROUP, PATIENCE, Desk, end_of, text_of


async def test_an_answer_streams_between_a_sign_of_life_and_its_end(desk: Desk):
    desk.ollama.reply(chunks=["Hel", "lo"])
    turn = await desk.turn("Hi")

    chunks = await desk.collect(turn)

    assert chunks[0] == Status("status-thinking")
    assert [chunk.text for chunk in chunks if isinstance(chunk, TextDelta)] == ["Hel", "lo"]
    assert end_of(chunks) == Finished("done", "assistant", "tiny:latest")
    found = await desk.recorded(turn.id)
    assert (found.answer, found.state, found.agent, found.model) == ("Hello", "done", "assistant", "tiny:latest")
    assert found.answer_tokens == 7


async def test_a_text_reaches_the_person_before_the_model_has_ended(desk: Desk):
    release = desk.ollama.hold("First words", then=" and the rest")
    stream = desk.runner.stream(await desk.turn("Hi"))

    async with asyncio.timeout(PATIENCE):
        async for chunk in stream:
            if isinstance(chunk, TextDelta):
                assert chunk.text == "First words"
                break
        release.set()
        rest = [chunk async for chunk in stream]

    assert text_of(rest) == " and the rest"
    assert end_of(rest).state == "done"


async def test_history_goes_to_the_model_in_order(desk: Desk):
    desk.ollama.reply("My name is Tiny")
    await desk.ask("Who are you?")
    desk.ollama.reply("I said it")

    await desk.ask("Once more?")

    sent = [(message["role"], message["content"]) for message in desk.ollama.chats[-1]["messages"]]
    assert sent[0][0] == "system"
    assert sent[1:] == [("user", "Who are you?"), ("assistant", "My name is Tiny"), ("user", "Once more?")]


async def test_history_that_does_not_fit_gives_way_and_the_system_prompt_never_does(desk: Desk):
    for number in range(6):
        desk.ollama.reply("word " * 500)
        await desk.ask(f"question {number}")
    desk.ollama.reply("fine")

    await desk.ask("the last question")

    messages = desk.ollama.chats[-1]["messages"]
    assert messages[0]["role"] == "system"
    assert messages[-1]["content"] == "the last question"
    assert "question 5" in [message["content"] for message in messages]
    assert "question 0" not in [message["content"] for message in messages]
    assert sum(len(message["content"]) for message in messages) / 3 < desk.services.num_ctx
    options = desk.ollama.chats[-1]["options"]
    assert options["num_ctx"] == desk.services.num_ctx
    assert desk.services.num_ctx // 4 <= options["num_predict"] < desk.services.num_ctx


async def test_an_answer_cut_by_its_length_says_so(desk: Desk):
    desk.ollama.reply("A long story that", done_reason="length")
    turn = await desk.turn("Tell me a story")

    chunks = await desk.collect(turn)

    assert end_of(chunks).state == "cut"
    assert (await desk.recorded(turn.id)).state == TurnState.CUT


async def test_an_empty_answer_ends_with_a_sentence(desk: Desk):
    desk.ollama.reply("")

    assert end_of(await desk.ask("Hi")) == Finished(
        "failed", "assistant", "tiny:latest", "error-model-empty", {"model": "tiny:latest"}
    )


async def test_a_model_that_is_not_there_ends_with_its_name(desk: Desk):
    turn = replace(await desk.turn("Hi"), model="huge")

    end = end_of(await desk.collect(turn))

    assert (end.state, end.error_key, end.error_params) == ("failed", "error-model-missing", {"model": "huge"})
    assert (await desk.recorded(turn.id)).state == TurnState.FAILED


async def test_a_stream_that_breaks_keeps_what_was_said(desk: Desk):
    desk.ollama.cut("Half an")
    turn = await desk.turn("Hi")

    chunks = await desk.collect(turn)

    assert text_of(chunks) == "Half an"
    assert end_of(chunks).error_key == "error-model-broken-stream"
    found = await desk.recorded(turn.id)
    assert (found.answer, found.state) == ("Half an", TurnState.FAILED)


async def test_a_message_without_text_or_far_too_long_is_refused(desk: Desk):
    assert end_of(await desk.ask("  \n ")).error_key == "error-message-empty"
    assert end_of(await desk.ask("слово " * 5000)).error_key == "error-message-too-long"
    assert desk.ollama.chats == []


async def test_a_fault_of_ours_ends_the_turn_with_an_incident(desk: Desk):
    turn = replace(await desk.turn("Hi"), text=None)  # type: ignore[arg-type]  # the fault

    end = end_of(await desk.collect(turn))

    assert (end.state, end.error_key) == ("failed", "error-unexpected")
    assert end.error_params["incident"]
    assert text_of(await desk.ask("Hi")) == "I am a small model."


async def test_the_same_update_is_answered_in_the_same_row(desk: Desk):
    desk.ollama.cut("Half")
    first = await desk.turn("Hi", update=5)
    await desk.collect(first)
    desk.ollama.reply("Whole")

    again = await desk.turn("Hi", update=5)
    await desk.collect(again)

    assert again.id == first.id
    assert (await desk.recorded(first.id)).answer == "Whole"
    assert [message["content"] for message in desk.ollama.chats[-1]["messages"]][1:] == ["Hi"]


async def test_a_great_result_of_a_tool_never_pushes_the_prompt_out(desk: Desk):
    for _ in range(4):
        desk.ollama.call_tool("read_logs", text="\n".join(f"ERROR {'слово ' * 30} {chr(1072 + n)}" for n in range(30)))
    desk.ollama.reply("done")

    await desk.ask("Read the logs", agent="support")

    messages = desk.ollama.chats[-1]["messages"]
    size = sum(len(f"{message.get('content')}{message.get('tool_calls')}".encode()) for message in messages)
    assert size / 3 < desk.services.num_ctx * 3 / 4
    assert (messages[0]["role"], messages[1]["content"]) == ("system", "Read the logs")


async def test_what_a_person_says_of_themselves_is_remembered_and_what_they_pass_on_is_not(desk: Desk):
    await desk.ask("I live in Moscow", is_untrusted=True)
    await desk.ask("I live in Kazan")

    assert await desk.memory_of(owner_of_user(ANNA)) == ["I live in Kazan"]


async def test_what_is_said_in_a_group_is_remembered_for_the_group_only(desk: Desk):
    await desk.collect(await desk.turn("I live in Kazan", chat=GROUP))

    assert await desk.memory_of(owner_of_chat(GROUP)) == ["I live in Kazan"]
    assert await desk.memory_of(owner_of_user(ANNA)) == []


async def test_of_an_incognito_turn_only_its_figures_are_recorded(desk: Desk):
    desk.ollama.reply("In the cellar.")
    asked = await desk.turn("Where is the wine?")

    chunks = await desk.collect(replace(asked, is_incognito=True))

    past = await desk.recorded(asked.id)
    assert text_of(chunks) == "In the cellar."
    assert (past.answer, past.state) == ("", TurnState.DONE)
    assert past.answer_tokens > 0


async def test_learning_waits_for_the_last_chunk(desk: Desk):
    release = desk.ollama.hold("Nice", then=" town")
    stream = desk.runner.stream(await desk.turn("I live in Kazan"))

    async with asyncio.timeout(PATIENCE):
        async for chunk in stream:
            if isinstance(chunk, TextDelta):
                break
        assert await desk.memory_of(owner_of_user(ANNA)) == []
        release.set()
        assert end_of([chunk async for chunk in stream]).state == "done"

    assert await desk.memory_of(owner_of_user(ANNA)) == ["I live in Kazan"]


async def test_a_card_number_reaches_neither_memory_nor_later_turns(desk: Desk):
    await desk.ask("Remember: my card is 4111 1111 1111 1111", agent="assistant")
    await desk.ask("What did I say?")

    assert await desk.memory_of(owner_of_user(ANNA)) == ["my card is 411111******1111"]
    assert "4111 1111 1111 1111" not in str(desk.ollama.chats[-1]["messages"])
