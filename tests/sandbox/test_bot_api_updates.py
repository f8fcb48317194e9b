import asyncio
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramBadRequest, TelegramConflictError
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from sandbox.seed import ANNA, BEN, BOT, SOURCE
from sandbox.server import Sandbox
from tests.fakes.sandbox import Script


async def test_a_long_poll_ends_when_something_happens(started: Bot, script: Script):
    waiting = asyncio.ensure_future(started.get_updates(timeout=20))  # noqa: TID251
    await asyncio.sleep(0)
    await script.say(ANNA, BOT, "hello")
    updates = await asyncio.wait_for(waiting, 5)
    assert [each.message.text for each in updates if each.message] == ["hello"]


async def test_updates_stay_until_the_next_offset_confirms_them(started: Bot, script: Script):
    for text in ("one", "two", "three"):
        await script.say(ANNA, BOT, text)
    first = await started.get_updates(limit=2)
    assert [each.message.text for each in first if each.message] == ["one", "two"]
    assert await started.get_updates(limit=2) == first
    rest = await started.get_updates(offset=first[-1].update_id + 1)
    assert [each.message.text for each in rest if each.message] == ["three"]
    assert rest[0].update_id == first[-1].update_id + 1


async def test_allowed_updates_stick(started: Bot, script: Script):
    await started.get_updates(allowed_updates=["channel_post"])
    await script.say(ANNA, BOT, "not asked for")
    await script.say(ANNA, f"@{SOURCE}", "asked for")
    kinds = [each.event_type for each in await started.get_updates()]
    assert kinds == ["channel_post"]


async def test_a_second_poller_ends_the_first_with_a_conflict(started: Bot, script: Script):
    first = asyncio.ensure_future(started.get_updates(timeout=20))  # noqa: TID251
    while not (await script.get(f"/bots/{BOT}/updates"))["is_polled"]:
        pass
    await started.get_updates(timeout=0)
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates"):
        await asyncio.wait_for(first, 5)


async def test_a_bot_sees_neither_its_own_messages_nor_those_of_bots(started: Bot, script: Script):
    await started.send_message(ANNA, "mine")
    other = await script.post("/bots", first_name="Other", username="other_bot", has_privacy=False)
    group = await script.post("/chats", kind="supergroup", title="G", creator=ANNA, members=[BOT, other["id"]])
    await script.post(f"/people/{other['id']}/send", chat=group["id"], text="/hello@platform_bot")
    texts = [each.message.text for each in await started.get_updates() if each.message and each.message.text]
    assert texts == []


async def test_privacy_mode_decides_what_a_bot_hears_in_a_group(started: Bot, script: Script, sandbox: Sandbox):
    profile = sandbox.world.account(BOT).bot
    assert profile is not None
    profile.has_privacy = True
    group = await script.post("/chats", kind="supergroup", title="G", creator=ANNA, members=[BOT, BEN])
    chat = group["id"]
    mine = await started.send_message(chat, "I am here")
    for text in ("chatter", "/ask@other_bot x", "/ask now", "hey @platform_bot", "mail@platform_bot.com"):
        await script.say(BEN, chat, text)
    await script.say(BEN, chat, "to you", reply_to=mine.message_id)
    heard = [each.message.text for each in await started.get_updates() if each.message and each.message.text]
    assert heard == ["/ask now", "hey @platform_bot", "to you"]


async def test_edits_come_as_edited_messages_and_posts(started: Bot, script: Script):
    said = await script.say(ANNA, BOT, "helo")
    await script.post(f"/people/{ANNA}/edit", chat=BOT, message=said["message_id"], text="hello")
    post = await script.say(ANNA, f"@{SOURCE}", "breaking")
    await script.post(f"/people/{ANNA}/edit", chat=f"@{SOURCE}", message=post["message_id"], text="Breaking!")
    updates = await started.get_updates()
    assert [each.event_type for each in updates] == ["message", "edited_message", "channel_post", "edited_channel_post"]
    assert updates[-1].edited_channel_post is not None
    assert updates[-1].edited_channel_post.text == "Breaking!"


async def test_a_press_is_answered_once(started: Bot, script: Script):
    markup = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="yes")]])
    sent = await started.send_message(ANNA, "sure?", reply_markup=markup)
    seen = (await script.get("/transcript", chat=BOT, viewer=ANNA))["messages"][-1]
    press = asyncio.ensure_future(  # noqa: TID251
        script.post(f"/people/{ANNA}/press", chat=BOT, message=seen["message_id"], label="Да", timeout=10)
    )
    query = (await started.get_updates(timeout=10))[-1].callback_query
    assert query is not None
    assert query.data == "yes"
    assert isinstance(query.message, Message)
    assert query.message.message_id == sent.message_id
    await started.answer_callback_query(query.id, "done", show_alert=True)
    answered = await asyncio.wait_for(press, 5)
    assert (answered["is_answered"], answered["text"], answered["is_alert"]) == (True, "done", True)
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await started.answer_callback_query(query.id)
    refusal = await script.refused(f"/people/{ANNA}/press", chat=BOT, message=seen["message_id"], data="no")
    assert refusal["name"] == "BUTTON_DATA_INVALID"


