"""The account against the sandbox's MTProto server: login, reading from a watermark, copies that count once."""

import asyncio
import stat
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from core.config import Settings
from core.errors import DeliveryRejected, RetryLater, SettingsError, UserError
from core.i18n import Translator
from core.ids import ChatId, MessageId, UserId
from forwarding.outgoing import CopyPosts, EditCopy, Rewrite, SendText
from forwarding.post import Entity
from forwarding.post import Media as PostMedia
from forwarding.rules import RuleBook
from forwarding.spec import simple_rule
from forwarding.transports.mtproto.account import Account
from forwarding.transports.mtproto.posts import to_post
from forwarding.transports.mtproto.reader import AccountReader
from forwarding.transports.mtproto.transport import AccountTransport
from forwarding.transports.protocol import Address, AlreadySent, CopyForbidden, DeliveryUncertain, SlowMode
from sandbox.faults import Fault
from sandbox.model import Content, Media
from sandbox.mtproto.login import CODES
from sandbox.mtproto.server import MtprotoServer
from sandbox.seed import ANNA, BEN
from storage.database import Database
from storage.rules import Rules
from storage.watermarks import Watermarks
from tests.fakes.chat_page import picture
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import Room, make_room
from tests.fakes.telethon_client import serving

AUTHOR = UserId(ANNA)
PHOTO = PostMedia("photo", "", "unique")
MARKED = picture(1, 2, 3, 40, 30)


@dataclass(frozen=True, slots=True)
class Stage:
    """A server, and the account of Anna signed in at it."""

    server: MtprotoServer
    settings: Settings
    account: Account
    transport: AccountTransport
    source: ChatId
    target: ChatId

    def post(self, text: str) -> MessageId:
        world = self.server.world
        message = world.posting.send(world.accounts[ANNA], world.chat_named("@source_news", ANNA), Content(text))
        return MessageId(message.shared_id)

    def photos(self, *captions: str) -> list[MessageId]:
        """One photo, or an album of different ones."""
        world = self.server.world
        channel, contents = world.chat_named("@source_news", ANNA), []
        for caption in captions:
            shade = world.next("shade")
            file = world.files_kept.add(picture(shade, 0, 0), "p.png", "image/png")
            photo = Media("photo", file.id, "p.png", "image/png", width=file.width, height=file.height)
            contents.append(Content(caption, media=photo))
        if len(contents) == 1:
            return [MessageId(world.posting.send(world.accounts[ANNA], channel, contents[0]).shared_id)]
        album = world.posting.send_album(world.accounts[ANNA], channel, contents)
        return [MessageId(part.shared_id) for part in album]

    def of_kind(self, kind: Any) -> MessageId:
        """A file of this kind, or a place, or somebody's number."""
        world = self.server.world
        types = {"voice": "audio/ogg", "video_note": "video/mp4", "sticker": "image/webp"}
        if kind in types:
            file = world.files_kept.add(b"bytes", "file", types[kind])
            media = Media(kind, file.id, "file", types[kind], duration=3)
        else:
            where = {"latitude": 55.75, "longitude": 37.62}
            media = Media(kind, data=where if kind == "location" else {"phone_number": "+100", "first_name": "Ada"})
        channel = world.chat_named("@source_news", ANNA)
        return MessageId(world.posting.send(world.accounts[ANNA], channel, Content(media=media)).shared_id)

    async def texts(self, chat: ChatId) -> list[str]:
        return [message.message async for message in self.account.client.iter_messages(chat, reverse=True)]


def settings_of(server: MtprotoServer, folder: Path) -> Settings:
    key = folder / "key.pem"
    key.write_text(server.public_key_pem)
    return Settings(
        _env_file=None,
        api_id=1,
        api_hash=SecretStr("sandbox"),
        mtproto_server=f"127.0.0.1:{server.port}",
        mtproto_key_file=key,
        data_dir=folder / "data",
    )


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[MtprotoServer]:
    async with serving(tmp_path) as running:
        yield running


