"""Topics in the chat with a bot: opened by the person or the bot, named by either, told to both."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import Message

from sandbox.seed import ANNA, BOT
from tests.fakes.sandbox import Script


async def opened(script: Script, bot: Bot, **more: Any) -> Message:
    """The service message that tells the bot of Anna's new topic."""
    await script.post(f"/people/{ANNA}/topic", chat=BOT, **more)
    message = (await bot.get_updates())[-1].message
    assert message is not None
    return message


async def test_the_bot_is_told_of_a_topic_without_a_name_and_gives_it_one(started: Bot, script: Script):
    me = await started.get_me()
    assert (me.has_topics_enabled, me.allows_users_to_create_topics) == (True, True)
    message = await opened(script, started)
    assert message.forum_topic_created is not None
    assert message.forum_topic_created.is_name_implicit
    assert message.message_thread_id == message.message_id
    await started.edit_forum_topic(ANNA, message.message_id, name="Trains to Berlin")
    (chat,) = [each for each in await script.get("/chats") if each["topics"] and each["kind"] == "private"]
    assert chat["topics"] == [{"id": message.message_id, "title": "Trains to Berlin"}]


async def test_a_topic_that_got_a_name_from_its_person_is_told_as_such(started: Bot, script: Script):
    message = await opened(script, started, title="Garden")
    assert message.forum_topic_created is not None
    assert (message.forum_topic_created.name, message.forum_topic_created.is_name_implicit) == ("Garden", None)


async def test_what_is_written_in_a_topic_stays_there_and_the_rest_outside(started: Bot, script: Script):
    topic = (await started.create_forum_topic(ANNA, "Ideas")).message_thread_id
    inside = await script.say(ANNA, BOT, "inside", topic=topic)
    told = (await started.get_updates())[-1].message
    assert told is not None
    assert (told.text, told.message_thread_id, told.is_topic_message) == ("inside", topic, True)
    answer = await started.send_message(ANNA, "an answer", message_thread_id=topic)
    assert answer.message_thread_id == topic
    outside = await started.send_message(ANNA, "outside")
    assert outside.message_thread_id is None
    assert inside["text"] == "inside"


async def test_a_draft_belongs_to_its_topic_and_none_may_name_one_that_is_not_there(started: Bot, script: Script):
    topic = (await started.create_forum_topic(ANNA, "Ideas")).message_thread_id
    await started.send_message_draft(chat_id=ANNA, draft_id=7, text="growing", message_thread_id=topic, can_stop=True)
    (draft,) = await script.get("/drafts", chat=BOT, viewer=ANNA)
    assert draft["topic"] == topic
    await script.post(f"/people/{ANNA}/stop", chat=BOT)
    stopped = (await started.get_updates())[-1].stopped_message_generation
    assert stopped is not None
    assert stopped.message_thread_id == topic
    for refused in (
        started.send_message_draft(chat_id=ANNA, draft_id=8, text="lost", message_thread_id=topic + 500),
        started.send_message(ANNA, "lost", message_thread_id=topic + 500),
    ):
        with pytest.raises(TelegramBadRequest, match="message thread not found"):
            await refused


async def test_a_deleted_topic_takes_its_messages_along(started: Bot, script: Script):
    topic = (await started.create_forum_topic(ANNA, "Ideas")).message_thread_id
    await script.say(ANNA, BOT, "inside", topic=topic)
    await started.delete_forum_topic(ANNA, topic)
    assert "inside" not in await script.texts(BOT, ANNA)
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await started.edit_forum_topic(ANNA, topic, name="Again")
