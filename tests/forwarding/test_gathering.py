"""Posts that wait for their time: delays, set times, slots; over edits, pauses, restarts and changes of their rule."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.i18n import Translator
from core.ids import ChatId, MessageId
from forwarding.draft import Draft
from forwarding.means import Context
from forwarding.post import Post
from forwarding.spec import RuleSpec, Strict
from forwarding.transform import AnyTransform, Change, Transform
from storage.database import Database
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import AUTHOR, OTHER, SOURCE, TARGET, Room, make_room, post

HOUR = 3600.0
DAY = 24 * HOUR
AT_SIX: dict[str, Any] = {"kind": "times", "times": ["18:00"]}
SLOTS: dict[str, Any] = {"kind": "slots", "times": ["13:00", "18:00"]}


def shout(params: Strict, context: Context) -> Change:
    return lambda draft: draft.saying(draft.text.upper()) if "FAIL" not in draft.text else _fail(draft)


def _fail(draft: Draft) -> Draft:
    raise ValueError(draft.text)


SHOUT: AnyTransform = Transform("shout", Strict, shout)


@pytest.fixture
def room(database: Database, translator: Translator, clock: FakeClock) -> Room:
    return make_room(database, translator, clock, transforms=[SHOUT])


def edited(original: Post, text: str) -> Post:
    return replace(original, text=text, edited=original.date + timedelta(seconds=10))


async def came(room: Room, *numbers: int, source: ChatId = SOURCE) -> None:
    for number in numbers:
        await room.forwarder.accept(post(number, f"post {number}", source=source))


async def changed(room: Room, **fields: Any) -> None:
    [rule] = await room.rulebook.list()
    spec = RuleSpec.model_validate({**rule.spec.model_dump(mode="json"), **fields})
    await room.rulebook.change(rule, spec, AUTHOR)


async def test_a_delayed_post_leaves_when_its_minutes_have_passed(room: Room):
    await room.rule(timing={"kind": "delay", "minutes": 10})
    await came(room, 1)
    await room.deliver(300)
    await came(room, 2)
    await room.deliver(299)
    assert room.transport.originals(TARGET) == []
    await room.deliver(1)
    assert room.transport.originals(TARGET) == [1]
    await room.deliver(300)
    assert room.transport.originals(TARGET) == [1, 2]


async def test_a_delayed_post_holds_back_no_other_rule(room: Room):
    await room.rule(timing={"kind": "delay", "minutes": 10})
    await room.rulebook.create(
        RuleSpec.model_validate({"sources": [{"chat": SOURCE}], "destinations": [{"chat": OTHER}]}), AUTHOR, "second"
    )
    await came(room, 1)
    await room.deliver()
    assert room.transport.originals(OTHER) == [1]
    assert room.transport.originals(TARGET) == []


async def test_at_a_set_time_all_that_came_until_then_leaves_in_order(room: Room, clock: FakeClock):
    await room.rule(timing=AT_SIX, time_zone="Europe/Berlin")
    await came(room, *range(1, 46))
    clock.set(datetime(2026, 11, 2, 17, 59, 59, tzinfo=ZoneInfo("Europe/Berlin")))
    await room.deliver()
    assert room.transport.originals(TARGET) == []
    clock.advance(1)
    await came(room, 46)
    for _ in range(40):
        await room.deliver(4)
    assert room.transport.originals(TARGET) == list(range(1, 46))
    await room.deliver(DAY)
    assert room.transport.originals(TARGET) == list(range(1, 47))


@pytest.mark.parametrize(
    ("zone", "before", "moment"),
    [
        ("Europe/Berlin", "2027-03-28T00:30+01:00", "2027-03-28T03:30+02:00"),
        ("Europe/Berlin", "2026-10-25T00:30+02:00", "2026-10-25T02:30+02:00"),
        ("Europe/Moscow", "2027-03-28T00:30+03:00", "2027-03-28T02:30+03:00"),
    ],
)
async def test_a_change_of_clocks_neither_loses_nor_doubles_what_leaves(
    room: Room, clock: FakeClock, zone: str, before: str, moment: str
):
    clock.set(datetime.fromisoformat(before))
    await room.rule(timing={"kind": "slots", "times": ["02:30"]}, time_zone=zone)
    await came(room, 1, 2)
    clock.set(datetime.fromisoformat(moment) - timedelta(seconds=1))
    await room.deliver()
    assert room.transport.originals(TARGET) == []
    await room.deliver(1)
    assert room.transport.originals(TARGET) == [1]
    await room.deliver(2 * HOUR)
    assert room.transport.originals(TARGET) == [1]
    await room.deliver(23 * HOUR)
    assert room.transport.originals(TARGET) == [1, 2]


async def test_each_slot_takes_one_post_and_an_album_is_one(room: Room):
    await room.rule(timing=SLOTS)
    for each in (post(1, "a"), post(2, album="x"), post(3, album="x"), post(4, "b")):
        await room.forwarder.accept(each)
    await room.deliver(10)
    await room.deliver(HOUR)
    assert room.transport.originals(TARGET) == [1]
    await room.deliver(5 * HOUR)
    assert room.transport.originals(TARGET) == [1, 2, 3]
    await room.deliver(19 * HOUR)
    assert room.transport.originals(TARGET) == [1, 2, 3, 4]


async def test_slots_that_nobody_was_there_for_are_one_slot(room: Room):
    await room.rule(timing=SLOTS)
    await came(room, 1, 2, 3)
    await room.deliver(3 * DAY)
    assert room.transport.originals(TARGET) == [1]
    await room.deliver(HOUR)
    assert room.transport.originals(TARGET) == [1, 2]


async def test_a_slot_that_nothing_waited_for_is_not_made_up_for(room: Room):
    await room.rule(timing=SLOTS)
    await came(room, 1)
    await room.deliver(HOUR)
    assert room.transport.originals(TARGET) == [1]
    room.clock.advance(DAY + HOUR)  # 14:00, a day and two slots later
    await came(room, 2)
    await changed(room, name="looked at once more")
    await room.deliver(4 * HOUR - 1)
    assert room.transport.originals(TARGET) == [1]
    await room.deliver(1)
    assert room.transport.originals(TARGET) == [1, 2]


async def test_a_deleted_post_takes_no_slot(room: Room):
    await room.rule(timing=SLOTS, deletions="follow")
    await came(room, 1, 2)
    await room.forwarder.accept_deletion(SOURCE, [MessageId(1)])
    await room.deliver(HOUR)
    assert room.transport.originals(TARGET) == [2]
    assert (room.transport.deleted, room.transport.said(ChatId(AUTHOR))) == ([], [])


async def test_what_is_deleted_before_it_left_leaves_where_the_rule_ignores_deletions(room: Room):
    await room.rule(timing=AT_SIX)
    await came(room, 1)
    await room.forwarder.accept_deletion(SOURCE, [MessageId(1)])
    await room.deliver(DAY)
    assert room.transport.originals(TARGET) == [1]


async def test_an_edit_before_it_left_is_in_what_leaves_and_one_after_it_follows(room: Room):
    await room.rule(timing=AT_SIX, transforms=["shout"])
    await came(room, 1)
    await room.forwarder.accept_edit(edited(post(1), "new"))
    await room.deliver(DAY)
    assert [each.text for each in room.transport.arrived] == ["NEW"]
    assert room.transport.edits == []
    await room.forwarder.accept_edit(replace(edited(post(1), "newer"), edited=room.clock.now()))
    await room.deliver(5)
    assert [content.text for _, _, content in room.transport.edits] == ["NEWER"]


async def test_an_edit_that_comes_while_it_leaves_is_never_lost(room: Room):
    await room.rule(timing={"kind": "delay", "minutes": 1}, transforms=["shout"])
    for number in range(1, 11):
        await came(room, number)
        room.clock.advance(60)
        change = edited(post(number), f"changed {number}")
        await asyncio.gather(room.gatherer.run(), room.forwarder.accept_edit(change))
        await room.deliver(60)
    last = {each.id: each.text for each in room.transport.arrived}
    last |= {copy: content.text for _, copy, content in room.transport.edits}
    assert list(last.values()) == [f"CHANGED {number}" for number in range(1, 11)]


async def test_what_a_paused_rule_gathered_waits_for_it(room: Room):
    rule = await room.rule(timing={"kind": "delay", "minutes": 10})
    await came(room, 1)
    await room.rulebook.pause(rule.id)
    await room.deliver(HOUR)
    assert room.transport.originals(TARGET) == []
    assert await room.gatherings.next_due() is None
    await room.rulebook.resume(rule.id)
    await room.deliver()
    assert room.transport.originals(TARGET) == [1]


async def test_what_a_deleted_rule_gathered_is_gone(room: Room):
    rule = await room.rule(timing=AT_SIX)
    await came(room, 1)
    await room.rulebook.delete(rule.id)
    await room.deliver(DAY)
    assert room.transport.arrived == []
    assert (await room.gatherings.queue(rule.id)).gathered == ()


async def test_what_waits_follows_a_rule_that_says_another_time(room: Room):
    await room.rule(timing={"kind": "digest", "count": 5})
    await came(room, 1)
    await changed(room, timing={"kind": "delay", "minutes": 30})
    await room.deliver()
    assert room.transport.arrived == []
    await room.deliver(HOUR)
    assert room.transport.originals(TARGET) == [1]
    await came(room, 2)
    await changed(room, timing={"kind": "now"})
    await room.deliver()
    assert room.transport.originals(TARGET) == [1, 2]


async def test_two_processes_at_once_let_each_post_leave_once(room: Room, database: Database, translator: Translator):
    await room.rule(timing=SLOTS)
    other = make_room(database, translator, room.clock, room.transport)
    await came(room, 1, 2, 3)
    for seconds in (HOUR, 5 * HOUR, 19 * HOUR):
        room.clock.advance(seconds)
        await asyncio.gather(room.gatherer.run(), other.gatherer.run(), room.gatherer.run())
        await room.deliver()
    assert room.transport.originals(TARGET) == [1, 2, 3]


async def test_after_a_restart_the_posts_leave_at_their_time(room: Room, database: Database, translator: Translator):
    await room.rule(timing=AT_SIX)
    await came(room, 1)
    later = make_room(database, translator, room.clock, room.transport)
    await later.deliver(DAY)
    assert room.transport.originals(TARGET) == [1]


async def test_a_protected_post_leaves_as_a_card(room: Room):
    await room.rule(timing=AT_SIX, transforms=["shout"])
    await room.forwarder.accept(post(1, "secret", is_protected=True))
    await room.deliver(DAY)
    assert [each.text for each in room.transport.arrived] == ["Source news\nhttps://t.me/source_news/1"]


async def test_a_post_that_a_transform_breaks_on_at_its_time_is_held_and_told(room: Room):
    rule = await room.rule(timing=AT_SIX, transforms=["shout"])
    await room.forwarder.accept(post(1, "FAIL"))
    await came(room, 2)
    await room.deliver(DAY)
    assert room.transport.originals(TARGET) == [2]
    [held] = await room.posts.held(rule.id)
    assert held.reason == "shout: ValueError"
    assert len(room.transport.said(ChatId(AUTHOR))) == 1
    await room.forwarder.accept_edit(edited(post(1), "mended"))
    assert await room.forwarder.retry_held(rule.id) == 1
    await room.deliver(DAY)
    assert [each.text for each in room.transport.arrived if each.original == 1] == ["MENDED"]


async def test_posts_that_wait_are_not_forgotten(room: Room):
    await room.rule(timing=AT_SIX)
    await came(room, 1)
    assert await room.posts.purge(room.clock.now() + timedelta(days=60)) == 0
    await room.deliver(DAY)
    assert await room.posts.purge(room.clock.now() + timedelta(days=60)) == 1


async def test_the_clock_is_told_when_to_look_next(room: Room):
    await room.rule(timing=AT_SIX)
    assert await room.gatherings.next_due() is None
    await came(room, 1)
    assert await room.gatherings.next_due() == room.clock.now().replace(hour=18)
    await room.deliver(DAY)
    assert await room.gatherings.next_due() is None