@pytest.fixture
async def stage(server: MtprotoServer, tmp_path: Path, database: Database) -> AsyncIterator[Stage]:
    settings = settings_of(server, tmp_path)
    account = Account(settings)
    await account.connect()
    await log_in(account, server)
    await account.learn_chats()
    transport = AccountTransport(account, Watermarks(database))
    source, target = [(await transport.resolve(name)).id for name in ("@source_news", "@target_news")]
    yield Stage(server, settings, account, transport, source, target)
    await account.close()


async def log_in(account: Account, server: MtprotoServer) -> None:
    phone = server.world.accounts[ANNA].phone
    await account.send_code(phone)
    assert await account.sign_in(phone, server.world.kept[CODES][phone])


async def test_a_login_is_kept_in_a_file_that_only_its_owner_reads(stage: Stage):
    path = stage.settings.data_dir / "account.session"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Account.is_set_up(stage.settings)
    await stage.account.close()
    again = Account(stage.settings)
    assert await again.connect()
    assert await again.name() == "@anna"
    await again.close()


async def test_a_wrong_code_is_told_and_nothing_is_kept(server: MtprotoServer, tmp_path: Path):
    settings = settings_of(server, tmp_path)
    account = Account(settings)
    assert not await account.connect()
    phone = server.world.accounts[ANNA].phone
    await account.send_code(phone)
    wrong = "00000" if server.world.kept[CODES][phone] != "00000" else "11111"
    with pytest.raises(UserError) as raised:
        await account.sign_in(phone, wrong)
    assert raised.value.key == "error-login-code"
    assert not Account.is_set_up(settings)
    await account.close()


async def test_an_account_with_a_password_is_asked_for_it(server: MtprotoServer, tmp_path: Path):
    server.world.accounts[ANNA].password = "secret"
    account = Account(settings_of(server, tmp_path))
    await account.connect()
    phone = server.world.accounts[ANNA].phone
    await account.send_code(phone)
    assert not await account.sign_in(phone, server.world.kept[CODES][phone])
    with pytest.raises(UserError) as raised:
        await account.sign_in_with_password("wrong")
    assert raised.value.key == "error-login-password"
    await account.sign_in_with_password("secret")
    assert await account.name() == "@anna"
    await account.close()


def test_settings_that_are_missing_or_wrong_are_named(tmp_path: Path):
    with pytest.raises(SettingsError) as raised:
        Account(Settings(_env_file=None, api_id=None, data_dir=tmp_path))
    assert raised.value.params["setting"] == "API_ID"
    with pytest.raises(SettingsError) as raised:
        Account(Settings(_env_file=None, api_id=1, api_hash=SecretStr("x"), mtproto_server="nope", data_dir=tmp_path))
    assert raised.value.params["setting"] == "MTPROTO_SERVER"


async def test_a_copy_arrives_once_though_it_is_sent_twice(stage: Stage):
    number = stage.post("only once")
    before = await stage.texts(stage.target)
    address = Address(stage.target, key="post:1", random_id=101)
    [copy] = await stage.transport.copy(address, CopyPosts(stage.source, (number,), via="account"))
    with pytest.raises(AlreadySent):
        await stage.transport.copy(address, CopyPosts(stage.source, (number,), via="account"))
    assert await stage.texts(stage.target) == [*before, "only once"]
    edit = EditCopy(stage.source, number, "edited", (Entity("bold", 0, 6),), via="account")
    for _ in range(2):
        await stage.transport.edit(Address(stage.target), copy, edit, has_media=False)
    assert (await stage.texts(stage.target))[-1] == "edited"


