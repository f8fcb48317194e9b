"""What is erased, what stays, and whose it is."""

import pytest

from core.errors import UserError
from core.ids import ChatId, MessageId, ThreadId, TurnId, UpdateId, UserId
from storage.answers import AnswerMessages
from storage.approvals import Approvals
from storage.cached_answers import CachedAnswers
from storage.conversations import Conversations
from storage.database import Database
from storage.erasure import Erasure
from storage.inbox import Inbox
from storage.turns import PastTurn, Turns, TurnState
from storage.usage import Usage

THREAD, TOPIC, OTHER = ThreadId("1:0"), ThreadId("1:7"), ThreadId("2:0")
ANNA = UserId(1)


@pytest.fixture
def turns(database: Database) -> Turns:
    return Turns(database)


async def answered(turns: Turns, text: str, thread: ThreadId = THREAD, message: int = 5) -> PastTurn:
    chat = ChatId(int(thread.partition(":")[0]))
    id = await turns.begin(thread, ANNA, chat, None, text, f"message:{chat}:{message}", attachments=[{"kind": "photo"}])
    await turns.finish(id, f"{text}!", "assistant", "tiny", TurnState.DONE, answer_tokens=3)
    return await known(turns, id)


async def known(turns: Turns, id: TurnId) -> PastTurn:
    found = await turns.get(id)
    assert found is not None
    return found


async def words(turns: Turns, *threads: ThreadId) -> list[str]:
    return [past.text for thread in threads for past in await turns.asked(thread, is_all=True)]


async def test_a_turn_loses_its_texts_in_all_versions_and_keeps_its_figures(turns: Turns, database: Database):
    past = await answered(turns, "Secret")
    await turns.begin_again(past, UpdateId(9), "Secret, once more", ())
    await AnswerMessages(database).put(past.id, ChatId(1), [MessageId(6)])

    assert await Erasure(database).turn(past, "user:1") == ["message:1:5"]

    assert await words(turns, THREAD) == []
    assert (await known(turns, past.id)).attachments == ()
    assert (await Usage(database).stats(ANNA)).answer_tokens == 3
    assert await AnswerMessages(database).of(past.id) == []


async def test_a_conversation_is_erased_and_what_came_before_it_stays(turns: Turns, database: Database):
    await answered(turns, "Before")
    await turns.new_conversation(THREAD)
    await answered(turns, "After", message=6)

    assert await Erasure(database).conversation(THREAD, "user:1") == ["message:1:6"]
    assert await words(turns, THREAD) == ["Before"]


async def test_a_chat_is_erased_in_all_topics_and_no_other_chat(turns: Turns, database: Database):
    for thread in (THREAD, TOPIC, OTHER):
        await answered(turns, f"In {thread}", thread)

    await Erasure(database).chat(ChatId(1), "user:1")

    assert await words(turns, THREAD, TOPIC, OTHER) == ["In 2:0"]


async def test_incognito_is_per_thread_and_outlives_a_new_conversation(turns: Turns, database: Database):
    conversations = Conversations(database)
    await conversations.set_incognito(THREAD, is_on=True)
    await turns.new_conversation(THREAD)

    assert await conversations.is_incognito(THREAD)
    assert not await conversations.is_incognito(TOPIC)
    await conversations.set_incognito(THREAD, is_on=False)
    assert not await conversations.is_incognito(THREAD)


@pytest.mark.parametrize("scope", ["turn", "conversation"])
async def test_the_owners_cached_answers_go_too_and_nobody_elses(turns: Turns, database: Database, scope: str):
    cached = CachedAnswers(database)
    await cached.put("one", "user:1", "A cat.")
    await cached.put("two", "user:2", "A dog.")
    past = await answered(turns, "What is it?")

    if scope == "turn":
        await Erasure(database).turn(past, "user:1")
    else:
        await Erasure(database).conversation(THREAD, "user:1")

    assert (await cached.get("one", "user:1"), await cached.get("two", "user:2")) == ("", "A dog.")


async def test_a_failed_question_is_not_found_in_the_inbox_either(turns: Turns, database: Database):
    inbox = Inbox(database)
    await inbox.add_all([(UpdateId(8), {"text": "Secret"}), (UpdateId(9), {"text": "Other"})])
    id = await turns.begin(THREAD, ANNA, ChatId(1), UpdateId(8), "Secret", "message:1:5")
    for update in (8, 9):
        await inbox.failed(UpdateId(update), "interrupted")

    await Erasure(database).turn(await known(turns, id), "user:1")

    with pytest.raises(UserError):
        await inbox.reopen(UpdateId(8), "interrupted", lambda _payload: True)
    assert await inbox.reopen(UpdateId(9), "interrupted", lambda _payload: True) == {"text": "Other"}


async def test_what_waits_for_leave_goes_with_its_chat(turns: Turns, database: Database):
    approvals = Approvals(database)
    mine, other = [await approvals.add(ANNA, ChatId(chat), "propose_rule", {"source": "@s"}) for chat in (1, 2)]
    await answered(turns, "Make a rule")

    await Erasure(database).chat(ChatId(1), "user:1")

    assert await approvals.take(mine, ANNA) is None
    assert await approvals.take(other, ANNA) is not None
