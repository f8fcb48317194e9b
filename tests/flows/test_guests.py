"""Guest mode: called in a chat where it is no member, the bot answers once there and keeps nothing of it."""

import pytest

from sandbox.model import Chat, Message
from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


def elsewhere(stage: Stage) -> Chat:
    """A group of Anna and Ben that the bot is not in; the same one for all tests."""
    world = stage.sandbox.world
    found = next((each for each in world.chats.values() if each.title == "Elsewhere"), None)
    if found is None:
        found = world.members.create(stage.anna, "supergroup", "Elsewhere")
        world.members.add(stage.anna, found, stage.ben)
    return found


async def answer_to(stage: Stage, question: Message) -> Message:
    """The bot's one message to it, from its first moment."""
    history = stage.sandbox.world.history[question.chat.key]
    return await stage.until(
        lambda: next((each for each in history if each.guest_caller and each.reply_to == question.uid), None)
    )


async def until_text(stage: Stage, message: Message, has: str) -> None:
    await stage.until(lambda: has in (message.text or str(message.content.rich)))


def asked(stage: Stage) -> str:
    return "\n".join(each["content"] for each in stage.ollama.chats[-1]["messages"])


async def test_the_answer_grows_in_one_message_and_nothing_private_enters_it(stage: Stage):
    await stage.ask(stage.anna, "Remember that my salary is 4242", "I am a small model")
    group = elsewhere(stage)
    release = stage.ollama.hold("It is ", then="noon.")
    question = stage.say(stage.anna, "@platform_bot what time is it, and what is my salary?", group)
    answer = await answer_to(stage, question)
    await until_text(stage, answer, "It is")
    release.set()
    await until_text(stage, answer, "It is noon.")
    await stage.until(lambda: not answer.markup)
    assert "4242" not in asked(stage)
    assert [each.text for each in stage.messages(group) if each.guest_caller] == ["It is noon."]


async def test_what_is_replied_to_goes_along_as_data_and_is_not_kept(stage: Stage):
    group = elsewhere(stage)
    said = stage.say(stage.ben, "The bridge opens on Monday.", group)
    stage.ollama.reply("On Monday.")
    number = said.id_for(stage.anna.id)
    question = stage.say(stage.anna, "@platform_bot when does it open?", group, reply_to=number)
    answer = await answer_to(stage, question)
    await until_text(stage, answer, "On Monday.")
    assert "Ben: The bridge opens on Monday." in asked(stage)
    stage.ollama.reply("Nobody told me.")
    await stage.ask(stage.anna, "When does the bridge open?", "Nobody told me.")
    assert "The bridge opens on Monday." not in asked(stage)
    again = stage.say(stage.anna, "Explain that in other words", group, reply_to=answer.id_for(stage.anna.id))
    await until_text(stage, await answer_to(stage, again), stage.ollama.default)
    assert "On Monday." in asked(stage)


async def test_in_the_private_chat_of_two_people_it_is_a_guest_too(stage: Stage):
    stage.ollama.reply("Четыре.")
    chat = stage.sandbox.world.private(stage.anna.id, stage.ben.id)
    question = stage.say(stage.anna, "@platform_bot сколько будет дважды два?", chat)
    await until_text(stage, await answer_to(stage, question), "Четыре.")


async def test_a_stranger_gets_a_polite_line(stage: Stage):
    before = len(stage.ollama.chats)
    question = stage.say(stage.ben, "@platform_bot hello", elsewhere(stage))
    line = stage.words(stage.ben, "guest-stranger", name="platform_bot")
    await until_text(stage, await answer_to(stage, question), line)
    assert len(stage.ollama.chats) == before


async def test_a_failed_answer_is_tried_again_unless_it_was_about_what_is_not_kept(stage: Stage):
    group = elsewhere(stage)
    stage.ollama.refuse(500, "out of memory")
    answer = await answer_to(stage, stage.say(stage.anna, "@platform_bot who are you?", group))
    await until_text(stage, answer, "out of memory")
    await stage.until(lambda: answer.markup)
    stage.ollama.reply("A small model.")
    stage.press(stage.anna, answer, stage.words(stage.anna, "button-retry"))
    await until_text(stage, answer, "A small model.")

    said = stage.say(stage.ben, "The ferry leaves at noon.", group)
    stage.ollama.refuse(500, "out of memory")
    question = stage.say(stage.anna, "@platform_bot when?", group, reply_to=said.id_for(stage.anna.id))
    answer = await answer_to(stage, question)
    await until_text(stage, answer, "out of memory")
    await stage.until(lambda: not answer.markup)


async def test_a_mention_without_a_question_is_asked_for_one(stage: Stage):
    question = stage.say(stage.anna, "@platform_bot", elsewhere(stage))
    await until_text(stage, await answer_to(stage, question), stage.words(stage.anna, "chat-empty-mention"))


async def test_an_answer_that_a_crash_cut_off_is_given_in_the_same_message(stage: Stage):
    stage.ollama.hold("Half of ")
    question = stage.say(stage.anna, "@platform_bot tell me everything", elsewhere(stage))
    answer = await answer_to(stage, question)
    await until_text(stage, answer, "Half of")
    stage.ollama.reply("The whole of it.")
    await stage.bot.kill()
    await stage.bot.start()
    await until_text(stage, answer, "The whole of it.")
    assert len([each for each in stage.messages(question.chat) if each.reply_to == question.uid]) == 1
