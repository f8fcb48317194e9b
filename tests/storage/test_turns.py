"""Turns on both databases: written once per update, history of the current conversation only."""

import pytest

from core.ids import ChatId, ThreadId, TurnId, UpdateId, UserId
from storage.database import Database
from storage.turns import PastTurn, Turns, TurnState
from storage.usage import Usage
from tests.fakes.clock import FakeClock

THREAD, OTHER = ThreadId("1:0"), ThreadId("2:0")
ANNA, BEN = UserId(1), UserId(2)


@pytest.fixture
def turns(database: Database, clock: FakeClock) -> Turns:
    return Turns(database, clock)


async def begin(turns: Turns, text: str = "Hello", *, update: int | None = None, thread: ThreadId = THREAD) -> TurnId:
    return await turns.begin(
        thread, ANNA, ChatId(1), None if update is None else UpdateId(update), text, source="message:1:5"
    )


async def answered(turns: Turns, text: str, answer: str, state: TurnState = TurnState.DONE) -> TurnId:
    id = await begin(turns, text)
    await turns.finish(id, answer, agent="assistant", model="tiny", state=state, answer_tokens=3)
    return id


async def test_the_same_update_gives_the_same_row_and_keeps_what_was_written(turns: Turns):
    first = await begin(turns, "Hello", update=77)
    await turns.finish(first, "Hi", agent="assistant", model="tiny", state=TurnState.DONE, answer_tokens=3)

    again = await begin(turns, "Hello", update=77)

    assert again == first
    found = await turns.get(again)
    assert found is not None
    assert (found.answer, found.state) == ("Hi", TurnState.DONE)


async def test_turns_without_an_update_are_rows_of_their_own(turns: Turns):
    assert await begin(turns) != await begin(turns)


async def test_a_turn_that_began_is_answering_until_it_is_finished(turns: Turns, clock: FakeClock):
    id = await begin(turns, "Как дела?")

    found = await turns.get(id)

    assert found is not None
    assert (found.state, found.text, found.answer) == (TurnState.ANSWERING, "Как дела?", "")
    assert found.created_at == clock.now()


async def test_history_holds_the_last_answered_turns_of_its_thread_oldest_first(turns: Turns):
    for number in range(4):
        await answered(turns, f"question {number}", f"answer {number}")
    await answered(turns, "no answer", "", TurnState.FAILED)
    await begin(turns, "still being answered")
    await begin(turns, "of others", thread=OTHER)

    found = await turns.history(THREAD, limit=2)

    assert [turn.answer for turn in found] == ["answer 2", "answer 3"]


async def test_a_stopped_answer_stays_in_history(turns: Turns):
    await answered(turns, "Tell me a story", "Once upon", TurnState.STOPPED)

    assert [(turn.answer, turn.state) for turn in await turns.history(THREAD, 5)] == [("Once upon", TurnState.STOPPED)]


async def test_a_new_conversation_starts_with_an_empty_history_and_keeps_the_record(turns: Turns):
    old = await answered(turns, "old", "old answer")
    await turns.new_conversation(THREAD)
    assert await turns.history(THREAD, 5) == []

    await answered(turns, "new", "new answer")
    assert [turn.answer for turn in await turns.history(THREAD, 5)] == ["new answer"]
    await turns.new_conversation(THREAD)

    assert await turns.history(THREAD, 5) == []
    assert await turns.get(old) is not None


async def test_the_last_turn_of_a_thread_is_the_newest_whatever_its_state(turns: Turns):
    await answered(turns, "first", "answer")
    newest = await begin(turns, "second")
    await begin(turns, "of others", thread=OTHER)

    found = await turns.last(THREAD)

    assert found is not None
    assert found.id == newest
    assert await turns.last(ThreadId("9:0")) is None


