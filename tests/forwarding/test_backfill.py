"""Histories through Telethon and the sandbox's MTProto: whole, in order, once, and before what is live."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from core.i18n import Translator
from core.ids import ChatId, MessageId
from forwarding.backfill import AHEAD, AT_ONCE, Backfiller
from forwarding.post import Post
from forwarding.rules import Rule
from forwarding.transports.mtproto.account import Account
from forwarding.transports.mtproto.accounts import Accounts
from forwarding.transports.mtproto.pages import AccountPages
from forwarding.transports.mtproto.posts import to_post
from sandbox.model import Content, Media
from sandbox.mtproto.server import MtprotoServer
from sandbox.seed import ANNA
from storage.backfills import Backfills
from storage.database import Database
from storage.outbox import DeliveryState
from storage.watermarks import Watermarks
from tests.fakes.chat_page import picture
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import AUTHOR, OTHER, Room, make_room
from tests.fakes.telethon_client import serving
from tests.forwarding.test_mtproto import log_in, settings_of

LATER = datetime(2100, 1, 1, tzinfo=UTC)
"""No album grows any more."""


@dataclass(slots=True)
class Archive:
    """A channel with a past, an account that sees it, and a forwarding room."""

    server: MtprotoServer
    accounts: Accounts
    room: Room
    backfills: Backfills
    source: ChatId
    target: ChatId
    clock: FakeClock

    def post(self, *texts: str) -> list[MessageId]:
        world = self.server.world
        channel = world.chat_named("@source_news", ANNA)
        sent = [world.posting.send(world.accounts[ANNA], channel, Content(text)) for text in texts]
        return [MessageId(message.shared_id) for message in sent]

    def album(self, size: int) -> list[MessageId]:
        world = self.server.world
        channel = world.chat_named("@source_news", ANNA)
        files = [world.files_kept.add(picture(number, 0, 0), "p.png", "image/png") for number in range(size)]
        photos = [Media("photo", file.id, "p.png", "image/png", width=file.width, height=file.height) for file in files]
        album = world.posting.send_album(world.accounts[ANNA], channel, [Content("", media=each) for each in photos])
        return [MessageId(part.shared_id) for part in album]

    async def rule(self, **fields: Any) -> Rule:
        return await self.room.rule(self.source, self.target, **fields)

    async def live(self, text: str) -> MessageId:
        """A post that the reader hears while it comes."""
        (number,) = self.post(text)
        await self.room.forwarder.accept(await self.seen(number))
        return number

    async def seen(self, number: MessageId) -> Post:
        found = to_post(await self.accounts.all[0].client.get_messages(self.source, ids=int(number)))
        assert found is not None
        return found

    def backfiller(self) -> Backfiller:
        """One life of the process."""
        past, room = AccountPages(self.accounts, FakeClock(LATER)), self.room
        return Backfiller(self.backfills, room.rulebook, room.forwarder, room.outbox, past=past, clock=self.clock)

    async def until_through(self, backfiller: Backfiller | None = None) -> None:
        worker = backfiller or self.backfiller()
        while await self.backfills.open():
            await worker.step()
            await self.room.deliver()
        await self.room.deliver()

    @property
    def copied(self) -> list[int]:
        return self.room.transport.originals(self.target)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[MtprotoServer]:
    async with serving(tmp_path) as running:
        yield running


@pytest.fixture
async def archive(
    server: MtprotoServer, tmp_path: Path, database: Database, translator: Translator, clock: FakeClock
) -> AsyncIterator[Archive]:
    account = Account(settings_of(server, tmp_path))
    await account.connect()
    await log_in(account, server)
    await account.learn_chats()
    accounts = Accounts([account], Watermarks(database), clock)
    room = make_room(database, translator, clock)
    source, target = [(await accounts.resolve(name)).id for name in ("@source_news", "@target_news")]
    for chat in (source, target):
        room.transport.allow(room.transport.add_chat(chat, str(chat)), None)
        room.transport.allow(chat, AUTHOR)
    yield Archive(server, accounts, room, Backfills(database, clock), source, target, clock)
    await account.close()


async def test_the_last_posts_come_in_their_order_and_none_twice(archive: Archive):
    posted = archive.post(*(f"post {number}" for number in range(7)))
    rule = await archive.rule()
    for _ in range(2):
        assert await archive.backfills.begin(rule.id, [archive.source], 5, AUTHOR)
        await archive.until_through()
    assert archive.copied == posted[-5:]


async def test_more_pages_than_one_are_read_whole_and_albums_at_their_borders_stay_whole(archive: Archive):
    before = archive.post(*(f"old {number}" for number in range(95)))
    album = archive.album(10)
    after = archive.post(*(f"new {number}" for number in range(30)))
    rule = await archive.rule()
    await archive.backfills.begin(rule.id, [archive.source], 135, AUTHOR)
    await archive.until_through()
    assert archive.copied == [*before, *album, *after]
    assert (await archive.room.outbox.counts())[DeliveryState.SENT] == 95 + 1 + 30


async def test_an_album_in_which_the_last_posts_begin_comes_whole(archive: Archive):
    album = archive.album(4)
    after = archive.post("one", "two")
    rule = await archive.rule()
    await archive.backfills.begin(rule.id, [archive.source], 4, AUTHOR)
    await archive.until_through()
    assert archive.copied == [*album, *after]


async def test_live_posts_wait_behind_the_history_of_their_rule_alone(archive: Archive):
    old = archive.post("first", "second")
    rule = await archive.rule()
    await archive.backfills.begin(rule.id, [archive.source], 2, AUTHOR)
    worker = archive.backfiller()
    await worker.step()  # how far back it goes is known
    live = await archive.live("live")
    await archive.room.deliver()
    assert archive.copied == []
    await archive.until_through(worker)
    assert archive.copied == [*old, live]
    later = await archive.live("later")
    await archive.room.deliver()
    assert archive.copied == [*old, live, later]


async def test_another_rule_of_the_source_does_not_wait(archive: Archive):
    archive.post("first")
    rule = await archive.rule()
    other = await archive.room.rule(archive.source, OTHER)
    await archive.backfills.begin(rule.id, [archive.source], 1, AUTHOR)
    live = await archive.live("live")
    await archive.room.deliver()
    assert archive.room.transport.originals(OTHER) == [live]
    assert other.id != rule.id


async def test_a_kill_in_the_middle_of_a_history_loses_and_doubles_nothing(archive: Archive):
    posted = archive.post(*(f"post {number}" for number in range(30)))
    rule = await archive.rule()
    await archive.backfills.begin(rule.id, [archive.source], 30, AUTHOR)
    for _ in range(2):  # each life gets a little further
        worker = archive.backfiller()
        await worker.step()
        await worker.step()
        await archive.room.deliver()
    live = await archive.live("live")
    await archive.until_through()
    assert archive.copied == [*posted, live]


async def test_a_kill_between_deciding_and_writing_down_how_far_it_is_doubles_nothing(archive: Archive):
    posted = archive.post("one", "two", "three")
    rule = await archive.rule()
    await archive.room.forwarder.accept_history(rule, [await archive.seen(number) for number in posted], "bot")
    await archive.backfills.begin(rule.id, [archive.source], 3, AUTHOR)
    await archive.until_through()
    assert archive.copied == posted


async def test_a_history_waits_until_its_copies_have_left(archive: Archive):
    archive.post(*(f"post {number}" for number in range(60)))
    rule = await archive.rule()
    await archive.backfills.begin(rule.id, [archive.source], 60, AUTHOR)
    worker = archive.backfiller()
    while await worker.step():
        pass
    (waiting,) = await archive.room.outbox.waiting()
    assert AHEAD <= waiting.count < AHEAD + 2 * AT_ONCE
    await archive.until_through(worker)
    assert len(archive.copied) == 60


async def test_a_rule_that_drops_what_waits_too_long_drops_nothing_of_a_history(archive: Archive):
    archive.post(*(f"post {number}" for number in range(40)))
    rule = await archive.rule(overflow="drop_oldest", overflow_after=20)
    await archive.backfills.begin(rule.id, [archive.source], 40, AUTHOR)
    worker = archive.backfiller()
    while await worker.step():
        pass
    (waiting,) = await archive.room.outbox.waiting()
    assert waiting.count <= 20


async def test_who_cancels_gets_the_live_posts_that_waited(archive: Archive):
    archive.post(*(f"post {number}" for number in range(20)))
    rule = await archive.rule()
    await archive.backfills.begin(rule.id, [archive.source], 20, AUTHOR)
    worker = archive.backfiller()
    await worker.step()
    live = await archive.live("live")
    assert await archive.backfills.cancel(rule.id)
    await archive.until_through(worker)
    assert archive.copied == [live]


async def test_a_second_history_of_a_rule_does_not_begin_beside_the_first(archive: Archive):
    rule = await archive.rule()
    assert await archive.backfills.begin(rule.id, [archive.source], 5, AUTHOR)
    assert not await archive.backfills.begin(rule.id, [archive.source], 5, AUTHOR)


async def test_filters_decide_about_old_posts_and_what_is_held_is_not_told_one_by_one(archive: Archive):
    posts = archive.post("python news", "cat pictures", "python again")
    rule = await archive.rule(keep=["python"])
    await archive.backfills.begin(rule.id, [archive.source], 3, AUTHOR)
    await archive.until_through()
    assert archive.copied == [posts[0], posts[2]]
    assert archive.room.transport.said(ChatId(AUTHOR)) == []


async def test_a_source_that_no_account_sees_ends_its_history_with_a_reason(archive: Archive):
    rule = await archive.room.rule(OTHER, archive.target)
    await archive.backfills.begin(rule.id, [OTHER], 3, AUTHOR)
    await archive.backfills.show_in(rule.id, ChatId(1), MessageId(1))
    await archive.until_through()
    (ended,) = await archive.backfills.shown()
    assert ended.reason == "error-backfill-unseen"
