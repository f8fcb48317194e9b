"""What a post says of its sender, its origin and its buttons: the same through the Bot API and through MTProto."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import Message
from telethon import TelegramClient
from telethon.tl import types

from forwarding.post import Origin, Post
from forwarding.routing import from_stored, to_stored
from forwarding.transports.bot_api.posts import to_post as bot_post
from forwarding.transports.mtproto.posts import to_post as account_post
from sandbox.model import Chat, Content
from sandbox.seed import ANNA, BEN, SOURCE, TARGET
from sandbox.server import Sandbox
from tests.fakes.aiogram_session import message as told
from tests.fakes.forwarding import post
from tests.fakes.sandbox import aiogram_bot
from tests.fakes.telethon_client import client_of, serving

BUTTONS = [[{"text": "Shop", "url": "https://shop.example/x"}, {"text": "Vote", "callback_data": "1"}]]


@dataclass(frozen=True, slots=True)
class Both:
    """A world, with the bot and Anna's account looking at it."""

    sandbox: Sandbox
    bot: Bot
    account: TelegramClient

    async def seen(self, number: int, chat: Chat) -> tuple[Post, Post]:
        """The message, as the bot and as the account read it."""
        updates = await self.bot.get_updates(limit=100)
        messages = [update.channel_post or update.message for update in updates]
        by_bot = next(each for each in messages if each and (each.chat.id, each.message_id) == (chat.id, number))
        by_account = await self.account.get_messages(chat.id, ids=number)
        return read(bot_post(by_bot)), read(account_post(by_account))

    def chat(self, name: str) -> Chat:
        return self.sandbox.world.chat_named(f"@{name}", ANNA)


def read(post: Post | None) -> Post:
    assert post is not None
    return post


@pytest.fixture
async def both(tmp_path: Path) -> AsyncIterator[Both]:
    async with Sandbox() as sandbox, serving(tmp_path, sandbox.world) as server:
        bot = aiogram_bot(sandbox)
        async with bot.session, client_of(server, sandbox.world.accounts[ANNA]) as account:
            await account.get_dialogs()
            yield Both(sandbox, bot, account)


def told_of(post: Post) -> tuple[Any, ...]:
    return post.sender, post.sender_name, post.sender_username, post.forwarded_from, post.buttons


async def test_a_forwarded_post_names_the_channel_it_was_first_in(both: Both):
    world, source, target = both.sandbox.world, both.chat(SOURCE), both.chat(TARGET)
    anna = world.accounts[ANNA]
    original = world.posting.send(anna, source, Content("first"))
    [carried] = world.carrying.forward(anna, source, [original.shared_id], target)
    for seen in await both.seen(carried.shared_id, target):
        assert seen.forwarded_from == Origin(source.id, "Source news", SOURCE, original.shared_id)
        assert (seen.sender, seen.sender_name, seen.sender_username) == (target.id, "Digest", TARGET)


async def test_what_a_person_writes_in_a_group_names_the_person(both: Both):
    world = both.sandbox.world
    group = next(chat for chat in world.chats.values() if chat.title == "Команда")
    ben = world.accounts[BEN]
    said = world.posting.send(ben, group, Content("hello"))
    [carried] = world.carrying.forward(world.accounts[ANNA], group, [said.shared_id], group)
    for seen in await both.seen(said.shared_id, group):
        assert told_of(seen) == (BEN, "Ben", "ben", None, ())
    for seen in await both.seen(carried.shared_id, group):
        assert (seen.sender, seen.forwarded_from) == (ANNA, Origin(BEN, "Ben", "ben"))


async def test_buttons_are_what_they_open(both: Both):
    source = both.chat(SOURCE)
    sent = await both.bot.send_message(source.id, "buy", reply_markup={"inline_keyboard": BUTTONS})  # type: ignore[arg-type]
    by_account = read(account_post(await both.account.get_messages(source.id, ids=sent.message_id)))
    for seen in (read(bot_post(sent)), by_account):
        assert seen.buttons == ("https://shop.example/x", "")


def test_somebody_who_hides_is_known_by_name():
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Somebody"}
    seen = read(bot_post(Message.model_validate(told(7, -1001, text="x", forward_origin=origin))))
    assert seen.forwarded_from == Origin(name="Somebody")


def test_the_picture_of_a_links_preview_is_no_photo_of_the_post():
    moment = datetime(2026, 11, 2, tzinfo=UTC)
    photo = types.Photo(1, 2, b"", moment, [], 2)
    page = types.WebPage(1, "https://a.example", "a.example", 0, photo=photo)
    message = types.Message(1, types.PeerChannel(1), message="a.example", media=types.MessageMediaWebPage(page))
    assert read(account_post(message)).media is None


def test_a_post_that_was_stored_before_these_were_known_reads_as_one_without_them():
    before = post(1, "old")
    stored = to_stored(before, "bot")
    kept = {name: value for name, value in stored.content.items() if not name.startswith(("sender", "forw", "butt"))}
    assert len(kept) == len(stored.content) - 5
    assert from_stored(replace(stored, content=kept)) == before
    origin = replace(before, forwarded_from=Origin(-1001, "A", "a", 5), buttons=("https://a.example", ""), sender=3)
    assert from_stored(to_stored(origin, "bot")) == origin
