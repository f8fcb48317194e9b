"""The inbox: an update is written down once and is unfinished until it is done."""

from datetime import timedelta

import pytest

from core.errors import UserError
from core.ids import ChatId, ThreadId, UpdateId, UserId
from storage.database import Database
from storage.inbox import Inbox
from storage.turns import Turns
from tests.fakes.clock import FakeClock

FIRST, SECOND, THIRD = UpdateId(10), UpdateId(11), UpdateId(2**40)


@pytest.fixture
def inbox(database, clock: FakeClock) -> Inbox:
    return Inbox(database, clock)


async def test_only_what_was_never_seen_is_new(inbox: Inbox):
    assert await inbox.add_all([(SECOND, {"n": 2}), (FIRST, {"n": 1}), (SECOND, {"n": 2})]) == [SECOND, FIRST]
    await inbox.done(SECOND)

    assert await inbox.add_all([(FIRST, {}), (SECOND, {}), (THIRD, {"n": 3})]) == [THIRD]
    assert await inbox.add_all([]) == []


async def test_the_unfinished_come_oldest_first_with_their_stage_and_their_attempts(inbox: Inbox, clock: FakeClock):
    await inbox.add_all([(THIRD, {"text": "привет \ud83d \0"})])
    clock.advance(1)
    await inbox.add_all([(SECOND, {}), (FIRST, {})])
    await inbox.stage(SECOND, "sending")
    await inbox.stage(THIRD, "sending")
    await inbox.stage(THIRD, "sent")
    await inbox.failed(FIRST, "too much " * 100)

    first_try = await inbox.unfinished()
    second_try = await inbox.unfinished()

    assert [(row.update_id, row.stage, row.attempts) for row in first_try] == [
        (THIRD, "sent", 1),
        (SECOND, "sending", 1),
    ]
    assert first_try[0].payload == {"text": "привет \ud83d \0"}
    assert [row.attempts for row in second_try] == [2, 2]


async def test_what_is_done_stays_done(inbox: Inbox):
    await inbox.add_all([(FIRST, {})])
    await inbox.done(FIRST)
    await inbox.stage(FIRST, "sending")

    assert await inbox.unfinished() == []


async def test_the_purge_takes_what_is_finished_and_old(inbox: Inbox, clock: FakeClock):
    await inbox.add_all([(FIRST, {}), (SECOND, {})])
    await inbox.done(FIRST)
    clock.advance(3600)
    await inbox.add_all([(THIRD, {})])
    await inbox.done(THIRD)

    assert await inbox.purge(clock.now() - timedelta(minutes=1)) == 1
    assert [row.update_id for row in await inbox.unfinished()] == [SECOND]
    assert await inbox.add_all([(FIRST, {}), (THIRD, {})]) == [FIRST]


async def test_what_is_given_up_keeps_its_words_unless_they_were_incognito(inbox: Inbox, database: Database):
    turns = Turns(database)
    for update, is_incognito in ((FIRST, True), (SECOND, False)):
        await inbox.add_all([(update, {"text": "secret"})])
        where = (ThreadId("1:0"), UserId(1), ChatId(1))
        await turns.begin(*where, update, "secret", "message:1:5", is_incognito=is_incognito)

    assert [row.is_incognito for row in await inbox.unfinished()] == [True, False]
    for update in (FIRST, SECOND):
        await inbox.failed(update, "interrupted")

    with pytest.raises(UserError, match="error-question-gone"):
        await inbox.reopen(FIRST, "interrupted", lambda _payload: True)
    assert await inbox.reopen(SECOND, "interrupted", lambda _payload: True) == {"text": "secret"}
