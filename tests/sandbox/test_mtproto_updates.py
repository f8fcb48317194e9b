"""What a client missed while it was away, and that nothing is missed or doubled."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telethon import TelegramClient, events, functions, types

from sandbox.model import Content
from sandbox.mtproto.server import MtprotoServer
from sandbox.seed import ANNA, BEN
from tests.fakes.telethon_client import Heard, client_of, new_client, serving


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[MtprotoServer]:
    async with serving(tmp_path) as running:
        yield running


def post(server: MtprotoServer, chat: str, text: str) -> None:
    world = server.world
    world.posting.send(world.accounts[ANNA], world.chat_named(chat, ANNA), Content(text))


async def texts(heard: Heard, count: int) -> set[str]:
    return {(await heard.next()).raw_text for _ in range(count)}


async def away(server: MtprotoServer) -> tuple[str, TelegramClient]:
    """Ben's client, gone after it had heard one post and one private message; and itself again, not connected."""
    async with client_of(server, server.world.accounts[BEN]) as client:
        await client.get_dialogs()
        heard = Heard(client, events.NewMessage)
        post(server, "@source_news", "seen post")
        post(server, "@ben", "seen message")
        assert await texts(heard, 2) == {"seen post", "seen message"}
        await client.disconnect()
        return client.session.save(), client


async def test_after_an_absence_both_private_messages_and_posts_are_caught_up(server: MtprotoServer) -> None:
    _, client = await away(server)
    for number in range(3):
        post(server, "@source_news", f"missed post {number}")
    post(server, "@ben", "missed message")
    client._catch_up = True
    heard = Heard(client, events.NewMessage)
    await client.connect()
    expected = {"missed message", *(f"missed post {number}" for number in range(3))}
    assert await texts(heard, 4) == expected
    post(server, "@source_news", "live again")
    assert await texts(heard, 1) == {"live again"}
    assert heard.is_silent
    await client.disconnect()


async def test_a_cut_connection_is_made_again_and_nothing_is_lost(server: MtprotoServer) -> None:
    async with client_of(server, server.world.accounts[BEN], catch_up=True) as client:
        await client.get_dialogs()
        heard = Heard(client, events.NewMessage)
        post(server, "@source_news", "before")
        assert await texts(heard, 1) == {"before"}
        server.hang_up()
        post(server, "@source_news", "while cut")
        await client.get_me()  # goes out over the new connection
        post(server, "@source_news", "after")  # shows Telethon the gap before it
        assert await texts(heard, 2) == {"while cut", "after"}


async def test_the_difference_brings_new_edited_and_deleted_in_order(server: MtprotoServer) -> None:
    world = server.world
    async with client_of(server, world.accounts[BEN]) as client:
        state = await client(functions.updates.GetStateRequest())
        assert state.pts > 0
        chat, anna = world.private(ANNA, BEN), world.accounts[ANNA]
        kept = world.posting.send(anna, chat, Content("kept"))
        gone = world.posting.send(anna, chat, Content("gone"))
        world.editing.edit_text(anna, kept, Content("kept, edited"), None)
        world.editing.delete(anna, chat, [gone.id_for(ANNA)])
        difference = await client(functions.updates.GetDifferenceRequest(state.pts, state.date, 0))
        assert [message.message for message in difference.new_messages] == ["kept, edited"]
        kinds = [type(update) for update in difference.other_updates]
        assert kinds[:2] == [types.UpdateEditMessage, types.UpdateDeleteMessages]
        assert set(kinds[2:]) == {types.UpdateChannelTooLong}
        assert difference.state.pts == state.pts + 4
        later = await client(functions.updates.GetDifferenceRequest(difference.state.pts, state.date, 0))
        assert later.new_messages == []


async def test_a_channel_difference_comes_in_slices_and_ends_empty(server: MtprotoServer) -> None:
    async with client_of(server, server.world.accounts[BEN]) as client:
        channel = await client.get_input_entity("source_news")
        start = (await client(functions.channels.GetFullChannelRequest(channel))).full_chat.pts
        for number in range(5):
            post(server, "@source_news", f"post {number}")
        empty = types.ChannelMessagesFilterEmpty()
        first = await client(functions.updates.GetChannelDifferenceRequest(channel, empty, start, 3))
        assert ([each.message for each in first.new_messages], bool(first.final)) == (
            ["post 0", "post 1", "post 2"],
            False,
        )
        second = await client(functions.updates.GetChannelDifferenceRequest(channel, empty, first.pts, 3))
        assert ([each.message for each in second.new_messages], second.final) == (["post 3", "post 4"], True)
        third = await client(functions.updates.GetChannelDifferenceRequest(channel, empty, second.pts, 3))
        assert isinstance(third, types.updates.ChannelDifferenceEmpty)
        assert second.chats[0].access_hash


async def test_a_client_from_before_the_log_is_told_that_its_gap_is_too_long(server: MtprotoServer) -> None:
    world = server.world
    async with client_of(server, world.accounts[BEN]) as client:
        channel = await client.get_input_entity("source_news")
        box = world.boxes[world.chat_named("@source_news", BEN).id]
        del box.log[:3]
        request = functions.updates.GetChannelDifferenceRequest(channel, types.ChannelMessagesFilterEmpty(), 1, 100)
        difference = await client(request)
        assert isinstance(difference, types.updates.ChannelDifferenceTooLong)
        assert difference.dialog.pts == box.pts


async def test_a_request_without_updates_hears_nothing(server: MtprotoServer) -> None:
    async with client_of(server, server.world.accounts[BEN]) as client:
        session = client.session.save()
    quiet = new_client(server, session, receive_updates=False)
    await quiet.connect()
    await quiet(functions.InvokeWithoutUpdatesRequest(functions.help.GetNearestDcRequest()))
    post(server, "@source_news", "unheard")
    assert await quiet.is_user_authorized()
    await quiet.disconnect()
