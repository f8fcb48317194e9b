import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultCachedPhoto,
    InputTextMessageContent,
    Message,
)
from telethon import events

from sandbox.seed import ANNA, BEN, BOT
from sandbox.server import Sandbox
from tests.fakes.sandbox import PNG, Script, aiogram_bot
from tests.fakes.telethon_client import Heard, client_of, serving


@pytest.fixture
async def guest(sandbox: Sandbox, script: Script) -> AsyncIterator[Bot]:
    made = await script.post("/bots", first_name="Guest", username="guest_bot", has_guest_mode=True)
    running = aiogram_bot(sandbox, made["token"])
    yield running
    await running.session.close()


@pytest.fixture
async def group(script: Script) -> int:
    made = await script.post("/chats", kind="supergroup", title="Not its own", creator=ANNA, members=[BEN])
    chat: int = made["id"]
    return chat


def article(text: str, **more: Any) -> InlineQueryResultArticle:
    content = InputTextMessageContent(message_text=text, parse_mode="HTML")
    return InlineQueryResultArticle(id="1", title="Answer", input_message_content=content, **more)


async def _called(bot: Bot) -> Message:
    update = (await bot.get_updates(timeout=5))[-1]
    assert update.guest_message is not None
    await bot.get_updates(offset=update.update_id + 1)
    return update.guest_message


async def test_a_mention_summons_a_guest_bot_and_it_answers_once(guest: Bot, script: Script, group: int):
    assert (await guest.get_me()).supports_guest_queries is True
    await script.say(BEN, group, "nothing for it")
    asked = await script.say(BEN, group, "🙂 @guest_bot what is this about?")
    call = await _called(guest)
    assert (call.chat.id, call.message_id, call.text) == (
        group,
        asked["message_id"],
        "🙂 @guest_bot what is this about?",
    )
    assert call.from_user is not None
    assert call.from_user.id == BEN
    await guest(call.answer_guest_query(article("<b>Nothing</b> much")))
    said = (await script.get("/transcript", chat=group, viewer=ANNA))["messages"][-1]
    assert (said["text"], said["entities"][0]["type"]) == ("Nothing much", "bold")
    assert said["reply_to_message"]["message_id"] == asked["message_id"]
    assert (said["from"]["username"], said["guest_bot_caller_user"]["id"]) == ("guest_bot", BEN)
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await guest(call.answer_guest_query(article("again")))


async def test_a_guests_answer_is_edited_pressed_and_replied_to_though_it_is_no_member(
    guest: Bot, script: Script, group: int
):
    await script.say(BEN, group, "@guest_bot")
    markup = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="More", callback_data="more")]])
    sent = await guest((await _called(guest)).answer_guest_query(article("first", reply_markup=markup)))
    said = (await script.get("/transcript", chat=group, viewer=BEN))["messages"][-1]
    press = script.post(f"/people/{BEN}/press", chat=group, message=said["message_id"], label="More")
    pressing = asyncio.ensure_future(press)  # noqa: TID251
    query = (await guest.get_updates(timeout=5))[-1].callback_query
    assert query is not None
    assert query.inline_message_id == sent.inline_message_id
    await query.answer("there you are").as_(guest)
    assert (await pressing)["text"] == "there you are"
    await guest.edit_message_text("second", inline_message_id=sent.inline_message_id)
    assert (await script.texts(group, BEN))[-1] == "second"
    await script.say(ANNA, group, "and then?", reply_to=said["message_id"])
    assert (await _called(guest)).text == "and then?"


async def test_a_guest_in_a_private_chat_sees_it_as_the_other_side_does(guest: Bot, script: Script):
    asked = await script.say(BEN, ANNA, "@guest_bot settle this")
    seen = (await script.get("/transcript", chat=BEN, viewer=ANNA))["messages"][-1]
    call = await _called(guest)
    assert (call.chat.type, call.chat.id, call.message_id) == ("private", BEN, seen["message_id"])
    await guest(call.answer_guest_query(article("Ben is right")))
    last = (await script.get("/transcript", chat=ANNA, viewer=BEN))["messages"][-1]
    assert (last["text"], last["reply_to_message"]["message_id"]) == ("Ben is right", asked["message_id"])


async def test_who_is_a_member_or_has_no_guest_mode_is_not_summoned(
    guest: Bot, script: Script, group: int, started: Bot, sandbox: Sandbox
):
    profile = sandbox.world.account(BOT).bot
    assert profile is not None
    profile.has_guest_mode = False
    await script.say(BEN, group, "@platform_bot")
    await script.post(f"/chats/{group}/members", account=guest.id, do="add")
    await script.say(BEN, group, "@guest_bot")
    assert await started.get_updates() == []
    assert [each.event_type for each in await guest.get_updates()][-1] == "message"


async def test_an_answer_may_be_a_known_file_and_an_empty_one_is_refused(guest: Bot, script: Script, group: int):
    file = await script.upload(PNG, "a.png")
    media = {"kind": "photo", "file": file}
    await script.say(BEN, guest.id, "/start")
    await script.post(f"/people/{BEN}/send", chat=guest.id, media=media)
    photo = (await guest.get_updates())[-1].message
    assert photo is not None
    assert photo.photo is not None
    await script.say(BEN, group, "@guest_bot a picture")
    call = await _called(guest)
    with pytest.raises(TelegramBadRequest, match="message text is empty"):
        await guest(call.answer_guest_query(article(" ")))
    result = InlineQueryResultCachedPhoto(id="1", photo_file_id=photo.photo[-1].file_id, caption="here")
    await guest(call.answer_guest_query(result))
    last = (await script.get("/transcript", chat=group, viewer=BEN))["messages"][-1]
    assert (last["caption"], last["file"]) == ("here", file)


async def test_a_telethon_client_sees_the_guest_and_who_summoned_it(
    sandbox: Sandbox, guest: Bot, script: Script, tmp_path
):
    world = sandbox.world
    async with serving(tmp_path, world) as server, client_of(server, world.account(ANNA)) as anna:
        heard = Heard(anna, events.NewMessage(incoming=True))
        await script.say(BEN, ANNA, "@guest_bot settle this")
        assert (await heard.next()).sender_id == BEN
        await guest((await _called(guest)).answer_guest_query(article("Ben is right")))
        event = await heard.next()
        assert (event.sender_id, event.chat_id, event.raw_text) == (guest.id, BEN, "Ben is right")
        assert event.message.guestchat_via_from.user_id == BEN
