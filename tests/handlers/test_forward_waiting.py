"""What an admin is shown while much waits: how much and until when, and how far a history is."""

from datetime import datetime, timedelta
from typing import Any, cast

import pytest

from core.i18n import Texts, Translator
from core.ids import ChatId, MessageId, RuleId, UserId
from forwarding.forecast import Forecasts
from forwarding.history_desk import Board
from forwarding.limits import by_bot
from forwarding.outgoing import text_delivery
from handlers.rule_desk import FEW, RuleTools, list_rules
from handlers.ui.history_text import board_screen
from storage.backfills import Backfill
from storage.database import Database
from storage.users import Role, User
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import SOURCE, TARGET, Room, make_room

NOW = datetime.fromisoformat("2026-11-02T12:00:00+00:00")
ANNA = User(UserId(1001), "Anna", "anna", "en", Role.OWNER, "Europe/Berlin", NOW)


@pytest.fixture
def room(database: Database, translator: Translator, clock: FakeClock) -> Room:
    return make_room(database, translator, clock)


@pytest.fixture
def english(translator: Translator) -> Texts:
    return translator.bound("en")


async def listed(room: Room, texts: Texts) -> str:
    beside = cast(Any, None)
    forecasts = Forecasts(room.outbox, room.governor, room.clock)
    tools = RuleTools(room.rulebook, beside, room.outbox, beside, forecasts, replays=beside, histories=beside)
    return (await list_rules(ANNA, texts, tools))[0]


async def test_the_list_tells_how_much_waits_and_when_the_last_of_it_leaves(room: Room, english: Texts):
    await room.rule()
    await room.governor.close(by_bot(TARGET), 2 * 3600)
    for number in range(FEW + 1):
        assert "2026-11-02" not in await listed(room, english)
        await room.outbox.enqueue(text_delivery(f"text:{number}", TARGET, "Hello"))
    assert english("forward-forecast", count=FEW + 1, drains="2026-11-02 15:00") in await listed(room, english)


def test_a_history_shows_a_bar_its_pace_and_when_it_will_be_through(english: Texts):
    half = history(done=50, total=100, passed=7)
    text, rows = board_screen(Board(TARGET, MessageId(5), ANNA.id, (half,)), None, NOW, "Europe/Berlin", english)
    assert "▰▰▰▰▰▰▱▱▱▱▱▱ 50 %" in text
    assert english("forward-history-pace", rate=50, moment="2026-11-02 13:01") in text
    assert [button.text for row in rows for button in row] == [english("button-cancel")]


def history(done: int, total: int, passed: int) -> Backfill:
    """Begun a minute ago."""
    return Backfill(
        id=1,
        rule=RuleId(1),
        source=SOURCE,
        wanted=total,
        cursor=MessageId(done),
        until=MessageId(total),
        total=total,
        done=done,
        passed=passed,
        held=0,
        is_cancelled=False,
        reason="",
        not_before=NOW,
        touched_at=NOW,
        started_at=NOW - timedelta(minutes=1),
        finished_at=None,
        asked_by=ANNA.id,
        chat=ChatId(1001),
        message=MessageId(5),
    )
