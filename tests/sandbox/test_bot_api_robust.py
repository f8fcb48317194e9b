import httpx
import pytest

from sandbox.bot_api.methods import METHODS
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
