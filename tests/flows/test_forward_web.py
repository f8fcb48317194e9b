"""A feed is added to a rule by buttons, and a configuration of tgcf is taken in."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from sandbox.model import Content, Message
from tests.fakes.stage import Stage
from tests.fakes.web import Web

pytestmark = pytest.mark.asyncio(loop_scope="module")

NAME = "Source news → Digest"
TGCF = """
admins: [anna]
forwards:
- {source: source_news, dest: [target_news], offset: 5, con_name: From tgcf}
plugins:
  filter: {text: {whitelist: [kotlin]}}
  ocr: {check: true}
"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def web() -> AsyncIterator[Web]:
    async with Web() as web:
        web.write("/in", "")
        yield web


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(web: Web, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    hosts: Any = {"FORWARDING__ALLOWED_HOSTS": web.host, "FORWARDING__FEED_MINUTES": "0.01"}
    async with Stage(tmp_path_factory.mktemp("web"), **hosts) as stage:
        stage.bot.life = "tests.fakes.unhurried"
        await stage.open()
        await stage.ask(stage.anna, "/forward @source_news @target_news +rust", NAME)
        yield stage


def feed(*entries: str) -> str:
    items = (f'<item><guid isPermaLink="false">{each}</guid><title>{each}</title></item>' for each in entries)
    return f'<rss version="2.0"><channel><title>The Wire</title>{"".join(items)}</channel></rss>'


def words(stage: Stage, key: str, **params: str | int) -> str:
    return stage.words(stage.anna, key, **params)


async def press(stage: Stage, message: Message, label: str, then: str) -> None:
    """Press the button with this text, and wait until the message says `then`."""
    stage.press(stage.anna, message, label)
    await stage.until(lambda: then in message.text or None)


async def asked_for(stage: Stage, side: str) -> None:
    """Anna's next message names a place of the rule."""
    listed = await stage.ask(stage.anna, "/forward")
    await press(stage, listed, NAME, words(stage, "forward-version", version=1).split()[0])
    await press(stage, listed, words(stage, "forward-where"), words(stage, "forward-sources"))
    await press(stage, listed, words(stage, f"forward-{side}-add"), words(stage, f"forward-ask-{side}").splitlines()[0])


async def test_a_feed_is_added_as_a_source_and_its_new_entries_come(stage: Stage, web: Web):
    address = web.write("/feed.xml", feed("Old rust"), "application/rss+xml")
    await asked_for(stage, "sources")
    refused = await stage.ask(stage.anna, "http://127.0.0.2/feed.xml")
    assert refused.text.startswith(words(stage, "error-link-private", host="127.0.0.2"))
    await stage.ask(stage.anna, f"hook:{web.url}/in", words(stage, "error-rule-hook-as-source", chat="127.0.0.1"))
    await stage.ask(stage.anna, address, "←2. The Wire")
    web.write("/feed.xml", feed("New rust", "New python", "Old rust"), "application/rss+xml")
    await stage.until_in(stage.target, "New rust")
    assert not any("Old" in each.text or "python" in each.text for each in stage.messages(stage.target))


async def test_a_configuration_of_tgcf_says_what_is_lost_and_works_once_taken(stage: Stage):
    listed = await stage.ask(stage.anna, "/forward")
    stage.press(stage.anna, listed, words(stage, "forward-import"))
    await stage.until_answer(stage.anna, words(stage, "forward-ask-file"), after=listed.uid)
    file = stage.media(TGCF.encode(), "document", "tgcf.config.yml", "text/plain")
    sent = stage.sandbox.world.posting.send(stage.anna, stage.with_bot(stage.anna), Content(media=file))
    shown = await stage.until_answer(stage.anna, words(stage, "forward-import-would", count=1), after=sent.uid)
    assert words(stage, "forward-import-lost", origin="tgcf") in shown.text
    for lost in ("admins", "forwards.offset", "plugins.ocr"):
        assert f"• {lost}" in shown.text
    await press(stage, shown, words(stage, "forward-import-take"), words(stage, "forward-list", count=2))
    stage.post("Kotlin by tgcf")
    await stage.until_in(stage.target, "Kotlin by tgcf")