async def test_protected_content_is_not_copied(stage: Stage):
    number = stage.post("secret")
    stage.server.world.chat_named("@source_news", ANNA).is_protected = True
    with pytest.raises((CopyForbidden, DeliveryRejected)):
        await stage.transport.copy(
            Address(stage.target, key="k", random_id=102), CopyPosts(stage.source, (number,), via="account")
        )


async def test_a_text_is_said(stage: Stage):
    await stage.transport.say(Address(stage.target, key="k", random_id=102), SendText("hello", (Entity("bold", 0, 5),)))
    assert (await stage.texts(stage.target))[-1] == "hello"


async def test_rights_are_those_of_the_account_and_of_people(stage: Stage):
    mine = await stage.transport.rights(stage.source)
    assert (mine.is_admin, mine.can_read, mine.can_post) == (True, True, True)
    assert not (await stage.transport.rights(ChatId(-1009999999999))).can_read
    with pytest.raises(UserError):
        await stage.transport.resolve("@nowhere_at_all")


@pytest.fixture
async def room(stage: Stage, database: Database, translator: Translator, clock: FakeClock) -> Room:
    """A bot that cannot read the source and may post in the target."""
    room = make_room(database, translator, clock)
    for chat, title, username in ((stage.source, "Source", "source_news"), (stage.target, "Target", "target_news")):
        room.transport.add_chat(chat, title, username)
    room.transport.allow(stage.target, None)
    room.transport.allow(stage.target, AUTHOR)
    return room


async def test_what_was_posted_since_the_rule_was_saved_is_read_in_order_and_nothing_older(
    stage: Stage, room: Room, database: Database, clock: FakeClock
):
    stage.post("before the rule")
    rulebook = RuleBook(Rules(database, clock), {"bot": room.transport, "account": stage.transport}, clock)
    rule = await rulebook.create(simple_rule(stage.source, stage.target), AUTHOR, "update:1")
    assert rule.via(stage.source) == "account"
    await room.rulebook.reread()
    reader = AccountReader(stage.account, rulebook, room.forwarder, Watermarks(database))
    posted = [stage.post(f"post {number}") for number in range(3)]
    await reader.catch_up()
    await reader.catch_up()
    stored = await room.posts.between(stage.source, clock.now().replace(year=2000), clock.now().replace(year=2100))
    assert [post.message for post in stored] == posted
    assert {post.via for post in stored} == {"account"}


async def test_a_running_reader_hears_posts_and_edits(stage: Stage, room: Room, database: Database, clock: FakeClock):
    rulebook = RuleBook(Rules(database, clock), {"bot": room.transport, "account": stage.transport}, clock)
    await rulebook.create(simple_rule(stage.source, stage.target), AUTHOR, "update:1")
    await room.rulebook.reread()
    watermarks = Watermarks(database)
    heard = asyncio.Event()
    room.outbox.subscribe(heard.set)
    reader = AccountReader(stage.account, rulebook, room.forwarder, watermarks)
    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        running = group.create_task(reader.run())
        number = stage.post("live")
        await heard.wait()
        running.cancel()
    known = await room.posts.get(stage.source, number)
    assert known is not None
    assert known.content["text"] == "live"


async def test_a_running_reader_hears_deletions(stage: Stage, room: Room, database: Database, clock: FakeClock):
    rulebook = RuleBook(Rules(database, clock), {"bot": room.transport, "account": stage.transport}, clock)
    spec = simple_rule(stage.source, stage.target).model_copy(update={"deletions": "follow"})
    await rulebook.create(spec, AUTHOR, "update:1")
    await room.rulebook.reread()
    heard = asyncio.Event()
    room.outbox.subscribe(heard.set)
    watermarks = Watermarks(database)
    reader = AccountReader(stage.account, rulebook, room.forwarder, watermarks)
    world = stage.server.world
    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        running = group.create_task(reader.run())
        number = stage.post("live")
        await heard.wait()
        while await watermarks.get(stage.source) != number:
            await asyncio.sleep(0)
        heard.clear()
        world.editing.delete(world.accounts[ANNA], world.chat_named("@source_news", ANNA), [number])
        await heard.wait()
        running.cancel()
    known = await room.posts.get(stage.source, number)
    assert known is not None
    assert known.is_deleted


