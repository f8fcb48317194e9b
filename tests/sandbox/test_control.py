import asyncio
import time
from pathlib import Path

import httpx
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter, TelegramServerError

from sandbox.seed import ANNA, BEN, BOT, SOURCE
from sandbox.server import Sandbox
from tests.fakes.sandbox import PNG, Script, aiogram_bot


async def test_a_flood_by_order_is_met_once_and_by_that_method_only(started: Bot, script: Script):
    await script.post("/faults", kind="flood", method="sendMessage", retry_after=7)
    await started.send_chat_action(ANNA, "typing")
    with pytest.raises(TelegramRetryAfter) as refusal:
        await started.send_message(ANNA, "x")
    assert refusal.value.retry_after == 7
    await started.send_message(ANNA, "x")
    assert await script.get("/faults") == []


async def test_a_server_error_by_order(started: Bot, script: Script):
    await script.post("/faults", kind="error", code=502, description="Bad Gateway", times=2)
    for _ in range(2):
        with pytest.raises(TelegramServerError, match="Bad Gateway"):
            await started.send_message(ANNA, "x")
    await started.send_message(ANNA, "through")


async def test_a_lost_connection_before_the_effect_and_a_lost_answer_after_it(started: Bot, script: Script):
    await script.post("/faults", kind="cut_before", method="sendMessage")
    with pytest.raises(TelegramNetworkError):
        await started.send_message(ANNA, "never sent")
    await script.post("/faults", kind="cut_after", method="sendMessage")
    with pytest.raises(TelegramNetworkError):
        await started.send_message(ANNA, "sent, but nobody said so")
    texts = await script.texts(BOT, ANNA)
    assert "never sent" not in texts
    assert texts[-1] == "sent, but nobody said so"


async def test_a_delay_by_order(started: Bot, script: Script):
    await script.post("/faults", kind="delay", seconds=0.2)
    before = time.monotonic()
    await started.send_message(ANNA, "late")
    assert time.monotonic() - before >= 0.2


async def test_an_answer_that_comes_late_by_order(started: Bot, script: Script):
    await script.post("/faults", kind="delay_after", method="sendMessage", seconds=30)
    sending = asyncio.ensure_future(started.send_message(ANNA, "already there"))  # noqa: TID251
    met = await script.get("/wait", after=0, kind="new_message", contains="already", timeout=5)
    assert met["is_met"]
    assert not sending.done()
    sending.cancel()


async def test_limits_are_telegrams_until_switched_off_and_time_heals_them(started: Bot, script: Script):
    await script.post("/limits", is_on=True)
    for number in range(5):
        await started.send_message(ANNA, str(number))
    with pytest.raises(TelegramRetryAfter) as refusal:
        await started.send_message(ANNA, "one too many")
    assert refusal.value.retry_after == 1
    await script.post("/clock", move=2)
    sent = await started.send_message(ANNA, "after the wait")
    await started.edit_message_text("edits count too", chat_id=ANNA, message_id=sent.message_id)
    with pytest.raises(TelegramRetryAfter):
        await started.edit_message_text("too many edits", chat_id=ANNA, message_id=sent.message_id)
    await script.post("/limits", is_on=False)
    await started.send_message(ANNA, "as fast as you like")


async def test_a_group_takes_twenty_a_minute(started: Bot, script: Script):
    group = await script.post("/chats", kind="supergroup", title="G", creator=ANNA, members=[BOT])
    await script.post("/limits", is_on=True, per_chat=(100, 100))
    for number in range(20):
        await started.send_message(group["id"], str(number))
    with pytest.raises(TelegramRetryAfter) as refusal:
        await started.send_message(group["id"], "21")
    assert refusal.value.retry_after == 3


async def test_drafts_have_a_limit_of_their_own(started: Bot, script: Script):
    await script.post("/limits", is_on=True, per_draft_chat=(1, 2))
    await started.send_message_draft(ANNA, 1, text="a")
    await started.send_message_draft(ANNA, 1, text="b")
    with pytest.raises(TelegramRetryAfter):
        await started.send_message_draft(ANNA, 1, text="c")
    await started.send_message(ANNA, "not touched by it")


async def test_waiting_ends_when_the_condition_is_met(started: Bot, script: Script):
    waiting = asyncio.ensure_future(  # noqa: TID251
        script.get("/wait", chat=BOT, viewer=ANNA, kind="new_message", by=BOT, contains="last", after=0, timeout=20)
    )
    await started.send_message(ANNA, "first")
    await started.send_message(ANNA, "the last")
    met = await asyncio.wait_for(waiting, 5)
    assert met["is_met"] is True
    assert [each["message"]["text"] for each in met["events"]] == ["the last"]
    again = await script.get("/wait", kind="new_message", after=met["last"], timeout=0)
    assert again == {"is_met": False, "events": [], "last": met["last"]}


