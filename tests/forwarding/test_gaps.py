"""After an absence: holes in the bot's channels are found, filled or told; edits and deletions are caught up with."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from core.errors import UserError
from core.i18n import Translator
from core.ids import ChatId, MessageId
from forwarding.backfill import Page, Span
from forwarding.gaps import Gaps, Listening
from forwarding.mending import Mending
from forwarding.notices import Notices
from forwarding.post import Post
from storage.backfills import Backfills
from storage.copied import CopiedPosts
from storage.database import Database
from storage.holes import Holes
from storage.presences import Presences
from storage.users import Users
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import AUTHOR, OTHER, SOURCE, TARGET, Room, make_room, post

HOUR = 3600.0
DAY = 24 * HOUR


@dataclass(slots=True)
class SeenPast:
    """Implements Past: what an account sees. Nothing at all where `is_blind`."""

    posts: dict[MessageId, Post] = field(default_factory=dict)
    is_blind: bool = False
    is_group: bool = False

    async def measure(self, source: ChatId, count: int) -> Span:
        newest = max(self.posts, default=MessageId(0))
        return Span(MessageId(newest - count), newest, count)

    async def page(self, source: ChatId, after: MessageId, until: MessageId) -> Page:
        if self.is_blind:
            raise UserError("error-backfill-unseen")
        found = tuple(self.posts[number] for number in sorted(self.posts) if after < number <= until)
        return Page(found, until, len(found), is_last=True)

    async def look(self, source: ChatId, messages: Sequence[MessageId]) -> dict[MessageId, Post | None]:
        return {number: self.posts.get(number) for number in messages}

    async def is_channel(self, source: ChatId) -> bool:
        return not self.is_group

    def has(self, *posts: Post) -> None:
        self.posts |= {each.message: each for each in posts}


@dataclass(slots=True)
class Watch:
    """The forwarding room with what looks for gaps."""

    room: Room
    database: Database
    clock: FakeClock
    gaps: Gaps
    holes: Holes
    past: SeenPast = field(default_factory=SeenPast)

    def life(self) -> Listening:
        """Of the process that asks for updates."""
        return Listening(Presences(self.database, self.clock), self.holes, self.room.rulebook, self.clock)

    def mending(self) -> Mending:
        copied = CopiedPosts(self.database)
        room = self.room
        return Mending(self.holes, copied, room.rulebook, room.forwarder, past=self.past, clock=self.clock)

    async def receive(self, *numbers: int) -> None:
        for number in numbers:
            await self.room.forwarder.accept(post(number, f"post {number}"))
        await self.room.deliver()

    async def away_for(self, seconds: float) -> None:
        """The process asks for updates, is gone for so long, and asks again."""
        await self.life().heard()
        self.clock.advance(seconds)
        await self.life().heard()

    async def told(self) -> list[str]:
        self.clock.advance(HOUR)
        await self.gaps.run()
        await self.room.deliver()
        return self.room.transport.said(ChatId(AUTHOR))


@pytest.fixture
def watch(database: Database, translator: Translator, clock: FakeClock) -> Watch:
    room, holes = make_room(database, translator, clock), Holes(database, clock)
    notices = Notices(Users(database, clock), translator)
    backfills = Backfills(database, clock)
    gaps = Gaps(holes, backfills, room.rulebook, room.forwarder, outbox=room.outbox, notices=notices, clock=clock)
    return Watch(room, database, clock, gaps, holes)


async def test_a_hole_after_a_long_absence_is_told_once_to_each_owner(watch: Watch):
    await watch.room.rule()
    await watch.room.rule(destination=OTHER)
    await watch.receive(119, 120)
    await watch.away_for(DAY + HOUR)
    await watch.receive(131, 132)
    (said,) = await watch.told()
    assert "#120" in said
    assert "#131" in said
    assert "10" in said
    assert await watch.told() == [said]


async def test_numbers_that_jump_without_an_absence_alarm_nobody(watch: Watch):
    await watch.room.rule()
    await watch.receive(120)
    await watch.away_for(DAY - HOUR)
    await watch.receive(131)
    assert await watch.told() == []


async def test_an_absence_in_which_nothing_was_posted_leaves_no_hole(watch: Watch):
    await watch.room.rule()
    await watch.receive(120)
    await watch.away_for(3 * DAY)
    await watch.receive(121, 140)
    assert await watch.told() == []
    assert await watch.holes.open() == []


async def test_a_hole_is_filled_by_an_account_before_anybody_is_told(watch: Watch):
    await watch.room.rule()
    await watch.receive(120)
    await watch.away_for(2 * DAY)
    await watch.receive(124)
    watch.past.has(*(post(number, f"post {number}") for number in (120, 121, 123, 124)))
    await watch.gaps.run()
    for _ in range(2):
        await watch.mending().fill()
    await watch.room.deliver()
    assert sorted(watch.room.transport.originals(TARGET)) == [120, 121, 123, 124]
    assert await watch.told() == []


async def test_a_hole_at_the_end_of_which_nothing_comes_is_filled_too(watch: Watch):
    await watch.room.rule()
    await watch.receive(120)
    await watch.away_for(2 * DAY)
    watch.past.has(post(121, "post 121"), post(122, "post 122"))
    watch.clock.advance(HOUR)
    await watch.mending().fill()
    await watch.room.deliver()
    assert watch.room.transport.originals(TARGET) == [120, 121, 122]


async def test_a_source_that_no_account_sees_keeps_its_hole(watch: Watch):
    await watch.room.rule()
    await watch.receive(120)
    await watch.away_for(2 * DAY)
    await watch.receive(130)
    watch.past.is_blind = True
    await watch.gaps.run()
    await watch.mending().fill()
    assert len(await watch.told()) == 1
    (hole,) = await watch.holes.told([SOURCE])
    assert (hole.after, hole.before, hole.size) == (120, 130, 9)


async def test_what_was_deleted_while_nobody_looked_is_deleted_in_its_copies(watch: Watch):
    await watch.room.rule(deletions="follow")
    await watch.receive(1, 2)
    watch.past.has(post(1, "post 1"))
    await watch.mending().look_again()
    await watch.room.deliver()
    assert len(watch.room.transport.deleted) == 1


async def test_what_a_group_does_not_show_is_not_taken_for_deleted(watch: Watch):
    await watch.room.rule(deletions="follow")
    await watch.receive(1)
    watch.past.is_group = True
    await watch.mending().look_again()
    await watch.room.deliver()
    assert watch.room.transport.deleted == []


async def test_what_was_edited_while_nobody_looked_is_edited_in_its_copies(watch: Watch):
    await watch.room.rule()
    await watch.receive(1, 2)
    later = datetime(2026, 11, 3, tzinfo=UTC)
    watch.past.has(replace(post(1, "new words"), edited=later), replace(post(2, "post 2"), edited=later))
    for _ in range(2):
        await watch.mending().look_again()
    await watch.room.deliver()
    ((_, _, edit),) = watch.room.transport.edits
    assert edit.text == "new words"


async def test_posts_are_looked_at_again_only_after_hours(watch: Watch):
    await watch.room.rule(deletions="follow")
    await watch.receive(1)
    watch.past.has(post(1, "post 1"))
    mending = watch.mending()
    await mending.look_again()
    watch.past.posts.clear()
    watch.clock.advance(HOUR)
    await mending.look_again()
    assert watch.room.transport.deleted == []
    watch.clock.advance(6 * HOUR)
    await mending.look_again()
    await watch.room.deliver()
    assert len(watch.room.transport.deleted) == 1


async def test_live_posts_go_on_when_nobody_goes_on_with_a_history(watch: Watch):
    rule = await watch.room.rule()
    await Backfills(watch.database, watch.clock).begin(rule.id, [SOURCE], 10, AUTHOR)
    await watch.receive(1)
    assert watch.room.transport.originals(TARGET) == []
    watch.clock.advance(timedelta(hours=1, minutes=1).total_seconds())
    await watch.gaps.run()
    await watch.room.deliver()
    assert watch.room.transport.originals(TARGET) == [1]
