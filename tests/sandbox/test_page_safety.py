"""The page shows hostile text as text, links only where links are safe, and fits a phone."""

import httpx
import pytest
from playwright.async_api import expect
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from sandbox.model import Content, Media, MessageEntity
from sandbox.posting import Options
from tests.fakes.chat_page import ChatPage

pytestmark = pytest.mark.asyncio(loop_scope="module")

HOSTILE = "<img src=x onerror='window.hacked=1'><script>window.hacked=1</script>"


async def test_script_in_texts_names_and_titles_stays_text(chat_page: ChatPage):
    world, chat = chat_page.world, chat_page.with_bot(chat_page.ben)
    chat_page.anna.first_name = HOSTILE
    world.members.set_title(chat_page.anna, chat_page.group, HOSTILE)
    world.posting.send(chat_page.anna, chat_page.group, Content(HOSTILE))
    file = world.files_kept.add(b"x", HOSTILE, "text/html")
    world.posting.send(chat_page.ben, chat, Content(HOSTILE, media=Media("document", file.id, file_name=HOSTILE)))
    blocks = [{"type": "paragraph", "text": HOSTILE}, {"type": "pre", "text": HOSTILE, "language": HOSTILE}]
    world.posting.send(chat_page.bot, chat, Content(rich={"blocks": blocks}))
    keyboard = {"inline_keyboard": [[{"text": HOSTILE, "callback_data": HOSTILE[:60]}]]}
    world.posting.send(chat_page.bot, chat, Content("Choose"), Options(markup=keyboard))
    world.dialogue.draft(chat_page.bot, chat, 5, Content(HOSTILE))
    page = await chat_page.open(chat_page.ben, chat)
    await expect(page.locator(".draft")).to_have_text(HOSTILE)
    await expect(page.get_by_role("article").first).to_contain_text(HOSTILE)
    await page.get_by_role("option").filter(has_text=HOSTILE).first.click()
    await expect(page.get_by_role("article").last).to_contain_text(HOSTILE)
    assert await page.evaluate("window.hacked") is None
    assert await page.locator("#app script, #app img[src=x]").count() == 0


async def test_only_addresses_that_are_safe_become_links(chat_page: ChatPage):
    world, chat = chat_page.world, chat_page.with_bot(chat_page.ben)
    addresses = [
        "javascript:alert(1)",
        "data:text/html,x",
        " jAvaScript:alert(1)",
        "file:///etc/passwd",
        "https://e.org/a",
    ]
    world.posting.send(chat_page.ben, chat, Content("/start"))
    for address in addresses:
        keyboard = {"inline_keyboard": [[{"text": "open", "url": address}]]}
        entity = MessageEntity("text_link", 0, 4, url=address)
        world.posting.send(chat_page.bot, chat, Content("link", (entity,)), Options(markup=keyboard))
    rich = {"blocks": [{"type": "paragraph", "text": {"type": "url", "text": "x", "url": "javascript:alert(1)"}}]}
    world.posting.send(chat_page.bot, chat, Content(rich=rich))
    page = await chat_page.open(chat_page.ben, chat)
    await expect(page.get_by_role("article")).to_have_count(7)
    hrefs = await page.locator("#app a[href]").evaluate_all("all => all.map(each => each.getAttribute('href'))")
    assert hrefs == ["https://e.org/a", "https://e.org/a"]


async def test_nothing_comes_from_outside_and_inline_scripts_are_forbidden(chat_page: ChatPage):
    asked: list[str] = []
    page = await chat_page.open()
    page.on("request", lambda request: asked.append(request.url))
    await page.reload()
    await page.get_by_role("button", name="Ben").wait_for()
    assert asked
    assert all(url.startswith(chat_page.url) for url in asked)
    async with httpx.AsyncClient() as client:
        answer = await client.get(chat_page.url)
    assert "script-src 'self';" in answer.headers["content-security-policy"]


async def test_another_site_in_the_browser_may_not_speak_for_the_page(chat_page: ChatPage):
    address = chat_page.url.replace("http", "ws") + "page/socket"
    with pytest.raises(InvalidStatus):
        await connect(address, additional_headers={"Origin": "https://evil.example"}).__aenter__()
    async with httpx.AsyncClient() as client:
        answer = await client.post(
            f"{chat_page.url}page/upload", content=b"x", headers={"Origin": "https://evil.example"}
        )
        outside = await client.get(f"{chat_page.url}static/../server.py")
    assert answer.status_code == 403
    assert outside.status_code == 404


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_phone_shows_everything_without_scrolling_sideways(chat_page: ChatPage, scheme: str):
    world, chat = chat_page.world, chat_page.with_bot(chat_page.ben)
    world.posting.send(chat_page.ben, chat, Content("w" * 300 + " https://example.org/" + "long" * 60))
    wide = [[{"text": "column " * 6, "align": "left", "valign": "top"}] * 6] * 2
    blocks = [
        {"type": "table", "cells": wide},
        {"type": "pre", "text": "x = 1; " * 60},
        {"type": "heading", "text": "h" * 90, "size": 1},
    ]
    world.posting.send(chat_page.bot, chat, Content(rich={"blocks": blocks}))
    file = world.files_kept.add(b"x", "n" * 120 + ".txt", "text/plain")
    world.posting.send(chat_page.ben, chat, Content(media=Media("document", file.id, file_name=file.name)))
    page = await chat_page.open(chat_page.ben, width=375, height=760, scheme=scheme)
    await expect(page.get_by_role("listbox", name="Chats")).to_be_visible()
    await _assert_fits(page)
    await page.get_by_role("option", name="Platform").click()
    await expect(page.get_by_role("article")).to_have_count(3)
    await expect(page.get_by_role("listbox", name="Chats")).to_be_hidden()
    await _assert_fits(page)
    await page.get_by_role("button", name="Back to chats").click()
    await expect(page.get_by_role("listbox", name="Chats")).to_be_visible()
    await page.go_back()
    await expect(page.get_by_role("log")).to_be_visible()


async def test_the_list_of_chats_is_walked_with_arrows(chat_page: ChatPage):
    page = await chat_page.open(chat_page.ben)
    first = page.get_by_role("option").first
    await first.focus()
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("option").nth(1)).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
    await expect(page.get_by_role("log")).to_be_visible()


async def _assert_fits(page) -> None:
    wide = "[...document.querySelectorAll('html, body, #app, .messages, .scroller, .composer, .sidebar')]"
    assert (
        await page.evaluate(f"{wide}.filter(each => each.scrollWidth > innerWidth).map(each => each.className)") == []
    )
    outside = "[...document.querySelectorAll('.bubble, .chat-item, .round')].filter(each => each.offsetParent)"
    assert (
        await page.evaluate(f"{outside}.filter(each => each.getBoundingClientRect().right > innerWidth + 1).length")
        == 0
    )