async def test_a_stopped_draft_tells_the_bot_and_takes_no_more(started: Bot, script: Script):
    await started.send_message_draft(ANNA, 7, text="Thinking", can_stop=True)
    await started.send_message_draft(ANNA, 7, text="Thinking aloud", can_stop=True)
    assert [each["text"] for each in await script.get("/drafts", chat=BOT, viewer=ANNA)] == ["Thinking aloud"]
    await script.post(f"/people/{ANNA}/stop", chat=BOT)
    stopped = (await started.get_updates())[-1].stopped_message_generation
    assert stopped is not None
    assert (stopped.chat.id, stopped.draft_id) == (ANNA, 7)
    refusal = await script.refused(f"/people/{ANNA}/stop", chat=BOT)
    assert refusal["name"] == "DRAFT_ID_INVALID"
    with pytest.raises(TelegramBadRequest, match="non-zero"):
        await started.send_message_draft(ANNA, 0, text="x")


async def test_a_draft_leaves_the_screen_when_the_message_comes_or_time_passes(started: Bot, script: Script):
    await started.send_message_draft(ANNA, 1, text="first")
    await started.send_message(ANNA, "first, whole")
    assert await script.get("/drafts", chat=BOT, viewer=ANNA) == []
    await started.send_message_draft(ANNA, 2, text="second")
    await script.post("/clock", move=31)
    assert await script.get("/drafts", chat=BOT, viewer=ANNA) == []


async def test_reactions_come_only_when_asked_for(started: Bot, script: Script):
    await started.get_updates(allowed_updates=["message", "message_reaction"])
    await started.send_message(ANNA, "like it?")
    seen = (await script.get("/transcript", chat=BOT, viewer=ANNA))["messages"][-1]
    await script.post(f"/people/{ANNA}/react", chat=BOT, message=seen["message_id"], emoji="👍")
    reaction = (await started.get_updates())[-1].message_reaction
    assert reaction is not None
    assert [getattr(each, "emoji", "") for each in reaction.new_reaction] == ["👍"]


@pytest.fixture
async def webhook(started: Bot) -> AsyncIterator[tuple[str, asyncio.Queue[str]]]:
    """aiogram's own webhook server with a secret, and the texts that its handler got."""
    texts: asyncio.Queue[str] = asyncio.Queue()
    to_fail = ["fail"]
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def on_message(message: Message) -> None:
        if message.text in to_fail:
            to_fail.remove(message.text)
            await texts.put("failed once")
            raise RuntimeError(message.text)
        await texts.put(message.text or "")

    app = web.Application()
    handler = SimpleRequestHandler(dispatcher, started, secret_token="s3cret", handle_in_background=False)
    handler.register(app, path="/hook")
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook", texts
    await runner.cleanup()


async def test_a_webhook_gets_updates_with_its_secret_and_again_after_a_failure(
    started: Bot, script: Script, webhook: tuple[str, asyncio.Queue[str]]
):
    url, texts = webhook
    await started.set_webhook(url, secret_token="s3cret")
    await script.say(ANNA, BOT, "by hook")
    assert await asyncio.wait_for(texts.get(), 5) == "by hook"
    with pytest.raises(TelegramConflictError, match="webhook is active"):
        await started.get_updates()
    await script.say(ANNA, BOT, "fail")
    assert await asyncio.wait_for(texts.get(), 5) == "failed once"
    assert await asyncio.wait_for(texts.get(), 5) == "fail"
    assert (await started.get_webhook_info()).url == url
    await started.delete_webhook()
    assert await started.get_updates() == []


async def test_a_webhook_with_another_secret_is_refused_and_the_update_waits(
    started: Bot, script: Script, webhook: tuple[str, asyncio.Queue[str]]
):
    url, texts = webhook
    await started.set_webhook(url, secret_token="wrong")
    await script.say(ANNA, BOT, "let me in")
    async with asyncio.timeout(5):
        while not (info := await started.get_webhook_info()).last_error_message:
            await asyncio.sleep(0)
    assert "401" in info.last_error_message
    assert info.pending_update_count == 1
    assert texts.empty()


async def test_after_a_press_that_was_refused_the_next_one_is_answered(started: Bot, script: Script):
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Yes", callback_data="yes")]])
    await started.send_message(ANNA, "Sure?", reply_markup=keyboard)
    seen = (await script.get("/transcript", chat=BOT, viewer=ANNA))["messages"][-1]
    await script.refused(f"/people/{ANNA}/press", chat=BOT, message=seen["message_id"], data="gone")
    press = asyncio.ensure_future(  # noqa: TID251
        script.post(f"/people/{ANNA}/press", chat=BOT, message=seen["message_id"], data="yes", timeout=10)
    )
    (update,) = await started.get_updates(timeout=5)
    assert update.callback_query
    assert await started.answer_callback_query(update.callback_query.id, text="Done")
    assert (await asyncio.wait_for(press, 5))["text"] == "Done"
