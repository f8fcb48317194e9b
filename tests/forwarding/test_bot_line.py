"""The bot over MTProto against the sandbox: copies that count once, buttons, topics, and a look back."""

import stat
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from core.buttons import Button
from core.clock import SystemClock
from core.config import Settings
from core.errors import DeliveryRejected
from core.ids import ChatId, MessageId, TopicId, UserId
from forwarding.outgoing import CopyPosts, Rewrite, SendText
from forwarding.transports.mtproto.bot_line import BotLine
from forwarding.transports.mtproto.histories import BotHistory
from forwarding.transports.mtproto.numbered import NumberedSends
from forwarding.transports.protocol import Address, AlreadySent
from sandbox.faults import Fault
from sandbox.model import Chat, Content, Media, Message
from sandbox.mtproto.server import MtprotoServer
from sandbox.seed import ANNA, BOT, BOT_TOKEN
from tests.fakes.chat_page import picture
from tests.fakes.telethon_client import serving

BUTTONS = ((Button("More", url="https://example.org"), Button("Vote", data="votes:up:1")),)


@dataclass(frozen=True, slots=True)
class Scene:
    server: MtprotoServer
    settings: Settings
    line: BotLine
    sends: NumberedSends
    source: ChatId
    target: ChatId

    def chat(self, name: str) -> Chat:
        return self.server.world.chat_named(name, ANNA)

    def post(self, text: str = "", media: Media | None = None) -> MessageId:
        world = self.server.world
        sent = world.posting.send(world.accounts[ANNA], self.chat("@source_news"), Content(text, media=media))
        return MessageId(sent.shared_id)

    def photo(self, number: int) -> Media:
        file = self.server.world.files_kept.add(picture(number, 0, 0), "p.png", "image/png")
        return Media("photo", file.id, "p.png", "image/png", width=file.width, height=file.height)

    def copies(self, name: str = "@target_news") -> list[Message]:
        return [each for each in self.server.world.messages_of(self.chat(name), ANNA) if each.author == BOT]


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with serving(tmp_path) as server:
        key = tmp_path / "key.pem"
        key.write_text(server.public_key_pem)
        settings = Settings(
            _env_file=None,
            bot_token=SecretStr(BOT_TOKEN),
            api_id=1,
            api_hash=SecretStr("sandbox"),
            mtproto_server=f"127.0.0.1:{server.port}",
            mtproto_key_file=key,
            data_dir=tmp_path / "data",
        )
        line = BotLine(settings)
        world = server.world
        source, target = (ChatId(world.chat_named(name, ANNA).id) for name in ("@source_news", "@target_news"))
        yield Scene(server, settings, line, NumberedSends(line, has_buttons=True), source, target)
        await line.close()


async def test_the_bot_signs_in_once_and_keeps_its_session(scene: Scene):
    assert await scene.line.is_open()
    [kept] = scene.settings.data_dir.glob("*.session")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    await scene.line.close()
    scene.server.world.faults.add(
        Fault("error", "importBotAuthorization", code=400, description="ACCESS_TOKEN_INVALID")
    )
    again = BotLine(scene.settings)
    assert await again.is_open()
    assert (await again.client.get_me()).id == BOT
    await again.close()


async def test_a_line_without_a_server_is_closed_and_not_asked_for_all_the_time(scene: Scene, tmp_path: Path):
    alone = BotLine(scene.settings.model_copy(update={"mtproto_server": "127.0.0.1:1", "data_dir": tmp_path / "b"}))
    assert not await alone.is_open()
    alone.client.session.set_dc(2, "127.0.0.1", scene.server.port)
    assert not await alone.is_open()
    await alone.close()


async def test_a_session_that_was_ended_is_made_anew(scene: Scene):
    assert await scene.line.is_open()
    await scene.line.close()
    for key in scene.server.keys.of_account(BOT):
        key.account_id = 0
    again = BotLine(scene.settings)
    assert await again.is_open()
    await again.close()


async def test_what_was_cut_after_the_send_arrives_once(scene: Scene):
    assert await scene.line.is_open()
    posts = CopyPosts(scene.source, (scene.post("only once"),))
    address = Address(scene.target, key="k", random_id=77)
    scene.server.world.faults.add(Fault("cut_after", "forwardMessages"))
    with pytest.raises(AlreadySent):  # Telethon connects again and repeats it by itself
        await scene.sends.copy(address, posts)
    with pytest.raises(AlreadySent):
        await scene.sends.copy(address, posts)
    assert [copy.text for copy in scene.copies()] == ["only once"]


