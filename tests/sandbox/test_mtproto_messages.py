"""Sending, editing, deleting, forwarding and hearing of it live, with unmodified Telethon clients."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telethon import Button, TelegramClient, errors, events, functions, types

from sandbox.events import Event, FaultMet, NewMessage
from sandbox.faults import Fault
from sandbox.model import Content
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


async def test_the_list_of_dialogs_shows_every_chat_with_its_newest_message(anna: TelegramClient) -> None:
    dialogs = {dialog.name: dialog for dialog in await anna.get_dialogs()}
    assert {"Ben", "Source news", "Digest", "Команда", "Telegram"} <= set(dialogs)
    assert dialogs["Source news"].message.text.startswith("Реклама")
    assert dialogs["Ben"].unread_count == 1
    assert len(await anna.get_dialogs(limit=2)) == 2


async def test_history_comes_newest_first_and_also_backwards(anna: TelegramClient) -> None:
    newest = await anna.get_messages("source_news", limit=2)
    assert [message.id for message in newest] == [6, 5]
    assert newest.total == 6
    assert [message.id async for message in anna.iter_messages("source_news", reverse=True, min_id=3)] == [4, 5, 6]
    assert [message.id for message in await anna.get_messages("source_news", search="python")] == [4]
    by_number = await anna.get_messages("source_news", ids=[2, 99])
    assert (by_number[0].id, by_number[1]) == (2, None)


async def test_a_sent_message_keeps_its_formatting_and_reaches_the_other_side_live(
    anna: TelegramClient, ben: TelegramClient
) -> None:
    heard = Heard(ben, events.NewMessage)
    sent = await anna.send_message("ben", "**Bold** and [a link](https://example.org) 👍", parse_mode="md")
    event = await heard.next()
    assert event.raw_text == sent.raw_text == "Bold and a link 👍"
    assert [type(each) for each in event.message.entities] == [types.MessageEntityBold, types.MessageEntityTextUrl]
    assert (event.is_private, event.sender_id, sent.out, event.message.out) == (True, ANNA, True, False)
    assert (await event.get_sender()).first_name == "Анна"


async def test_the_sender_hears_nothing_of_its_own_message_but_its_other_clients_do(
    server: MtprotoServer, anna: TelegramClient
) -> None:
    own = Heard(anna, events.NewMessage(chats="source_news"))
    async with client_of(server, server.world.accounts[ANNA]) as other:
        heard = Heard(other, events.NewMessage(chats="source_news"))
        await anna.send_message("source_news", "a post")
        assert (await heard.next()).out
    assert own.is_silent


async def test_an_edit_and_a_deletion_are_heard_live(anna: TelegramClient, ben: TelegramClient) -> None:
    edited, deleted = Heard(ben, events.MessageEdited), Heard(ben, events.MessageDeleted)
    post = await anna.send_message("source_news", "first")
    await post.edit("second")
    event = await edited.next()
    assert (event.id, event.raw_text, bool(event.message.edit_date)) == (post.id, "second", True)
    await post.delete()
    gone = await deleted.next()
    assert (gone.deleted_ids, gone.chat_id) == ([post.id], post.chat_id)
    assert await anna.get_messages("source_news", ids=post.id) is None


async def test_an_edit_that_changes_nothing_is_refused(anna: TelegramClient) -> None:
    post = await anna.send_message("source_news", "same")
    with pytest.raises(errors.MessageNotModifiedError):
        await post.edit("same")


async def test_deleting_in_a_private_chat_takes_it_from_both_sides(anna: TelegramClient, ben: TelegramClient) -> None:
    heard, deleted = Heard(ben, events.NewMessage), Heard(ben, events.MessageDeleted)
    message = await anna.send_message("ben", "oops")
    received = await heard.next()
    await anna.delete_messages("ben", [message.id])
    assert (await deleted.next()).deleted_ids == [received.id]


async def test_a_reply_names_what_it_answers(anna: TelegramClient, ben: TelegramClient) -> None:
    heard = Heard(ben, events.NewMessage)
    first = await anna.send_message("ben", "question")
    question = await heard.next()
    await first.reply("answer")
    answer = await heard.next()
    assert answer.message.reply_to_msg_id == question.id
    assert (await answer.get_reply_message()).raw_text == "question"


async def test_a_forward_says_where_it_comes_from(anna: TelegramClient, ben: TelegramClient) -> None:
    heard = Heard(ben, events.NewMessage)
    post = (await anna.get_messages("source_news", ids=[3]))[0]
    carried = await post.forward_to("target_news")
    event = await heard.next()
    assert event.id == carried.id
    assert event.message.fwd_from.channel_post == 3
    assert event.message.fwd_from.from_id == post.peer_id
    copied = await anna.forward_messages("target_news", post, drop_author=True)
    assert (copied.fwd_from, copied.raw_text) == (None, post.raw_text)


async def test_nothing_is_forwarded_from_a_protected_channel(server: MtprotoServer, anna: TelegramClient) -> None:
    post = (await anna.get_messages("source_news", limit=1))[0]
    await anna(functions.messages.ToggleNoForwardsRequest(post.peer_id, enabled=True))
    with pytest.raises(errors.ChatForwardsRestrictedError):
        await post.forward_to("target_news")


async def test_the_same_random_id_is_taken_once(server: MtprotoServer, anna: TelegramClient) -> None:
    target = await anna.get_input_entity("target_news")
    request = functions.messages.SendMessageRequest(target, "once", random_id=4711)
    await anna(request)
    with pytest.raises(errors.RandomIdDuplicateError):
        await anna(request)
    assert [message.text for message in await anna.get_messages(target)].count("once") == 1


async def test_too_long_and_empty_texts_are_refused(anna: TelegramClient) -> None:
    with pytest.raises(errors.MessageTooLongError):
        await anna.send_message("ben", "x" * 4097)
    with pytest.raises(errors.MessageEmptyError):
        await anna(functions.messages.SendMessageRequest(await anna.get_input_entity("ben"), "  "))


async def test_speed_limits_answer_flood_wait_with_the_seconds(server: MtprotoServer, anna: TelegramClient) -> None:
    server.world.limits.is_on = True
    server.world.limits.per_chat = (1.0, 1.0)
    await anna.send_message("ben", "the one that was free")
    with pytest.raises(errors.FloodWaitError) as caught:
        await anna.send_message("ben", "too soon")
    assert caught.value.seconds == 1
    server.world.clock.move(60)
    assert (await anna.send_message("ben", "after the wait")).id


async def test_an_ordered_fault_hits_the_named_method_once(server: MtprotoServer, anna: TelegramClient) -> None:
    server.world.faults.add(Fault("error", "messages.sendMessage", code=400, description="CHAT_WRITE_FORBIDDEN"))
    with pytest.raises(errors.ChatWriteForbiddenError):
        await anna.send_message("ben", "refused")
    assert (await anna.send_message("ben", "accepted")).id


async def test_an_ordered_flood_wait_names_its_seconds(server: MtprotoServer, anna: TelegramClient) -> None:
    server.world.faults.add(Fault("flood", "getHistory", retry_after=33))
    with pytest.raises(errors.FloodWaitError) as caught:
        await anna.get_messages("ben")
    assert caught.value.seconds == 33


async def test_an_answer_that_was_lost_does_not_undo_the_send(server: MtprotoServer, anna: TelegramClient) -> None:
    target = await anna.get_input_entity("target_news")
    request = functions.messages.SendMessageRequest(target, "sent, answer lost", random_id=99)
    server.world.faults.add(Fault("cut_after", "messages.sendMessage"))
    with pytest.raises(errors.RandomIdDuplicateError):  # Telethon sends it again over the new connection
        await anna(request)
    texts = [message.text for message in await anna.get_messages(target)]
    assert texts.count("sent, answer lost") == 1


async def test_a_late_answer_comes_after_the_effect_and_the_end_does_not_wait_for_it(
    server: MtprotoServer, anna: TelegramClient
) -> None:
    happened: list[Event] = []
    sent = asyncio.Event()

    def listen(event: Event) -> None:
        happened.append(event)
        if isinstance(event, NewMessage):
            sent.set()

    server.world.subscribe(listen)
    server.world.faults.add(Fault("delay_after", "messages.sendMessage", seconds=60))
    sending = asyncio.ensure_future(anna.send_message("ben", "the answer comes late"))  # noqa: TID251
    await asyncio.wait_for(sent.wait(), 5)
    assert [type(each) for each in happened[:2]] == [FaultMet, NewMessage]
    assert not sending.done()
    await asyncio.wait_for(server.close(), 5)
    sending.cancel()


async def test_who_may_not_post_in_a_channel_is_refused(ben: TelegramClient) -> None:
    with pytest.raises(errors.ChatWriteForbiddenError):
        await ben.send_message("source_news", "not mine")


async def test_pins_reactions_and_typing_travel(anna: TelegramClient, ben: TelegramClient) -> None:
    raw = Heard(ben, events.Raw((types.UpdatePinnedMessages, types.UpdateMessageReactions)))
    typing = Heard(ben, events.UserUpdate)
    async with anna.action("ben", "typing"):
        assert (await typing.next()).typing
    message = await anna.send_message("ben", "pin me")
    await anna.pin_message("ben", message)
    assert (await raw.next()).pinned
    await anna(functions.messages.SendReactionRequest("ben", message.id, reaction=[types.ReactionEmoji("👍")]))
    assert (await raw.next()).reactions.results[0].reaction.emoticon == "👍"
    pinned = await anna.get_messages("ben", filter=types.InputMessagesFilterPinned())
    assert [each.id for each in pinned] == [message.id]


async def test_reading_a_chat_is_told_to_the_other_side(anna: TelegramClient, ben: TelegramClient) -> None:
    read = Heard(anna, events.MessageRead)
    message = await anna.send_message("ben", "read me")
    await ben.send_read_acknowledge("anna")
    assert (await read.next()).max_id == message.id
    assert next(each for each in await ben.get_dialogs() if each.name == "Анна").unread_count == 0


async def test_a_press_of_an_inline_button_reaches_the_bot_and_its_answer_comes_back(
    server: MtprotoServer, anna: TelegramClient
) -> None:
    await anna.send_message("platform_bot", "/start")
    async with client_of(server, server.world.accounts[BOT]) as bot:
        person = await bot.get_input_entity(ANNA)
        heard = Heard(anna, events.NewMessage)
        await bot.send_message(
            person, "Choose", buttons=[[Button.inline("Yes", b"yes"), Button.url("Site", "https://a.io")]]
        )
        message = (await heard.next()).message

        async def answer(event: events.CallbackQuery.Event) -> None:
            await event.answer(f"got {event.data.decode()}")

        bot.add_event_handler(answer, events.CallbackQuery)
        assert (await message.click(0)).message == "got yes"


async def test_what_the_world_posts_reaches_a_client_at_once(server: MtprotoServer, ben: TelegramClient) -> None:
    heard = Heard(ben, events.NewMessage)
    world = server.world
    world.posting.send(world.accounts[ANNA], world.chat_named("@source_news", ANNA), Content("from the page"))
    event = await heard.next()
    assert (event.raw_text, event.message.post, event.sender_id) == ("from the page", True, event.chat_id)
