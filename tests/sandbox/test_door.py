import httpx
import pytest

from sandbox.seed import ANNA, BOT, BOT_TOKEN
from sandbox.server import Sandbox
from tests.fakes.sandbox import Script

EVIL = (
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:9"},
    {"Origin": "http://["},
    {"Host": "evil.example:8081"},
    {"Host": "["},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
)


@pytest.mark.parametrize("headers", EVIL, ids=str)
async def test_a_page_of_another_site_reaches_no_door(sandbox: Sandbox, script: Script, headers: dict[str, str]):
    await script.say(ANNA, BOT, "/start")
    paths = (f"/bot{BOT_TOKEN}/sendMessage?chat_id={ANNA}&text=evil", "/control/accounts", "/page/file/1", "/static/js")
    async with httpx.AsyncClient(base_url=sandbox.url, headers=headers, trust_env=False) as client:
        answers = [await client.get(path) for path in paths]
        answers.append(await client.post("/control/reset", json={}))
    assert [each.status_code for each in answers] == [403] * 5
    assert await script.texts(BOT, ANNA) == ["/start"]


async def test_programs_the_own_page_and_links_to_it_come_in(sandbox: Sandbox):
    own = {"Origin": sandbox.url, "Sec-Fetch-Site": "same-origin"}
    async with httpx.AsyncClient(base_url=sandbox.url, trust_env=False) as client:
        answers = [
            await client.get("/control/accounts"),
            await client.get("/control/accounts", headers=own),
            await client.get("/control/accounts", headers={"Host": "localhost:8081"}),
            await client.get("/", headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}),
        ]
    assert [each.status_code for each in answers] == [200] * 4
