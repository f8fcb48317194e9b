"""Bot API and MTProto are faces of one world: what happens on one is seen on the other, also after a restart."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from telethon import TelegramClient, events
from telethon.crypto import rsa
from telethon.sessions import StringSession

from sandbox.mtproto.login import CODES
from sandbox.mtproto.server import DC, HOST
from sandbox.seed import ANNA, BOT, BOT_TOKEN
from sandbox.server import Sandbox
from tests.fakes.telethon_client import API_HASH, API_ID, Heard


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(mtproto_port=0) as running:
        yield running


@pytest.fixture
async def anna(sandbox: Sandbox) -> AsyncIterator[TelegramClient]:
    client = await signed_in(sandbox)
    yield client
    await client.disconnect()


def new_client(sandbox: Sandbox, session: str = "", **options: Any) -> TelegramClient:
    rsa.add_key(sandbox.public_key_pem, old=False)
    kept = StringSession(session)
    kept.set_dc(DC, HOST, sandbox.mtproto_port)
    return TelegramClient(kept, API_ID, API_HASH, **options)


async def signed_in(sandbox: Sandbox) -> TelegramClient:
    phone = sandbox.world.accounts[ANNA].phone
    client = new_client(sandbox)
    await client.connect()
    await client.send_code_request(phone)
    await client.sign_in(phone, sandbox.world.kept[CODES][phone])
    await client.get_dialogs()
    return client


async def bot(sandbox: Sandbox, method: str, **parameters: Any) -> Any:
    async with httpx.AsyncClient(timeout=10) as http:
        answer = await http.post(f"{sandbox.url}/bot{BOT_TOKEN}/{method}", json=parameters)
    assert answer.json()["ok"], answer.text
    return answer.json()["result"]


async def test_what_a_bot_says_over_http_reaches_a_telethon_client_live(sandbox: Sandbox, anna: TelegramClient) -> None:
    heard, edited, deleted = (
        Heard(anna, kind) for kind in (events.NewMessage, events.MessageEdited, events.MessageDeleted)
    )
    await anna.send_message("platform_bot", "/start")
    keyboard = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    said = await bot(
        sandbox, "sendMessage", chat_id=ANNA, text="<b>Hello</b>", parse_mode="HTML", reply_markup=keyboard
    )
    event = await heard.next()
    assert (event.raw_text, event.sender_id, event.message.buttons[0][0].data) == ("Hello", BOT, b"go")
    await bot(sandbox, "editMessageText", chat_id=ANNA, message_id=said["message_id"], text="Hello again")
    assert (await edited.next()).raw_text == "Hello again"
    await bot(sandbox, "deleteMessage", chat_id=ANNA, message_id=said["message_id"])
    assert (await deleted.next()).deleted_ids == [event.id]


async def next_update(sandbox: Sandbox, kind: str) -> Any:
    """The first update of this kind that waits for the bot, or comes."""
    offset = 0
    while True:
        for update in await bot(sandbox, "getUpdates", timeout=5, offset=offset):
            offset = update["update_id"] + 1
            if kind in update:
                return update[kind]


async def test_what_a_telethon_client_sends_reaches_the_bot_over_http(sandbox: Sandbox, anna: TelegramClient) -> None:
    await anna.send_message("platform_bot", "/start")
    assert (await next_update(sandbox, "message"))["text"] == "/start"
    post = await anna.send_message("source_news", "post from a client")
    found = await next_update(sandbox, "channel_post")
    assert (found["text"], found["message_id"], found["chat"]["username"]) == (post.raw_text, post.id, "source_news")


async def test_a_press_from_a_telethon_client_is_answered_over_http(sandbox: Sandbox, anna: TelegramClient) -> None:
    heard = Heard(anna, events.NewMessage)
    await anna.send_message("platform_bot", "/start")
    keyboard = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    await bot(sandbox, "sendMessage", chat_id=ANNA, text="Press", reply_markup=keyboard)
    message = (await heard.next()).message

    async def answer() -> None:
        query = await next_update(sandbox, "callback_query")
        await bot(sandbox, "answerCallbackQuery", callback_query_id=query["id"], text="done")

    pressed, _ = await asyncio.gather(message.click(0), answer())
    assert pressed.message == "done"


async def test_after_a_restart_of_the_sandbox_a_client_goes_on_with_its_session(tmp_path: Path) -> None:
    async with Sandbox(mtproto_port=0, folder=tmp_path) as first:
        client = await signed_in(first)
        before = await client.send_message("source_news", "before the restart")
        await client.disconnect()
        session, key = client.session.save(), first.public_key_pem
        await bot(first, "sendMessage", chat_id="@source_news", text="missed before the restart")
    async with Sandbox(mtproto_port=0, folder=tmp_path) as second:
        assert second.public_key_pem == key
        assert (tmp_path / "mtproto-server.pub").read_text() == key
        again = new_client(second, session)
        await again.connect()
        heard = Heard(again, events.NewMessage)
        texts = [message.raw_text for message in await again.get_messages("source_news", limit=2)]
        assert texts == ["missed before the restart", "before the restart"]
        await bot(second, "sendMessage", chat_id="@source_news", text="after the restart")
        event = await heard.next()
        assert event.raw_text == "after the restart"
        assert event.id > before.id
        await again.disconnect()
