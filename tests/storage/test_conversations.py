"""What a question finds: whether it is incognito, what its author has spent, and the turn right before it."""

from datetime import timedelta

from core.ids import ChatId, ThreadId, UserId
from storage.conversations import Conversations
from storage.database import Database
from storage.turns import Turns, TurnState
from storage.usage import Spent
from tests.fakes.clock import FakeClock

THREAD, ANNA, BEN = ThreadId("chat:1"), UserId(1), UserId(2)


async def ask(turns: Turns, user: UserId, text: str) -> None:
    id = await turns.begin(THREAD, user, ChatId(1), None, text, "", attachments=[{"kind": "photo", "file": text}])
    await turns.finish(id, "Yes.", "assistant", "tiny", TurnState.DONE, answer_tokens=3, prompt_tokens=4)


async def test_a_question_finds_what_its_author_spent_and_the_last_answered_turn(database: Database, clock: FakeClock):
    turns, conversations = Turns(database, clock), Conversations(database)
    await ask(turns, ANNA, "yesterday")
    clock.advance(86_400)
    since = clock.now() - timedelta(hours=1)
    await ask(turns, ANNA, "one")
    await ask(turns, BEN, "two")
    await turns.begin(THREAD, BEN, ChatId(1), None, "unanswered", "")
    await conversations.set_incognito(THREAD, is_on=True)

    found = await conversations.opening(THREAD, ANNA, since, has_last=True)

    assert (found.is_incognito, found.spent) == (True, Spent(1, 7))
    assert found.last is not None
    assert (found.last.text, found.last.user) == ("two", BEN)
    assert found.last.attachments == ({"kind": "photo", "file": "two"},)


async def test_what_nobody_asks_for_is_not_looked_up(database: Database, clock: FakeClock):
    turns, conversations = Turns(database, clock), Conversations(database)
    await ask(turns, ANNA, "one")

    found = await conversations.opening(THREAD, ANNA, None, has_last=False)

    assert (found.is_incognito, found.spent, found.last) == (False, None, None)
