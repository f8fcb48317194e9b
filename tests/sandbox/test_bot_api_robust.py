import time

import httpx
import pytest

from sandbox.bot_api.methods import METHODS
from sandbox.entities import with_detected
from sandbox.seed import ANNA, BOT, BOT_TOKEN
from sandbox.server import Sandbox
from tests.fakes.sandbox import Script

NAMES = (
    "chat_id", "from_chat_id", "message_id", "message_ids", "user_id", "text", "caption", "entities", "parse_mode",
    "reply_markup", "reply_parameters", "media", "photo", "document", "commands", "scope", "reaction", "permissions",
    "options", "question", "rich_message", "draft_id", "results", "menu_button", "link_preview_options", "name",
    "message_thread_id", "ephemeral_message_parameters", "file_id", "callback_query_id", "title", "latitude",
)  # fmt: skip
WRONG = ("", "[]", "{}", "[[]]", "[{}]", '{"a": []}', "null", "7", "-1", "x", '[1, "x"]', '{"message_id": {}}', "\x00")


@pytest.mark.parametrize("wrong", WRONG)
async def test_no_call_however_wrong_breaks_the_server(sandbox: Sandbox, script: Script, wrong: str):
    await script.say(ANNA, BOT, "/start")
    async with httpx.AsyncClient(base_url=f"{sandbox.url}/bot{BOT_TOKEN}/", trust_env=False) as client:
        for method in METHODS:
            for given in (dict.fromkeys(NAMES, wrong), dict.fromkeys(NAMES, wrong) | {"chat_id": str(ANNA)}):
                answer = await client.post(method, data=given)
                body = answer.json()
                assert answer.status_code < 500, (method, body)
                assert body["ok"] is (answer.status_code == 200)


ENDLESS = "9" * 5000
DEEP = "[" * 100_000
HOSTILE = (
    ("sendMessage", {"chat_id": ENDLESS, "text": "x"}),
    ("sendMessage", {"chat_id": ANNA, "text": "x", "reply_markup": DEEP}),
    ("sendMessage", {"chat_id": ANNA, "text": "a." * 200_000}),
    ("sendMessage", {"chat_id": ANNA, "text": "\\_*a*" * 20_000, "parse_mode": "MarkdownV2"}),
    ("sendRichMessage", {"chat_id": ANNA, "rich_message": {"markdown": ">" * 5000}}),
    ("sendRichMessage", {"chat_id": ANNA, "rich_message": {"blocks": "x"}}),
    ("setWebhook", {"url": "http://[::1"}),
    ("setWebhook", {"url": "http://127.0.0.1:99999/"}),
    ("setWebhook", {"url": "http://127.0.0.1:9/", "secret_token": "ж"}),
)


@pytest.mark.parametrize(("method", "params"), HOSTILE, ids=lambda each: str(each)[:40])
async def test_what_is_endless_or_deep_is_refused(
    sandbox: Sandbox, script: Script, method: str, params: dict[str, object]
):
    await script.say(ANNA, BOT, "/start")
    async with httpx.AsyncClient(base_url=f"{sandbox.url}/bot{BOT_TOKEN}/", trust_env=False) as client:
        answer = await client.post(method, json=params)
    assert (answer.status_code, answer.json()["ok"]) == (400, False)


async def test_a_request_that_is_none_is_refused(sandbox: Sandbox):
    form = {"content-type": "multipart/form-data; boundary=x"}
    async with httpx.AsyncClient(base_url=sandbox.url, trust_env=False) as client:
        answers = [
            await client.post(f"/bot{BOT_TOKEN}/getMe", content=DEEP, headers={"content-type": "application/json"}),
            await client.post(f"/bot{BOT_TOKEN}/sendMessage", content=b"zzz", headers=form),
            await client.get(f"/bot{ENDLESS}:x/getMe"),
            await client.get(f"/file/bot{BOT_TOKEN}/photos/file_{ENDLESS}.jpg"),
            await client.get("/control/transcript", params={"chat": "@anna", "viewer": 5}),
            await client.get("/control/transcript", params={"chat": "--5", "viewer": ANNA}),
            await client.post("/control/limits", json={"overall": [0, 0]}),
            await client.post("/control/clock", json={"move": 1e18}),
            await client.post("/control/faults", json={"kind": "error", "code": 99}),
        ]
    assert [each.status_code for each in answers] == [400, 400, 401, 404, 400, 400, 422, 422, 422]


def test_text_full_of_almost_links_is_looked_through_in_one_go():
    started = time.perf_counter()
    with_detected("a." * 2048, ())
    assert time.perf_counter() - started < 0.2


async def test_every_way_to_bring_parameters_is_understood(sandbox: Sandbox, script: Script):
    await script.say(ANNA, BOT, "/start")
    fields = {"chat_id": str(ANNA), "text": "привет"}
    async with httpx.AsyncClient(base_url=f"{sandbox.url}/bot{BOT_TOKEN}/", trust_env=False) as client:
        answers = [
            await client.get("sendMessage", params=fields),
            await client.post("sendMessage", params=fields),
            await client.post("sendmessage", data=fields),
            await client.post("SENDMESSAGE", json=fields | {"chat_id": ANNA}),
            await client.post("sendMessage", files={name: (None, value) for name, value in fields.items()}),
        ]
    assert [each.json()["result"]["text"] for each in answers] == ["привет"] * 5


async def test_a_file_may_be_named_by_attach_or_by_the_field(sandbox: Sandbox, script: Script):
    await script.say(ANNA, BOT, "/start")
    async with httpx.AsyncClient(base_url=f"{sandbox.url}/bot{BOT_TOKEN}/", trust_env=False) as client:
        direct = await client.post("sendDocument", data={"chat_id": ANNA}, files={"document": ("a.txt", b"one")})
        data = {"chat_id": ANNA, "document": "attach://mine"}
        attached = await client.post("sendDocument", data=data, files={"mine": ("b.txt", b"two")})
        missing = await client.post("sendDocument", data=data | {"document": "attach://other"})
        outside = await client.post("sendDocument", data=data | {"document": "https://example.org/x.pdf"})
    assert direct.json()["result"]["document"]["file_name"] == "a.txt"
    assert attached.json()["result"]["document"]["mime_type"] == "text/plain"
    assert missing.json()["error_code"] == 400
    assert outside.json()["description"] == "Bad Request: wrong file identifier/HTTP URL specified"


async def test_what_is_too_big_is_refused(sandbox: Sandbox, script: Script):
    await script.say(ANNA, BOT, "/start")
    async with httpx.AsyncClient(base_url=f"{sandbox.url}/bot{BOT_TOKEN}/", timeout=30, trust_env=False) as client:
        big = bytes(20 * 2**20 + 1)
        sent = await client.post("sendDocument", data={"chat_id": ANNA}, files={"document": ("big.bin", big)})
        found = await client.post("getFile", data={"file_id": sent.json()["result"]["document"]["file_id"]})
        assert found.json()["description"] == "Bad Request: file is too big"
        huge = bytes(50 * 2**20 + 1)
        refused = await client.post("sendDocument", data={"chat_id": ANNA}, files={"document": ("huge.bin", huge)})
    assert (refused.status_code, refused.json()["description"]) == (413, "Request Entity Too Large")