@pytest.mark.parametrize("told", ["FLOOD_WAIT_137", "FLOOD_PREMIUM_WAIT_137", "SLOWMODE_WAIT_137"])
async def test_a_wait_of_any_kind_is_no_refusal(stage: Stage, told: str):
    fault = Fault("error", "sendMessage", code=420, description=told)
    stage.server.world.faults.add(fault)
    with pytest.raises(RetryLater) as raised:
        await stage.transport.say(Address(stage.target, key="k", random_id=107), SendText("hello"))
    assert raised.value.seconds == 137
    assert isinstance(raised.value, SlowMode) == told.startswith("SLOW")


async def test_what_was_taken_already_is_asked_once(stage: Stage):
    taken = Fault("error", "forwardMessages", times=9, code=500, description="RANDOM_ID_DUPLICATE")
    stage.server.world.faults.add(taken)
    with pytest.raises(AlreadySent):
        await stage.transport.copy(
            Address(stage.target, random_id=108), CopyPosts(stage.source, (stage.post("once"),), via="account")
        )
    assert taken.times == 8


@pytest.mark.parametrize(("code", "told"), [(500, "INTERNAL"), (500, "RPC_CALL_FAIL"), (503, "Timeout")])
async def test_what_telegram_did_not_finish_is_no_refusal(stage: Stage, code: int, told: str):
    stage.server.world.faults.add(Fault("error", "sendMessage", times=9, code=code, description=told))
    with pytest.raises(DeliveryUncertain):
        await stage.transport.say(Address(stage.target, key="k", random_id=109), SendText("hello"))


async def test_the_account_takes_its_copy_away_also_when_it_is_gone(stage: Stage):
    before = await stage.texts(stage.target)
    copy = await stage.transport.say(Address(stage.target, key="k", random_id=102), SendText("hello"))
    for _ in range(2):
        await stage.transport.delete(Address(stage.target), copy)
    assert await stage.texts(stage.target) == before


async def test_an_edit_by_the_account_folds_older_versions(stage: Stage):
    copy = await stage.transport.say(Address(stage.target, key="k", random_id=102), SendText("hello"))
    quote = Entity("expandable_blockquote", 4, 3)
    edit = EditCopy(stage.source, MessageId(1), "new\nold", (quote,), via="account")
    await stage.transport.edit(Address(stage.target), copy, edit, has_media=False)
    made = to_post(await stage.account.client.get_messages(stage.target, ids=copy))
    assert made is not None
    assert made.entities == (quote,)


async def test_an_outage_of_the_database_does_not_end_the_reader(stage: Stage, room: Room, clock: FakeClock):
    dead = Database("postgresql+asyncpg://nobody@127.0.0.1:1/none")
    rulebook = RuleBook(Rules(dead, clock), {"account": stage.transport}, clock)
    reader = AccountReader(stage.account, rulebook, room.forwarder, Watermarks(dead))
    async with asyncio.TaskGroup() as group:
        running = group.create_task(reader.run())
        done, _ = await asyncio.wait({running}, timeout=1)
        assert not done
        running.cancel()
    await dead.close()


async def test_the_account_sends_a_rewritten_post_once(stage: Stage):
    original = stage.post("old words")
    posts = CopyPosts(stage.source, (original,), media=(None,), rewrite=Rewrite("new words"), via="account")
    address = Address(stage.target, key="post:1", random_id=101)
    await stage.transport.copy(address, posts)
    with pytest.raises(AlreadySent):
        await stage.transport.copy(address, posts)
    assert (await stage.texts(stage.target))[-1:] == ["new words"]


