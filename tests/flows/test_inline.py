"""Inline mode: a question typed in any chat, a message at once, and the answer that grows in it."""

import asyncio
from typing import Any

import pytest

from sandbox.bot_api.inline_results import result_content, result_keyboard
from sandbox.events import InlineAnswered
from sandbox.model import Account, Message
from sandbox.pending import InlineQuery
from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def offered(stage: Stage, person: Account, query: str) -> InlineQuery:
    """What the bot offers to the person, who types in their chat with the other one."""
    world = stage.sandbox.world
    chat = world.private(stage.anna.id, stage.ben.id)
    answered = asyncio.Event()
    unsubscribe = world.subscribe(lambda event: answered.set() if isinstance(event, InlineAnswered) else None)
    try:
        asked = world.dialogue.ask_inline(person, stage.bot_account, chat, query)
        async with asyncio.timeout(20):
            while asked.results is None:
                await answered.wait()
                answered.clear()
    finally:
        unsubscribe()
    return asked


def choose(stage: Stage, person: Account, query: InlineQuery) -> Message:
    (result,) = query.results or [{}]
    content = result_content(stage.sandbox.world, stage.bot_account, result)
    choose_inline = stage.sandbox.world.dialogue.choose_inline
    return choose_inline(person, query, result["id"], content, result_keyboard(result))


async def until_text(stage: Stage, message: Message, has: str) -> None:
    await stage.until(lambda: has in (message.text or str(message.content.rich)))


async def test_the_message_is_there_at_once_and_becomes_the_answer_under_its_question(stage: Stage):
    await stage.ask(stage.anna, "Remember that my salary is 4242", "I am a small model")
    query = await offered(stage, stage.anna, "Сколько до Луны?")
    assert query.button is None
    release = stage.ollama.hold("384 тысячи ", then="километров.")
    message = choose(stage, stage.anna, query)
    assert "Сколько до Луны?" in message.text
    assert stage.words(stage.anna, "chat-thinking") in message.text
    await until_text(stage, message, "384 тысячи")
    assert message.markup is not None
    release.set()
    await until_text(stage, message, "километров.")
    await stage.until(lambda: not message.markup)
    assert message.text.split() == ["Сколько", "до", "Луны?", "384", "тысячи", "километров."]
    assert not any("4242" in each["content"] for each in stage.ollama.chats[-1]["messages"])


async def test_stop_under_it_ends_the_answer(stage: Stage):
    query = await offered(stage, stage.anna, "Count to a million")
    stage.ollama.closed.clear()
    stage.ollama.hold("One, two, ")
    message = choose(stage, stage.anna, query)
    await until_text(stage, message, "One, two")
    stage.press(stage.anna, message, stage.words(stage.anna, "button-stop"))
    await stage.ollama.wait_closed()
    await stage.until(lambda: not message.markup)
    assert "One, two" in message.text


async def test_without_a_question_there_is_a_hint_and_a_way_to_the_private_chat(stage: Stage):
    query = await offered(stage, stage.anna, " ")
    assert query.button == {"text": stage.words(stage.anna, "inline-private"), "start_parameter": "inline"}
    before = len(stage.ollama.chats)
    message = choose(stage, stage.anna, query)
    await stage.ask(stage.anna, "/whoami", str(stage.anna.id))
    assert message.text == stage.words(stage.anna, "inline-hint", name="platform_bot")
    assert len(stage.ollama.chats) == before


async def test_a_stranger_is_offered_only_a_way_to_get_to_know_the_bot(stage: Stage):
    query = await offered(stage, stage.ben, "What is the salary of Anna?")
    assert query.results == []
    assert query.button == {"text": stage.words(stage.ben, "inline-stranger"), "start_parameter": "inline"}


async def test_a_failure_is_told_in_the_message_and_its_person_alone_may_try_again(stage: Stage):
    query = await offered(stage, stage.anna, "Are you well?")
    stage.ollama.refuse(500, "out of memory")
    message = choose(stage, stage.anna, query)
    await until_text(stage, message, "out of memory")
    await stage.until(lambda: message.markup)
    before = len(stage.ollama.chats)
    stage.press(stage.ben, message, stage.words(stage.anna, "button-retry"))
    stage.ollama.reply("Quite well.")
    stage.press(stage.anna, message, stage.words(stage.anna, "button-retry"))
    await until_text(stage, message, "Quite well.")
    await stage.until(lambda: not message.markup)
    assert message.text.split() == ["Are", "you", "well?", "Quite", "well."]
    assert len(stage.ollama.chats) == before + 1


async def test_what_was_sent_through_the_bot_in_its_own_chat_is_no_question_of_its_own(stage: Stage):
    world: Any = stage.sandbox.world
    chat = stage.with_bot(stage.anna)
    query = world.dialogue.ask_inline(stage.anna, stage.bot_account, chat, "Half of ten?")
    await stage.until(lambda: query.results)
    before = len(stage.ollama.chats)
    stage.ollama.reply("Five.")
    message = choose(stage, stage.anna, query)
    await until_text(stage, message, "Five.")
    await stage.ask(stage.anna, "/whoami", str(stage.anna.id))
    assert len(stage.ollama.chats) == before + 1


async def test_a_reminder_set_there_is_taken_back_there(stage: Stage):
    query = await offered(stage, stage.anna, "Remind me in 2 hours to call the notary")
    stage.ollama.call_tool("remind", when="in 2 hours", what="call the notary")
    stage.ollama.reply("I will.")
    message = choose(stage, stage.anna, query)
    await until_text(stage, message, "I will.")
    await stage.until(lambda: stage.words(stage.anna, "button-undo") in str(message.markup))
    assert "notary" in (await stage.ask(stage.anna, "/remind")).text

    stage.press(stage.anna, message, stage.words(stage.anna, "button-undo"))
    await stage.until(lambda: not message.markup)

    assert "notary" not in (await stage.ask(stage.anna, "/remind")).text
