"""Channels, groups, members and topics, with unmodified Telethon clients."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telethon import TelegramClient, errors, events, functions, types

from sandbox.mtproto.server import MtprotoServer
from sandbox.seed import ANNA, BEN, BOT
from tests.fakes.telethon_client import Heard, client_of, serving


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[MtprotoServer]:
    async with serving(tmp_path) as running:
        yield running


@pytest.fixture
async def anna(server: MtprotoServer) -> AsyncIterator[TelegramClient]:
    async with client_of(server, server.world.accounts[ANNA]) as client:
        await client.get_dialogs()
        yield client


@pytest.fixture
async def ben(server: MtprotoServer) -> AsyncIterator[TelegramClient]:
    async with client_of(server, server.world.accounts[BEN]) as client:
        await client.get_dialogs()
        yield client


async def test_an_entity_is_found_by_its_username(anna: TelegramClient) -> None:
    channel = await anna.get_entity("source_news")
    assert (channel.title, channel.broadcast, channel.creator) == ("Source news", True, True)
    assert (await anna.get_entity("ben")).id == BEN
    with pytest.raises(ValueError, match="No user has"):
        await anna.get_entity("nobody_at_all")


async def test_a_channel_is_made_named_joined_and_left(anna: TelegramClient, ben: TelegramClient) -> None:
    made = await anna(functions.channels.CreateChannelRequest("Fresh", "about it", broadcast=True))
    channel = made.chats[0]
    assert await anna(functions.channels.UpdateUsernameRequest(channel, "fresh_news"))
    heard = Heard(ben, events.NewMessage(chats="fresh_news"))
    await ben(functions.channels.JoinChannelRequest("fresh_news"))
    await anna.send_message(channel, "hello, reader")
    assert (await heard.next()).raw_text == "hello, reader"
    full = await ben(functions.channels.GetFullChannelRequest("fresh_news"))
    assert (full.full_chat.about, full.full_chat.participants_count) == ("about it", 2)
    await ben(functions.channels.LeaveChannelRequest("fresh_news"))
    assert "Fresh" not in [dialog.name for dialog in await ben.get_dialogs()]
    assert (await ben.get_entity("fresh_news")).left
    await anna.send_message(channel, "gone?")
    assert heard.is_silent


async def test_a_closed_channel_is_entered_by_its_invite_only(anna: TelegramClient, ben: TelegramClient) -> None:
    made = await anna(functions.channels.CreateChannelRequest("Closed", "", megagroup=True))
    invite = await anna(functions.messages.ExportChatInviteRequest(made.chats[0]))
    code = invite.link.rpartition("+")[2]
    assert (await ben(functions.messages.CheckChatInviteRequest(code))).title == "Closed"
    with pytest.raises(errors.InviteHashInvalidError):
        await ben(functions.messages.ImportChatInviteRequest("wrong"))
    joined = await ben(functions.messages.ImportChatInviteRequest(code))
    assert joined.updates.chats[0].title == "Closed"
    with pytest.raises(errors.UserAlreadyParticipantError):
        await ben(functions.messages.ImportChatInviteRequest(code))


async def test_a_stranger_may_not_look_into_a_closed_channel(anna: TelegramClient, ben: TelegramClient) -> None:
    made = await anna(functions.channels.CreateChannelRequest("Closed", "", broadcast=True))
    channel = made.chats[0]
    with pytest.raises(errors.ChannelPrivateError):
        await ben.get_messages(types.InputPeerChannel(channel.id, channel.access_hash))
    with pytest.raises(errors.ChannelInvalidError):
        await ben.get_messages(types.InputPeerChannel(channel.id, channel.access_hash + 1))


async def test_members_and_their_rights_are_listed_and_changed(anna: TelegramClient, ben: TelegramClient) -> None:
    group = next(dialog.entity for dialog in await anna.get_dialogs() if dialog.name == "Команда")
    people = {user.id: user.participant for user in await anna.get_participants(group)}
    assert {ANNA, BEN, BOT} == set(people)
    assert isinstance(people[ANNA], types.ChannelParticipantCreator)
    await anna.edit_admin(group, "ben", delete_messages=True, title="helper")
    rights = await anna.get_permissions(group, "ben")
    assert (rights.is_admin, rights.delete_messages, rights.ban_users) == (True, True, False)
    await anna.edit_admin(group, "ben", is_admin=False)
    await anna.edit_permissions(group, "ben", send_messages=False)
    with pytest.raises(errors.ChatWriteForbiddenError):
        await ben.send_message(group.id, "may I?")


async def test_a_bot_becomes_administrator_of_a_new_channel(server: MtprotoServer, anna: TelegramClient) -> None:
    made = await anna(functions.channels.CreateChannelRequest("With bot", "", broadcast=True))
    await anna.edit_admin(made.chats[0], "platform_bot", post_messages=True)
    rights = await anna.get_permissions(made.chats[0], "platform_bot")
    assert (rights.is_admin, rights.post_messages) == (True, True)


async def test_a_group_that_members_may_not_write_in(anna: TelegramClient, ben: TelegramClient) -> None:
    group = next(dialog.entity for dialog in await anna.get_dialogs() if dialog.name == "Команда")
    await anna.edit_permissions(group, send_messages=False)
    with pytest.raises(errors.ChatWriteForbiddenError):
        await ben.send_message(group.id, "may I?")
    assert (await anna.send_message(group, "the creator may")).id


async def test_a_deep_link_starts_a_bot_with_its_word(server: MtprotoServer, anna: TelegramClient) -> None:
    async with client_of(server, server.world.accounts[BOT]) as bot:
        heard = Heard(bot, events.NewMessage)
        await anna(functions.messages.StartBotRequest("platform_bot", "platform_bot", "word"))
        assert (await heard.next()).raw_text == "/start word"


async def test_a_banned_member_is_out(anna: TelegramClient, ben: TelegramClient) -> None:
    await anna.edit_permissions("source_news", "ben", view_messages=False)
    with pytest.raises(errors.ChannelPrivateError):
        await ben.get_messages("source_news")


async def test_a_basic_group_works_and_becomes_a_supergroup(anna: TelegramClient, ben: TelegramClient) -> None:
    heard = Heard(ben, events.NewMessage)
    made = await anna(functions.messages.CreateChatRequest(["ben"], "Small"))
    chat = made.updates.chats[0]
    await anna.send_message(chat, "hi all")
    event = await heard.next()
    assert (event.raw_text, event.is_group, event.chat_id) == ("hi all", True, -chat.id)
    moved = await anna(functions.messages.MigrateChatRequest(chat.id))
    assert any(isinstance(each, types.Channel) and each.title == "Small" for each in moved.chats)


async def test_topics_are_made_listed_and_written_to(anna: TelegramClient, ben: TelegramClient) -> None:
    group = next(dialog.input_entity for dialog in await anna.get_dialogs() if dialog.name == "Команда")
    await anna(functions.messages.CreateForumTopicRequest(group, "Plans"))
    listed = await anna(functions.messages.GetForumTopicsRequest(group, None, 0, 0, 100))
    assert [topic.title for topic in listed.topics] == ["General", "Идеи", "Releases", "Plans"]
    plans = listed.topics[-1]
    heard = Heard(ben, events.NewMessage)
    await anna.send_message(group, "in the topic", reply_to=plans.id)
    message = (await heard.next()).message
    assert (message.reply_to.forum_topic, message.reply_to.reply_to_msg_id) == (True, plans.id)
    inside = [each.raw_text async for each in anna.iter_messages(group, reply_to=plans.id)]
    assert inside[0] == "in the topic"
    await anna(functions.messages.EditForumTopicRequest(group, plans.id, title="Old plans", closed=True))
    changed = (await anna(functions.messages.GetForumTopicsByIDRequest(group, [plans.id]))).topics[0]
    assert (changed.title, changed.closed) == ("Old plans", True)


async def test_posts_of_a_channel_appear_in_its_discussion_group(anna: TelegramClient) -> None:
    made = await anna(functions.channels.CreateChannelRequest("Talk", "", megagroup=True))
    await anna(functions.channels.SetDiscussionGroupRequest("source_news", made.chats[0]))
    post = await anna.send_message("source_news", "discuss")
    found = await anna(functions.messages.GetDiscussionMessageRequest("source_news", post.id))
    assert (found.messages[0].message, found.messages[0].fwd_from.saved_from_msg_id) == ("discuss", post.id)


async def test_bot_commands_are_set_over_mtproto(server: MtprotoServer, anna: TelegramClient) -> None:
    async with client_of(server, server.world.accounts[BOT]) as bot:
        commands = [types.BotCommand("start", "Begin")]
        await bot(functions.bots.SetBotCommandsRequest(types.BotCommandScopeDefault(), "", commands))
        got = await bot(functions.bots.GetBotCommandsRequest(types.BotCommandScopeDefault(), ""))
        assert [each.command for each in got] == ["start"]
    full = await anna(functions.users.GetFullUserRequest("platform_bot"))
    assert [each.command for each in full.full_user.bot_info.commands] == ["start"]
