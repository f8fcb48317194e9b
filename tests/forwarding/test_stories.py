"""Rules that gather stories: one copy for what several chats report, with their names under it."""

from datetime import timedelta
from typing import Any

import pytest

from core.errors import UserError
from core.i18n import Translator
from core.ids import MessageId, UserId
from forwarding.spec import Node
from storage.database import Database
from storage.stories import Stories
from storage.users import Role, User
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import ELSEWHERE, OTHER, SOURCE, TARGET, Room, make_room, post

NEWS = (
    "The city council of Springfield decided on Tuesday evening to close the old bridge for repairs until spring, "
    "and asks drivers to take the northern road instead."
)
RETOLD = f"{NEWS} Subscribe to our channel!"
SOURCES: Any = [{"chat": SOURCE}, {"chat": OTHER}, {"chat": ELSEWHERE}]


@pytest.fixture
async def room(database: Database, translator: Translator, clock: FakeClock) -> Room:
    room = make_room(database, translator, clock)
    await room.rule(sources=SOURCES, stories={"hours": 24})
    return room


UNCHANGED = ""


async def shown(room: Room) -> list[str]:
    """What the copies say at last instead of what their originals say."""
    for _ in range(5):
        await room.deliver(seconds=5)
    edited = {copy: content.text for _, copy, content in room.transport.edits}
    return [edited.get(each.id, each.text) for each in room.transport.arrived if each.chat == TARGET]


async def test_what_several_chats_report_is_one_copy_that_names_them(room: Room):
    await room.forwarder.accept(post(1, NEWS))
    assert await shown(room) == [UNCHANGED]
    await room.forwarder.accept(post(1, RETOLD, source=OTHER))
    room.clock.advance(1)
    await room.forwarder.accept(post(9, RETOLD, source=ELSEWHERE))
    assert await shown(room) == [f"{NEWS}\n\nAlso reported by: Other, Elsewhere"]


async def test_another_story_has_a_copy_of_its_own(room: Room):
    await room.forwarder.accept(post(1, NEWS))
    await room.forwarder.accept(
        post(1, "Something quite different happened at the same time in another place today.", source=OTHER)
    )
    assert len(await shown(room)) == 2


async def test_after_its_hours_a_story_begins_anew(room: Room):
    await room.forwarder.accept(post(1, NEWS))
    room.clock.advance(25 * 3600)
    await room.forwarder.accept(post(1, RETOLD, source=OTHER))
    assert await shown(room) == [UNCHANGED, UNCHANGED]


async def test_those_who_came_before_the_copy_left_stand_under_it_from_the_beginning(
    database: Database, translator: Translator, clock: FakeClock
):
    room = make_room(database, translator, clock)
    await room.rule(sources=SOURCES, stories={"hours": 24}, timing={"kind": "delay", "minutes": 10})
    await room.forwarder.accept(post(1, NEWS))
    await room.forwarder.accept(post(1, RETOLD, source=OTHER))
    clock.advance(600)
    assert await shown(room) == [f"{NEWS}\n\nAlso reported by: Other"]
    assert room.transport.edits == []


async def test_an_album_that_reports_what_a_text_reported_is_named_under_that(room: Room):
    await room.forwarder.accept(post(1, RETOLD, source=OTHER))
    await room.forwarder.accept(post(1, NEWS, album="a"))
    assert await shown(room) == [f"{RETOLD}\n\nAlso reported by: Source news"]


async def test_the_names_stay_when_the_first_one_is_edited(room: Room):
    await room.forwarder.accept(post(1, NEWS))
    await shown(room)
    await room.forwarder.accept(post(1, RETOLD, source=OTHER))
    await shown(room)
    edited = room.clock.now() + timedelta(seconds=1)
    await room.forwarder.accept_edit(post(1, f"{NEWS} Updated.", edited=edited))
    assert await shown(room) == [f"{NEWS} Updated.\n\nAlso reported by: Other"]


async def test_why_says_which_post_told_it_first(room: Room):
    await room.forwarder.accept(post(1, NEWS))
    await room.forwarder.accept(post(4, RETOLD, source=OTHER))
    [decision] = await room.posts.decisions(OTHER, MessageId(4))
    assert decision.verdict == "drop"
    assert decision.reason.startswith("stories: text ≈ ")