async def test_a_copy_may_carry_buttons_of_ours(scene: Scene):
    assert await scene.line.is_open()
    plain = CopyPosts(scene.source, (scene.post("plain"),), under=BUTTONS)
    said = replace(plain, messages=(scene.post("old"),), rewrite=Rewrite("new", buttons=BUTTONS[:1]), under=())
    for number, posts in enumerate((plain, said)):
        await scene.sends.copy(Address(scene.target, random_id=100 + number), posts)
    assert [copy.text for copy in scene.copies()] == ["plain", "new"]
    for copy in scene.copies():
        assert copy.markup is not None
        [[more, vote]] = copy.markup["inline_keyboard"]
        assert more["url"] == "https://example.org"
        assert vote["callback_data"] == "votes:up:1"


async def test_an_album_comes_whole_and_answers_a_copy(scene: Scene):
    assert await scene.line.is_open()
    world = scene.server.world
    parts = [Content("caption" if not number else "", media=scene.photo(number)) for number in range(3)]
    album = world.posting.send_album(world.accounts[ANNA], scene.chat("@source_news"), parts)
    posts = CopyPosts(scene.source, tuple(MessageId(part.shared_id) for part in album), has_media=True)
    (first,) = await scene.sends.copy(Address(scene.target, random_id=1), CopyPosts(scene.source, (scene.post("q"),)))
    copies = await scene.sends.copy(Address(scene.target, random_id=10), posts, reply_to=first)
    made = scene.copies()[1:]
    assert [each.shared_id for each in made] == list(copies)
    assert len({each.album for each in made}) == 1
    assert [each.text for each in made] == ["caption", "", ""]
    assert world.messages[made[0].reply_to].shared_id == first
    with pytest.raises(AlreadySent):
        await scene.sends.copy(Address(scene.target, random_id=10), posts, reply_to=first)


async def test_a_text_is_said_once_also_in_a_topic(scene: Scene):
    assert await scene.line.is_open()
    world = scene.server.world
    group = next(chat for chat in world.chats.values() if chat.kind == "supergroup")
    world.members.set_forum(group, is_forum=True)
    topic = world.topics.create(world.accounts[ANNA], group, "News", 0x6FB9F0)
    for place, number in ((topic.id, 1), (1, 2)):
        address = Address(ChatId(group.id), TopicId(place), random_id=number)
        await scene.sends.say(address, SendText("hello", buttons=BUTTONS))
        with pytest.raises(AlreadySent):
            await scene.sends.say(address, SendText("hello", buttons=BUTTONS))
    said = [each for each in world.messages_of(group, ANNA) if each.text == "hello"]
    assert [each.topic for each in said] == [topic.id, 1]


async def test_the_bot_looks_back_without_a_history(scene: Scene):
    assert await scene.line.is_open()
    world = scene.server.world
    world.posting.send(world.accounts[ANNA], scene.chat("@target_news"), Content("by Anna"))
    await scene.sends.copy(Address(scene.target, random_id=5), CopyPosts(scene.source, (scene.post("by the bot"),)))
    history = BotHistory(scene.line)
    now = SystemClock().now()
    found = await history.recent(scene.target, now - timedelta(minutes=1))
    # Who posted in a channel, nobody tells.
    assert [post.text for post in found if post.text] == ["by Anna", "by the bot"]
    assert await history.recent(scene.target, now + timedelta(minutes=1)) == []


async def test_in_a_group_only_its_own_messages_are_found(scene: Scene):
    assert await scene.line.is_open()
    world = scene.server.world
    group = next(chat for chat in world.chats.values() if chat.kind == "supergroup")
    world.posting.send(world.accounts[ANNA], group, Content("by Anna"))
    await scene.sends.say(Address(ChatId(group.id), random_id=6), SendText("by the bot"))
    found = await BotHistory(scene.line).recent(ChatId(group.id), SystemClock().now() - timedelta(minutes=1))
    assert [post.text for post in found] == ["by the bot"]


async def test_a_private_chat_cannot_be_looked_at_by_the_bot(scene: Scene):
    assert await scene.line.is_open()
    with pytest.raises(DeliveryRejected):
        await BotHistory(scene.line).recent(ChatId(UserId(ANNA)), SystemClock().now())