async def test_statistics_are_of_one_person_or_of_everybody(turns: Turns, database: Database):
    await answered(turns, "one", "answer")
    id = await turns.begin(OTHER, BEN, ChatId(2), None, "two", "")
    await turns.finish(id, "answer", agent="cards", model="tiny", state=TurnState.DONE, answer_tokens=10)

    mine, all_of_us = await Usage(database).stats(BEN), await Usage(database).stats()

    assert (mine.turns, mine.answer_tokens, mine.people, dict(mine.by_agent)) == (1, 10, 1, {"cards": 1})
    assert (all_of_us.turns, all_of_us.answer_tokens, all_of_us.people) == (2, 13, 2)
    assert dict(all_of_us.by_agent) == {"assistant": 1, "cards": 1}


async def past_of(turns: Turns, id: TurnId) -> PastTurn:
    found = await turns.get(id)
    assert found is not None
    return found


async def test_asked_again_a_turn_keeps_its_place_and_what_was_there_is_no_history(turns: Turns, database: Database):
    first = await begin(turns, "One", update=1)
    await turns.finish(first, "Old", agent="assistant", model="tiny", state=TurnState.DONE, answer_tokens=3)
    await turns.rate(first, 1)
    await answered(turns, "Two", "2")

    assert await turns.begin_again(await past_of(turns, first), UpdateId(2), "One!", ())
    await turns.finish(first, "New", agent="assistant", model="tiny", state=TurnState.DONE, answer_tokens=4)

    assert [(past.text, past.answer, past.rating) for past in await turns.history(THREAD, 9)] == [
        ("One!", "New", 0),
        ("Two", "2", 0),
    ]
    stats = await Usage(database).stats(ANNA)
    assert (stats.turns, stats.answer_tokens, stats.liked) == (3, 10, 1)


async def test_only_one_of_two_who_ask_again_at_once_does(turns: Turns, database: Database):
    past = await past_of(turns, await answered(turns, "One", "Old"))

    assert await turns.begin_again(past, UpdateId(2), "One", ())
    assert await turns.begin_again(past, UpdateId(2), "One", ())  # the same press, after a crash
    assert not await turns.begin_again(past, UpdateId(3), "One", ())
    assert (await Usage(database).stats(ANNA)).turns == 2


async def test_a_turn_is_gone_on_from_once(turns: Turns):
    past = await past_of(turns, await answered(turns, "Tell", "Once upon", TurnState.STOPPED))

    next_ = await turns.follow(past, BEN, UpdateId(5), "Go on", "continue:1")

    assert next_ is not None
    assert await turns.follow(past, BEN, UpdateId(5), "Go on", "continue:1") == next_
    assert await turns.follow(past, BEN, UpdateId(6), "Go on", "continue:1") is None
    assert await turns.follow(past, BEN, UpdateId(7), "Shorter", "shorter:1") is not None


async def test_history_before_a_turn_ends_there(turns: Turns):
    await answered(turns, "One", "1")
    second = await answered(turns, "Two", "2")
    await answered(turns, "Three", "3")

    assert [past.text for past in await turns.history(THREAD, 9, before=second)] == ["One"]
    await turns.new_conversation(THREAD)
    assert await turns.history(THREAD, 9, before=second) == []


async def test_an_incognito_question_is_written_without_a_word(turns: Turns):
    files = [{"kind": "photo", "file": "secret"}]
    id = await turns.begin(
        THREAD, ANNA, ChatId(1), UpdateId(1), "secret", "message:1:5", attachments=files, is_incognito=True
    )

    past = await past_of(turns, id)

    assert (past.text, past.attachments, past.is_incognito) == ("", (), True)
    assert await turns.begin_again(past, UpdateId(2), "secret again", files)
    assert (await past_of(turns, id)).text == ""


async def test_what_was_asked_is_found_by_its_message_and_listed(turns: Turns):
    id = await begin(turns, "Before")
    await turns.new_conversation(THREAD)
    await answered(turns, "After", "Yes")

    assert [past.text for past in await turns.asked(THREAD)] == ["After"]
    assert [past.text for past in await turns.asked(THREAD, is_all=True)] == ["Before", "After"]
    newest = await turns.from_source(THREAD, "message:1:5")
    assert newest is not None
    assert newest.id > id
    assert await turns.from_source(OTHER, "message:1:5") is None