async def test_seen_again_after_a_crash_nothing_is_doubled(
    room: Room, database: Database, translator: Translator, clock: FakeClock
):
    await room.forwarder.accept(post(1, NEWS))
    await room.forwarder.accept(post(4, RETOLD, source=OTHER))
    again = make_room(database, translator, clock, room.transport)
    await again.forwarder.accept(post(1, NEWS))
    await again.forwarder.accept(post(4, RETOLD, source=OTHER))
    assert await shown(again) == [f"{NEWS}\n\nAlso reported by: Other"]


async def test_a_first_one_that_was_kept_back_takes_no_others_with_it(
    database: Database, translator: Translator, clock: FakeClock
):
    room = make_room(database, translator, clock)
    only = Node.model_validate({"not": {"keywords": {"words": ["springfield"]}}})
    await room.rule(sources=SOURCES, stories={"hours": 24}, filters=only)
    await room.forwarder.accept(post(1, NEWS))
    await room.forwarder.accept(post(1, RETOLD.replace("Springfield", "Shelbyville"), source=OTHER))
    assert len(await shown(room)) == 1


async def test_a_protected_post_is_a_card_and_no_story(room: Room):
    await room.forwarder.accept(post(1, NEWS, is_protected=True))
    await room.forwarder.accept(post(1, RETOLD, source=OTHER))
    assert await shown(room) == ["Source news\nhttps://t.me/source_news/1", UNCHANGED]


@pytest.mark.parametrize("fields", [{"mode": "forward"}, {"merge": {"posts": 3, "minutes": 5}}])
async def test_copies_that_cannot_be_edited_gather_no_stories(
    fields: dict[str, Any], database: Database, translator: Translator, clock: FakeClock
):
    with pytest.raises(UserError) as raised:
        await make_room(database, translator, clock).rule(stories={}, **fields)
    assert raised.value.key == "error-rule-stories-alone"


async def test_old_stories_are_forgotten(room: Room, database: Database):
    await room.forwarder.accept(post(1, NEWS))
    await room.forwarder.accept(post(4, RETOLD, source=OTHER))
    [rule] = await room.rulebook.list()
    stories = Stories(database, room.clock)
    assert len(await stories.of(rule.id, SOURCE, [MessageId(1)])) == 1
    await stories.purge(room.clock.now() + timedelta(seconds=1))
    assert await stories.of(rule.id, SOURCE, [MessageId(1)]) == []


async def test_a_story_whose_first_post_was_deleted_begins_anew_with_the_next(
    database: Database, translator: Translator, clock: FakeClock
):
    room = make_room(database, translator, clock)
    await room.rule(sources=SOURCES, stories={"hours": 24}, deletions="follow")
    await room.forwarder.accept(post(1, NEWS))
    await room.deliver(seconds=5)
    await room.forwarder.accept_deletion(SOURCE, [MessageId(1)])
    await room.forwarder.accept(post(1, RETOLD, source=OTHER))
    await room.forwarder.accept(post(9, RETOLD, source=ELSEWHERE))
    assert await shown(room) == [UNCHANGED, f"{RETOLD}\n\nAlso reported by: Elsewhere"]


async def test_a_story_that_a_reviewer_skipped_begins_anew_with_the_next(
    database: Database, translator: Translator, clock: FakeClock
):
    room = make_room(database, translator, clock)
    sources = SOURCES[:2]
    rule = await room.rule(sources=sources, stories={"hours": 24}, review_chat={"chat": ELSEWHERE})
    await room.forwarder.accept(post(1, NEWS))
    anna = User(UserId(1), "Anna", "anna", "en", Role.ADMIN, "UTC", clock.now())
    await room.reviewing.skip((rule.id, SOURCE, MessageId(1)), anna)
    await room.forwarder.accept(post(7, RETOLD, source=OTHER))
    assert [each.source for each in await room.reviews.waiting()] == [OTHER]


async def test_a_chat_that_tells_its_own_story_again_is_not_named_under_it(room: Room):
    await room.forwarder.accept(post(1, NEWS))
    await room.forwarder.accept(post(2, RETOLD))
    assert await shown(room) == [UNCHANGED]
