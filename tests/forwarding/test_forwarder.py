"""Posts on their way from a source to a destination."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from core.config import Settings
from core.errors import UserError
from core.i18n import Translator
from core.ids import ChatId, MessageId
from forwarding.draft import Draft
from forwarding.forwarder import POLL_SECONDS
from forwarding.means import Context
from forwarding.post import Post
from forwarding.post_filter import PASS, AnyFilter, Candidate, CheckKey, Judge, PostFilter, Verdict
from forwarding.spec import Strict
from forwarding.transform import AnyTransform, Change, Transform
from storage.database import Database
from storage.outbox import DeliveryState
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import AUTHOR, OTHER, SOURCE, TARGET, Room, make_room, post


@pytest.fixture
def room(database: Database, translator: Translator, clock: FakeClock) -> Room:
    return make_room(database, translator, clock)


async def test_a_post_of_a_source_is_copied_to_its_destination(room: Room):
    await room.rule()
    await room.forwarder.accept(post(1, "hello"))
    await room.deliver()
    assert room.transport.originals(TARGET) == [1]


async def test_a_post_that_is_seen_twice_is_copied_once(room: Room):
    await room.rule()
    for _ in range(2):
        await room.forwarder.accept(post(1, "hello"))
        await room.deliver()
    assert room.transport.originals(TARGET) == [1]


async def test_two_rules_of_a_source_each_get_the_post(room: Room):
    await room.rule()
    await room.rule(destination=OTHER)
    await room.forwarder.accept(post(1, "hello"))
    await room.deliver()
    assert (room.transport.originals(TARGET), room.transport.originals(OTHER)) == ([1], [1])


async def test_words_to_keep_and_to_drop_decide(room: Room):
    await room.rule(keep=["Релиз"], drop=["реклама"])
    for number, text in enumerate(["Новый релиз!", "просто новость", "релиз и Реклама", "релизы"], 1):
        await room.forwarder.accept(post(number, text))
    await room.deliver()
    assert room.transport.originals(TARGET) == [1]
    assert [each.verdict for each in await room.posts.decisions(SOURCE, post(3).message)] == ["drop"]


async def test_an_album_waits_for_its_parts_and_travels_whole(room: Room):
    await room.rule()
    for number in (1, 2, 3):
        await room.forwarder.accept(post(number, "caption" if number == 1 else "", album="a"))
    await room.deliver(seconds=1.0)
    assert room.transport.originals(TARGET) == []
    await room.deliver(seconds=1.0)
    assert room.transport.originals(TARGET) == [1, 2, 3]


async def test_two_albums_that_come_in_between_each_other_both_travel_whole(room: Room):
    await room.rule()
    for number, album in ((1, "a"), (2, "b"), (3, "a"), (4, "b")):
        await room.forwarder.accept(post(number, album=album))
    await room.deliver(seconds=2.0)
    assert await room.outbox.counts() == {DeliveryState.SENT: 2}
    await room.deliver(seconds=10.0)
    assert room.transport.originals(TARGET) == [1, 3, 2, 4]


async def test_the_parts_of_an_album_may_come_in_any_order(room: Room):
    await room.rule()
    for number in (3, 1, 2):
        await room.forwarder.accept(post(number, album="a"))
    await room.deliver(seconds=2.0)
    assert room.transport.originals(TARGET) == [1, 2, 3]


async def test_parts_that_come_up_to_three_seconds_late_stay_with_their_album(
    database: Database, translator: Translator, clock: FakeClock
):
    settle = Settings(_env_file=None).forwarding.album_settle_seconds
    room = make_room(database, translator, clock, settle_seconds=settle)
    await room.rule()
    for number in range(1, 5):
        await room.deliver(seconds=3.0)
        assert room.transport.originals(TARGET) == []
        await room.forwarder.accept(post(number, album="a"))
    await room.deliver(seconds=settle)
    assert room.transport.originals(TARGET) == [1, 2, 3, 4]


async def test_a_part_that_comes_too_late_follows_its_album_alone(room: Room):
    await room.rule()
    await room.forwarder.accept(post(1, album="a"))
    await room.forwarder.accept(post(3, album="a"))
    await room.deliver(seconds=2.0)
    await room.forwarder.accept(post(2, album="a"))
    await room.deliver(seconds=2.0)
    assert room.transport.originals(TARGET) == [1, 3, 2]


async def test_the_caption_of_an_album_decides_about_all_of_it(room: Room):
    await room.rule(keep=["cats"])
    await room.forwarder.accept(post(1, "my cats", album="a"))
    await room.forwarder.accept(post(2, album="a"))
    await room.deliver(seconds=2)
    await room.forwarder.accept(post(3, album="a"))  # a straggler
    await room.deliver(seconds=2)
    assert room.transport.originals(TARGET) == [1, 2, 3]


async def test_a_post_behind_an_unsettled_album_keeps_its_place(room: Room):
    await room.rule()
    await room.forwarder.accept(post(1, "caption", album="a"))
    await room.forwarder.accept(post(3, "after the album"))
    await room.forwarder.accept(post(2, album="a"))
    await room.deliver(seconds=2)
    assert room.transport.originals(TARGET) == [1, 2, 3]


async def test_an_album_that_a_killed_process_left_is_found_again_and_waits_for_the_parts_that_nobody_took_in(
    room: Room, database: Database, translator: Translator, clock: FakeClock
):
    await room.rule()
    await room.forwarder.accept(post(1, "caption", album="a"))
    await room.forwarder.accept(post(2, album="a"))
    clock.advance(60)
    next_life = make_room(database, translator, clock, room.transport)
    assert await next_life.forwarder.settle() == 1.5
    await next_life.forwarder.accept(post(3, album="a"))
    await next_life.deliver(seconds=1.5)
    assert room.transport.originals(TARGET) == [1, 2, 3]


async def test_settling_tells_how_long_the_next_album_takes(room: Room):
    await room.rule()
    await room.forwarder.accept(post(1, album="a"))
    room.clock.advance(0.5)
    assert await room.forwarder.settle() == pytest.approx(1.0)


async def test_an_edit_follows_to_the_copy(room: Room):
    await room.rule()
    await room.forwarder.accept(post(1, "befor"))
    await room.deliver()
    await room.forwarder.accept_edit(_edited(post(1, "before")))
    await room.deliver()
    [(chat, copy, content)] = room.transport.edits
    assert (chat, copy, content.text) == (TARGET, room.transport.arrived[0].id, "before")


async def test_two_edits_in_one_second_both_follow(room: Room):
    await room.rule()
    await room.forwarder.accept(post(1, "a"))
    await room.deliver()
    for text in ("b", "c"):
        await room.forwarder.accept_edit(_edited(post(1, text)))
    await room.forwarder.accept_edit(_edited(post(1, "c")))
    await room.deliver(seconds=5)
    assert [content.text for _, _, content in room.transport.edits] == ["b", "c"]


async def test_an_edit_that_changes_nothing_that_is_copied_sends_nothing(room: Room):
    await room.rule()
    await room.forwarder.accept(post(1, "a"))
    await room.forwarder.accept_edit(_edited(post(1, "a")))
    await room.deliver()
    assert room.transport.edits == []


async def test_an_edit_before_the_copy_was_sent_comes_after_it(room: Room):
    await room.rule()
    await room.forwarder.accept(post(1, "a"))
    await room.forwarder.accept_edit(_edited(post(1, "b")))
    await room.deliver()
    assert room.transport.originals(TARGET) == [1]
    assert [content.text for _, _, content in room.transport.edits] == ["b"]


async def test_an_older_edit_does_not_undo_a_newer_one(room: Room):
    await room.rule()
    await room.forwarder.accept(post(1, "a"))
    await room.deliver()
    await room.forwarder.accept_edit(_edited(post(1, "newer"), seconds=20))
    await room.forwarder.accept_edit(_edited(post(1, "older"), seconds=10))
    await room.deliver()
    assert [content.text for _, _, content in room.transport.edits] == ["newer"]


async def test_the_caption_of_an_album_can_be_edited(room: Room):
    await room.rule()
    for number in (1, 2):
        await room.forwarder.accept(post(number, "" if number == 1 else "old", album="a"))
    await room.deliver(seconds=2)
    await room.forwarder.accept_edit(_edited(post(2, "new", album="a")))
    await room.deliver(seconds=5)
    [(_, copy, content)] = room.transport.edits
    assert (copy, content.text, content.media) == (room.transport.arrived[1].id, "new", None)


async def test_a_post_that_was_dropped_stays_dropped_when_it_is_edited(room: Room):
    await room.rule(keep=["cats"])
    await room.forwarder.accept(post(1, "dogs"))
    await room.forwarder.accept_edit(_edited(post(1, "cats")))
    await room.deliver()
    assert (room.transport.arrived, room.transport.edits) == ([], [])


async def test_an_edit_while_an_album_settles_is_what_the_filter_sees(room: Room):
    await room.rule(keep=["cats"])
    await room.forwarder.accept(post(1, "cst", album="a"))
    await room.forwarder.accept_edit(_edited(post(1, "cats", album="a")))
    await room.deliver(seconds=2)
    assert room.transport.originals(TARGET) == [1]


async def test_protected_content_becomes_a_card_with_a_link(room: Room):
    await room.rule()
    await room.forwarder.accept(post(7, "secret", is_protected=True))
    await room.deliver()
    assert room.transport.originals(TARGET) == []
    assert room.transport.said(TARGET) == ["Source news\nhttps://t.me/source_news/7"]


async def test_a_paused_rule_passes_nothing_on(room: Room):
    rule = await room.rule()
    assert await room.rulebook.pause(rule.id)
    assert not await room.rulebook.pause(rule.id)
    await room.forwarder.accept(post(1, "hello"))
    assert await room.rulebook.resume(rule.id)
    await room.forwarder.accept(post(2, "hello"))
    await room.deliver()
    assert room.transport.originals(TARGET) == [2]


class Broken:
    """A filter that a test breaks and mends."""

    def __init__(self) -> None:
        self.fault: Exception | None = ValueError("broken")
        self.hangs = False

    @property
    def filter(self) -> AnyFilter:
        return PostFilter("broken", Strict, self._prepare)

    def _prepare(self, params: Strict, context: Context, key: CheckKey) -> Judge:
        async def judge(candidate: Candidate) -> Verdict:
            if self.hangs:
                await asyncio.Event().wait()
            if self.fault is not None:
                raise self.fault
            return PASS

        return judge


@pytest.mark.parametrize("hangs", [False, True])
async def test_a_post_whose_filter_breaks_is_held_and_told_and_can_go_on_later(
    hangs: bool, database: Database, translator: Translator, clock: FakeClock
):
    broken = Broken()
    broken.hangs = hangs
    room = make_room(database, translator, clock, filters=[broken.filter])
    rule = await room.rule(filters="broken")
    await room.forwarder.accept(post(1, "caption", album="a"))
    await room.forwarder.accept(post(2, album="a"))
    await room.deliver(seconds=2)
    assert room.transport.originals(TARGET) == []
    [told] = room.transport.said(ChatId(AUTHOR))
    assert "https://t.me/source_news/1" in told
    broken.fault, broken.hangs = None, False
    assert await room.forwarder.retry_held(rule.id) == 2
    await room.deliver(seconds=5)
    assert room.transport.originals(TARGET) == [1, 2]
    assert await room.forwarder.retry_held(rule.id) == 0


class CreepingClock(FakeClock):
    """A millisecond passes with each look."""

    def now(self) -> datetime:
        self.advance(0.001)
        return super().now()


async def test_an_album_that_settles_while_others_are_looked_at_is_not_left_for_later(
    database: Database, translator: Translator
):
    clock = CreepingClock()
    room = make_room(database, translator, clock)
    await room.rule()
    waits = asyncio.Event()
    room.outbox.subscribe(waits.set)
    await room.forwarder.accept(post(1, album="a"))
    [waiting] = await room.posts.waiting(SOURCE)
    assert waiting.accepted_at is not None
    clock.set(waiting.accepted_at + timedelta(seconds=1.4985))
    async with asyncio.timeout(POLL_SECONDS / 2), asyncio.TaskGroup() as group:
        running = group.create_task(room.forwarder.run())
        await waits.wait()
        running.cancel()


async def test_the_running_forwarder_settles_albums_by_itself(
    database: Database, translator: Translator, clock: FakeClock
):
    room = make_room(database, translator, clock)
    await room.rule()
    waits = asyncio.Event()
    room.outbox.subscribe(waits.set)
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        running = group.create_task(room.forwarder.run())
        await room.forwarder.accept(post(1, album="a"))
        clock.advance(2)
        await room.forwarder.accept(post(1, album="a"))
        await waits.wait()
        running.cancel()
    assert await room.outbox.counts() == {DeliveryState.PENDING: 1}


def _edited(original: Post, seconds: float = 10) -> Post:
    return replace(original, edited=original.date + timedelta(seconds=seconds))


async def test_a_reply_answers_the_copy_of_what_its_original_answers(room: Room):
    await room.rule()
    await room.forwarder.accept(post(1, "question"))
    await room.forwarder.accept(post(2, "answer", reply_to=MessageId(1)))
    await room.forwarder.accept(post(3, "to something older", reply_to=MessageId(99)))
    await room.deliver(seconds=3)
    first = room.transport.arrived[0].id
    assert [each.reply_to for each in room.transport.arrived] == [None, first, None]


def shout(params: Strict, context: Context) -> Change:
    return lambda draft: draft.saying(draft.text.upper())


SHOUT: AnyTransform = Transform("shout", Strict, shout)


async def test_a_post_goes_out_as_its_transforms_made_it(database: Database, translator: Translator, clock: FakeClock):
    room = make_room(database, translator, clock, transforms=[SHOUT])
    await room.rule(transforms=["shout"])
    await room.forwarder.accept(post(1, "hello"))
    await room.deliver()
    assert [(each.original, each.text) for each in room.transport.arrived] == [(1, "HELLO")]


@pytest.mark.parametrize("hangs", [False, True])
async def test_a_post_whose_transform_breaks_waits_and_never_goes_out_unchanged(
    hangs: bool, database: Database, translator: Translator, clock: FakeClock
):
    async def change(draft: Draft) -> Draft:
        if hangs:
            await asyncio.Event().wait()
        raise ValueError

    broken: AnyTransform = Transform("broken", Strict, lambda params, context: change)
    room = make_room(database, translator, clock, transforms=[broken])
    await room.rule(transforms=["broken"])
    await room.forwarder.accept(post(1, "hello"))
    await room.deliver()
    assert room.transport.originals(TARGET) == []
    assert [(each.verdict, each.trace[-1][1]) for each in await room.posts.decisions(SOURCE, post(1).message)] == [
        ("held", "broken")
    ]


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"transforms": ["nonsense"]}, "error-rule-unknown-transform"),
        ({"transforms": [{"shout": {"loud": True}}]}, "error-rule-params"),
        ({"transforms": [{"shout": {}, "two": {}}]}, "error-rule-transform-shape"),
        ({"transforms": ["shout"], "mode": "forward"}, "error-rule-forward-unchanged"),
    ],
)
async def test_transforms_that_cannot_be_are_refused_in_a_sentence(
    fields: dict[str, Any], key: str, database: Database, translator: Translator, clock: FakeClock
):
    room = make_room(database, translator, clock, transforms=[SHOUT])
    with pytest.raises(UserError) as raised:
        await room.rule(**fields)
    assert raised.value.key == key