async def test_people_do_everything_that_a_client_can(started: Bot, script: Script):
    cleo = await script.post("/people", first_name="Cleo", username="cleo", language_code="en")
    file = await script.upload(PNG, "cat.png")
    album = await script.post(
        f"/people/{ANNA}/album",
        chat=f"@{SOURCE}",
        items=[
            {"media": {"kind": "photo", "file": file}, "text": "cats"},
            {"media": {"kind": "photo", "file": file}},
        ],
    )
    await script.post(f"/people/{ANNA}/edit", chat=f"@{SOURCE}", message=album[0]["message_id"], text="two cats")
    await script.post(f"/people/{BEN}/react", chat=f"@{SOURCE}", message=album[0]["message_id"], emoji="❤")
    channel = next(each for each in await script.get("/chats") if each["username"] == SOURCE)
    await script.post(f"/chats/{channel['id']}/members", account=cleo["id"], do="join")
    forwarded = await script.post(
        f"/people/{cleo['id']}/forward", chat=f"@{SOURCE}", messages=[each["message_id"] for each in album], to=BEN
    )
    assert [each["forward_origin"]["message_id"] for each in forwarded] == [each["message_id"] for each in album]
    seen = (await script.get("/transcript", chat=f"@{SOURCE}", viewer=cleo["id"]))["messages"]
    assert [each.get("caption") for each in seen[-2:]] == ["two cats", None]
    assert seen[-2]["reactions"] == [{"user": BEN, "emoji": ["❤"]}]
    await script.post(f"/people/{ANNA}/delete", chat=f"@{SOURCE}", messages=[each["message_id"] for each in album])
    refusal = await script.refused(f"/people/{cleo['id']}/send", chat=f"@{SOURCE}", text="me too")
    assert refusal["name"] == "CHANNEL_POST_FORBIDDEN"


async def test_a_reset_world_is_the_seeded_one_again_and_update_ids_go_on(started: Bot, script: Script):
    await script.say(ANNA, BOT, "before")
    last = (await started.get_updates())[-1].update_id
    await script.post("/reset")
    assert await script.texts(BOT, ANNA) == []
    await script.say(ANNA, BOT, "after")
    assert (await started.get_updates())[-1].update_id > last


async def test_a_snapshot_brings_everything_back(tmp_path: Path):
    async with Sandbox(folder=tmp_path) as sandbox, Script(sandbox.url) as script:
        await script.say(ANNA, BOT, "kept")
        await script.post("/snapshot", name="one")
        await script.say(ANNA, BOT, "forgotten")
        await script.post("/load", name="one")
        assert await script.texts(BOT, ANNA) == ["kept"]
        refusal = await script.refused("/load", name="../world")
        assert refusal["name"] == "BAD_REQUEST"


async def test_a_restart_keeps_the_world_and_repeats_no_number(tmp_path: Path):
    async with Sandbox(folder=tmp_path) as sandbox, Script(sandbox.url) as script:
        file = await script.upload(PNG, "cat.png")
        said = await script.say(ANNA, BOT, "", media={"kind": "photo", "file": file})
        bot = aiogram_bot(sandbox)
        updates = await bot.get_updates()
        await bot.session.close()
    async with Sandbox(folder=tmp_path) as sandbox, Script(sandbox.url) as script:
        bot = aiogram_bot(sandbox)
        again = await bot.get_updates()
        assert [each.update_id for each in again] == [each.update_id for each in updates]
        photo = again[-1].message
        assert photo is not None
        assert photo.photo is not None
        found = await bot.get_file(photo.photo[-1].file_id)
        assert found.file_size == len(PNG)
        later = await script.say(ANNA, BOT, "later")
        assert later["message_id"] >= said["message_id"] + 1000
        assert (await bot.get_updates())[-1].update_id >= updates[-1].update_id + 1000
        await bot.session.close()


async def test_the_reference_names_every_field_and_loads_nothing_from_outside(sandbox: Sandbox):
    async with httpx.AsyncClient(base_url=sandbox.url, trust_env=False) as client:
        page = (await client.get("/control/docs")).text
        schema = (await client.get("/control/openapi.json")).json()
    fields = [name for shape in schema["components"]["schemas"].values() for name in shape.get("properties", ())]
    shown = [path for path in schema["paths"] if f" {path}</code>" in page]
    assert shown == list(schema["paths"])
    assert {"has_guest_mode", "retry_after", "draft_id", "performer"} <= {
        each for each in fields if f"<code>{each}</code>" in page
    }
    assert "//" not in page.replace("<!doctype html>", "")
