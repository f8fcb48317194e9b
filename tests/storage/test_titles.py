"""Titles of topics, and what goes along when a group gets another id."""

from datetime import UTC, datetime

from core.ids import ChatId, ThreadId, TopicId, UserId, thread_of
from core.recurrence import When
from storage.database import Database
from storage.moving import Moving
from storage.reminders import Reminders
from storage.titles import Titles
from storage.turns import Turns, TurnState

TOPIC = thread_of(ChatId(1), TopicId(7))
OLD, NEW = ChatId(-5), ChatId(-1005)


async def test_a_topic_without_a_name_is_named_once(database: Database):
    titles = Titles(database)
    assert not await titles.claim(TOPIC)
    await titles.expect(TOPIC)
    assert await titles.claim(TOPIC)
    assert not await titles.claim(TOPIC)


async def test_a_topic_that_its_person_named_is_not_named_again(database: Database):
    titles = Titles(database)
    await titles.expect(TOPIC)
    await titles.settle(TOPIC, "Garden")
    assert not await titles.claim(TOPIC)


async def test_a_title_begins_no_new_conversation(database: Database):
    turns, titles = Turns(database), Titles(database)
    await answered(turns, TOPIC, ChatId(1), "first")
    await titles.expect(TOPIC)
    await titles.settle(TOPIC, "Garden")
    assert [each.text for each in await turns.history(TOPIC, 10)] == ["first"]


async def answered(turns: Turns, thread: ThreadId, chat: ChatId, text: str) -> None:
    turn = await turns.begin(thread, UserId(1), chat, None, text, "")
    await turns.finish(turn, "yes", "assistant", "tiny", TurnState.DONE)


async def test_a_groups_conversation_and_reminders_go_to_its_new_id_and_only_they(database: Database):
    turns, reminders, moving = Turns(database), Reminders(database), Moving(database)
    at = When(datetime(2026, 12, 1, tzinfo=UTC))
    for chat in (OLD, ChatId(-6)):
        await reminders.add(UserId(1), chat, "water the plants", at, key=f"reminder:{chat}")
    for chat, text in ((OLD, "before"), (ChatId(-6), "others")):
        await answered(turns, thread_of(chat), chat, text)
        await turns.new_conversation(thread_of(chat))
        await answered(turns, thread_of(chat), chat, f"{text} and after")
    await turns.new_conversation(thread_of(NEW))
    await moving.migrate(OLD, NEW)
    await moving.migrate(OLD, NEW)
    assert [(each.text, each.chat) for each in await turns.history(thread_of(NEW), 10)] == [("before and after", NEW)]
    assert await turns.history(thread_of(OLD), 10) == []
    assert [each.text for each in await turns.history(thread_of(ChatId(-6)), 10)] == ["others and after"]
    assert {each.chat for each in await reminders.of(UserId(1))} == {NEW, ChatId(-6)}
