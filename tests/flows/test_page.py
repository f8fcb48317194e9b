"""A newcomer in the page, with the real bot behind it: streaming and Stop, a forwarded album, a voice upload."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.fakes.chat_page import picture
from tests.fakes.stage import Stage
from tests.fakes.voice import voice_note
from tests.fakes.whisper_model import build_whisper_model

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def opened(stage: Stage, browser: Browser, chat: str) -> Page:
    """The page as Anna sees it, with this chat open."""
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(20_000)
    page = await context.new_page()
    await page.goto(f"{stage.sandbox.url}/#{stage.anna.id}")
    await page.get_by_role("option", name=chat).click()
    return page


async def write(page: Page, text: str) -> None:
    await page.locator("textarea").fill(text)
    await page.keyboard.press("Enter")


async def test_an_answer_streams_in_the_page_and_its_stop_button_ends_it(folder: Path, browser: Browser):
    async with Stage(folder) as stage:
        await stage.open()
        page = await opened(stage, browser, "Platform")
        await write(page, "/start")
        await page.get_by_role("article").filter(has_text="/remind").first.wait_for()
        stage.ollama.closed.clear()
        stage.ollama.hold("One sheep, two sheep, ")
        await write(page, "Count sheep")
        draft = page.locator(".draft")
        await draft.filter(has_text="two sheep").wait_for()
        await page.get_by_role("log").get_by_role("button", name="Стоп").click()
        await stage.ollama.wait_closed()
        await page.get_by_role("article").filter(has_text="One sheep, two sheep,").wait_for()
        await expect(draft).to_have_count(0)


async def test_an_album_posted_in_the_page_is_forwarded_whole(folder: Path, browser: Browser):
    async with Stage(folder) as stage:
        await stage.open()
        await stage.ask(stage.anna, "/forward @source_news @target_news +sunset", "Source news")
        page = await opened(stage, browser, "Source news")
        photos = [folder / f"{number}.png" for number in range(3)]
        for number, photo in enumerate(photos):
            photo.write_bytes(picture(80 * number, 100, 160))
        await page.set_input_files("[data-kind=photo]", photos)
        await expect(page.locator(".chip")).to_have_count(3)
        await write(page, "Three views of a sunset")
        copy = await stage.until_in(stage.target, "sunset")
        await page.get_by_role("option", name="Digest").click()
        album = page.get_by_role("article").filter(has_text="Three views of a sunset")
        await expect(album.locator("img")).to_have_count(3)
        assert copy.author == stage.bot_account.id


async def test_a_voice_file_uploaded_in_the_page_is_heard_and_answered(folder: Path, browser: Browser):
    model = build_whisper_model(folder / "whisper", says="what time is it")
    note = folder / "note.ogg"
    note.write_bytes(voice_note())
    async with Stage(folder, WHISPER_MODEL=str(model)) as stage:
        await stage.open()
        page = await opened(stage, browser, "Platform")
        await write(page, "/start")
        await page.get_by_role("article").filter(has_text="/remind").first.wait_for()
        stage.ollama.reply("It is noon.")
        await page.set_input_files("[data-kind=voice]", note)
        await page.locator(".chip").wait_for()
        await page.locator(".composer .main").click()
        await page.get_by_role("article").filter(has_text="what time is it").wait_for()
        await page.get_by_role("article").filter(has_text="It is noon.").wait_for()
