"""What is not Telegram, through the whole bot: a channel's posts to a webhook, a feed's entries to a channel."""

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.fakes.stage import Stage
from tests.fakes.web import Web

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def web() -> AsyncIterator[Web]:
    async with Web() as web:
        web.write("/in", "")
        yield web


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(web: Web, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    folder: Path = tmp_path_factory.mktemp("web")
    async with Stage(folder, FORWARDING__ALLOWED_HOSTS=web.host, FORWARDING__FEED_MINUTES="0.01") as stage:
        await stage.open()
        yield stage


async def test_a_post_of_a_channel_is_told_to_a_webhook_that_can_check_who_says_it(stage: Stage, web: Web):
    saved = await stage.ask(stage.anna, f"/forward @source_news hook:{web.url}/in +python", "Source news")
    assert "127.0.0.1" in saved.text
    said = await stage.until_answer(stage.anna, "whsec_")
    secret = base64.b64decode(next(word for word in said.text.split() if word.startswith("whsec_"))[6:])

    stage.post("Weather: rain.")
    stage.post("Python 3.15 вышел")

    request = await web.next_request()
    assert json.loads(request.body)["text"] == "Python 3.15 вышел"
    named = f"{request.headers['webhook-id']}.{request.headers['webhook-timestamp']}.".encode()
    signature = hmac.new(secret, named + request.body, hashlib.sha256).digest()
    assert request.headers["webhook-signature"] == f"v1,{base64.b64encode(signature).decode()}"


async def test_an_address_in_the_private_network_is_refused_in_a_sentence(stage: Stage):
    refused = await stage.ask(stage.anna, "/forward @source_news hook:http://127.0.0.2/in")
    assert refused.text == stage.words(stage.anna, "error-link-private", host="127.0.0.2")


async def test_a_new_entry_of_a_feed_comes_to_the_channel_and_its_change_follows(stage: Stage, web: Web):
    def publish(*items: str) -> str:
        document = f'<rss version="2.0"><channel><title>The News</title>{"".join(items)}</channel></rss>'
        return web.write("/feed.xml", document, "application/rss+xml")

    def item(number: int, body: str) -> str:
        told = f"<title>Entry {number}</title><description>{body}</description>"
        return f'<item><guid isPermaLink="false">{number}</guid>{told}</item>'

    saved = await stage.ask(stage.anna, f"/forward {publish(item(1, 'old'))} @target_news", "The News")
    assert "Digest" in saved.text

    publish(item(2, "&lt;b&gt;fresh&lt;/b&gt;"), item(1, "old"))
    copy = await stage.until_in(stage.target, "fresh")
    assert copy.text == "Entry 2\n\nfresh"
    publish(item(2, "fresher"), item(1, "old"))
    await stage.until(lambda: copy.text == "Entry 2\n\nfresher" or None)
    assert not any("old" in each.text for each in stage.messages(stage.target))