async def test_the_account_answers_the_copy_of_what_the_original_answers(stage: Stage):
    question, answer = (CopyPosts(stage.source, (stage.post(text),), via="account") for text in ("question", "answer"))
    (first,) = await stage.transport.copy(Address(stage.target, key="a", random_id=103), question)
    (second,) = await stage.transport.copy(Address(stage.target, key="b", random_id=104), answer, reply_to=first)
    copy = await stage.account.client.get_messages(stage.target, ids=second)
    assert (copy.message, copy.reply_to.reply_to_msg_id) == ("answer", first)


@pytest.mark.parametrize("kind", ["voice", "video_note", "sticker", "location", "contact"])
@pytest.mark.parametrize("is_answer", [False, True], ids=["by itself", "as an answer"])
async def test_every_kind_of_post_is_copied_by_the_account(stage: Stage, kind: Any, is_answer: bool):
    message = stage.of_kind(kind)
    first = MessageId(0)
    if is_answer:
        question = CopyPosts(stage.source, (stage.post("question"),), via="account")
        (first,) = await stage.transport.copy(Address(stage.target, key="a", random_id=121), question)
    posts = CopyPosts(stage.source, (message,), has_media=True, via="account")
    (second,) = await stage.transport.copy(Address(stage.target, key="b", random_id=122), posts, reply_to=first or None)
    copy = await stage.account.client.get_messages(stage.target, ids=second)
    seen = to_post(copy)
    assert seen is not None
    assert seen.media is not None
    assert (seen.media.kind, seen.reply_to, copy.fwd_from) == (kind, first or None, None)


async def test_an_album_that_was_rewritten_stays_an_album(stage: Stage):
    world = stage.server.world
    channel = world.chat_named("@source_news", ANNA)
    files = [world.files_kept.add(picture(number, 0, 0), "p.png", "image/png") for number in range(3)]
    photos = [Media("photo", file.id, "p.png", "image/png", width=file.width, height=file.height) for file in files]
    contents = [Content("" if number else "old", media=each) for number, each in enumerate(photos)]
    album = world.posting.send_album(world.accounts[ANNA], channel, contents)
    numbers = tuple(MessageId(part.shared_id) for part in album)
    posts = CopyPosts(stage.source, numbers, media=(None,) * 3, rewrite=Rewrite("new"), via="account")
    copies = await stage.transport.copy(Address(stage.target, key="album", random_id=105), posts)
    made = await stage.account.client.get_messages(stage.target, ids=list(copies))
    assert [message.message for message in made] == ["new", "", ""]
    assert len({message.grouped_id for message in made}) == 1
    assert all(message.photo for message in made)


async def pixels(stage: Stage, message: Any) -> bytes:
    content = await stage.account.client.download_media(message, file=bytes)
    assert isinstance(content, bytes)
    return content


async def test_a_picture_of_ours_goes_out_instead_of_the_photo(stage: Stage):
    (number,) = stage.photos("old")
    said = Rewrite("new", (Entity("bold", 0, 3),), pictures={number: "name"}, contents={number: MARKED})
    posts = CopyPosts(stage.source, (number,), has_media=True, media=(None,), rewrite=said, via="account")
    address = Address(stage.target, key="photo", random_id=201)
    (copy,) = await stage.transport.copy(address, posts)
    with pytest.raises(AlreadySent):
        await stage.transport.copy(address, posts)
    made = await stage.account.client.get_messages(stage.target, ids=copy)
    assert (made.message, await pixels(stage, made)) == ("new", MARKED)


async def test_in_an_album_pictures_of_ours_stand_beside_what_stays(stage: Stage):
    first, second = stage.photos("old", "")
    said = Rewrite("new", pictures={second: "name"}, contents={second: MARKED})
    posts = CopyPosts(stage.source, (first, second), has_media=True, media=(None,) * 2, rewrite=said, via="account")
    copies = await stage.transport.copy(Address(stage.target, key="album", random_id=211), posts)
    made = await stage.account.client.get_messages(stage.target, ids=list(copies))
    assert [message.message for message in made] == ["new", ""]
    assert len({message.grouped_id for message in made}) == 1
    assert [await pixels(stage, each) == MARKED for each in made] == [False, True]


@pytest.mark.parametrize("content", [MARKED, b""])
async def test_an_exchanged_photo_is_exchanged_by_ours_or_as_it_is(stage: Stage, content: bytes):
    first, fresh = *stage.photos("old"), *stage.photos("fresh")
    posts = CopyPosts(stage.source, (first,), has_media=True, via="account")
    (copy,) = await stage.transport.copy(Address(stage.target, key="photo", random_id=221), posts)
    edit = EditCopy(stage.source, fresh, "fresh", media=PHOTO, picture="name", content=content, via="account")
    await stage.transport.edit(Address(stage.target), copy, edit, has_media=True)
    made = await stage.account.client.get_messages(stage.target, ids=copy)
    original = await stage.account.client.get_messages(stage.source, ids=fresh)
    assert made.message == "fresh"
    assert await pixels(stage, made) == (content or await pixels(stage, original))


async def test_an_edit_of_the_words_leaves_the_picture_of_ours(stage: Stage):
    (number,) = stage.photos("old")
    said = Rewrite("old", contents={number: MARKED})
    posts = CopyPosts(stage.source, (number,), has_media=True, media=(None,), rewrite=said, via="account")
    (copy,) = await stage.transport.copy(Address(stage.target, key="photo", random_id=231), posts)
    edit = EditCopy(stage.source, number, "new", via="account")
    await stage.transport.edit(Address(stage.target), copy, edit, has_media=True)
    made = await stage.account.client.get_messages(stage.target, ids=copy)
    assert (made.message, await pixels(stage, made)) == ("new", MARKED)


def poll(stage: Stage, **about: object) -> MessageId:
    """A question of Ben's."""
    world = stage.server.world
    channel, ben = world.chat_named("@source_news", ANNA), world.accounts[BEN]
    options = [{"persistent_id": str(each), "text": str(each), "voter_count": 0} for each in range(2)]
    data = {"id": "1", "question": "Two?", "options": options, "total_voter_count": 0, "type": "quiz", **about}
    message = world.posting.send(world.accounts[ANNA], channel, Content(media=Media("poll", data=data)))
    message.author = ben.id
    return MessageId(message.shared_id)


@pytest.mark.parametrize("reply_to", [None, MessageId(1)])
async def test_a_quiz_whose_answer_nobody_told_is_not_copied(stage: Stage, reply_to: MessageId | None):
    posts = CopyPosts(stage.source, (poll(stage),), has_media=True, via="account")
    with pytest.raises(CopyForbidden):
        await stage.transport.copy(Address(stage.target, key="quiz", random_id=241), posts, reply_to)


@pytest.mark.parametrize(("about", "reply_to"), [({"is_closed": True}, None), ({"type": "regular"}, MessageId(1))])
async def test_a_quiz_that_is_over_and_a_poll_are_copied(
    stage: Stage, about: dict[str, object], reply_to: MessageId | None
):
    posts = CopyPosts(stage.source, (poll(stage, **about),), has_media=True, via="account")
    (copy,) = await stage.transport.copy(Address(stage.target, key="poll", random_id=251), posts, reply_to)
    made = await stage.account.client.get_messages(stage.target, ids=copy)
    assert made.poll.poll.question.text == "Two?"


async def test_a_forward_shows_a_quiz_as_it_is(stage: Stage):
    posts = CopyPosts(stage.source, (poll(stage),), has_media=True, via="account", is_forward=True)
    (copy,) = await stage.transport.copy(Address(stage.target, key="quiz", random_id=261), posts)
    made = await stage.account.client.get_messages(stage.target, ids=copy)
    assert made.poll.poll.quiz
