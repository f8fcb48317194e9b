"""Files on the page: albums, voice, the microphone, and rich messages."""

import io
import wave
from pathlib import Path

import httpx
import pytest
from playwright.async_api import expect

from inference.speech_in import SpeechIn
from inference.whisper_engines import FasterWhisper
from sandbox.events import NewMessage
from sandbox.model import Content, Media
from tests.fakes.chat_page import ChatPage, picture
from tests.fakes.whisper_model import build_whisper_model

pytestmark = pytest.mark.asyncio(loop_scope="module")


def recording() -> bytes:
    """A second of silence as WAV."""
    sound = io.BytesIO()
    with wave.open(sound, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(bytes(16000))
    return sound.getvalue()


async def test_a_forwarded_album_is_shown_whole_with_its_caption_and_origin(chat_page: ChatPage):
    world = chat_page.world
    page = await chat_page.open(chat_page.ben, chat_page.target)
    files = [world.files_kept.add(picture(200, 40 * at, 90), f"{at}.png", "image/png") for at in range(3)]
    texts = ["", "Three sunsets", ""]
    contents = [Content(text, media=Media("photo", file.id)) for text, file in zip(texts, files, strict=True)]
    album = world.posting.send_album(chat_page.anna, chat_page.source, contents)
    world.carrying.forward(chat_page.bot, chat_page.source, [each.shared_id for each in album], chat_page.target)
    post = page.get_by_role("article")
    await expect(post).to_have_count(1)
    await expect(post.locator("img")).to_have_count(3)
    await expect(post).to_contain_text("Three sunsets")
    await expect(post).to_contain_text("Forwarded from Source news")
    for at in range(3):
        await expect(post.locator("img").nth(at)).to_have_js_property("naturalWidth", 64)
    await post.locator("img").first.click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_the_admin_posts_several_photos_as_one_album(chat_page: ChatPage, tmp_path: Path):
    page = await chat_page.open(chat_page.anna, chat_page.source)
    paths = [tmp_path / f"{at}.png" for at in range(2)]
    for at, path in enumerate(paths):
        path.write_bytes(picture(10, 90 * at, 200))
    await page.set_input_files("[data-kind=photo]", paths)
    await expect(page.locator(".tray img")).to_have_count(2)
    box = page.locator("textarea")
    await box.fill("Два **снимка**")
    await chat_page.next_event(NewMessage, box.press("Enter"))
    await expect(page.get_by_role("article").last.locator("img")).to_have_count(2)
    album = chat_page.world.history[chat_page.source.key][-2:]
    assert len({each.album for each in album} - {""}) == 1
    assert [each.text for each in album] == ["Два снимка", ""]
    assert album[0].content.media is not None
    assert chat_page.world.files_kept.read(album[0].content.media.file) == paths[0].read_bytes()
    await expect(page.locator(".tray")).to_be_hidden()


async def test_a_reader_of_a_channel_cannot_post(chat_page: ChatPage):
    page = await chat_page.open(chat_page.ben, chat_page.source)
    await expect(page.get_by_text("Only admins can post here")).to_be_visible()
    await expect(page.locator("textarea")).to_be_hidden()


async def test_a_voice_message_goes_up_from_a_file_and_can_be_played(chat_page: ChatPage, tmp_path: Path):
    path = tmp_path / "note.wav"
    path.write_bytes(recording())
    page = await chat_page.open(chat_page.ben, chat_page.with_bot(chat_page.ben))
    await page.set_input_files("[data-kind=voice]", path)
    await expect(page.locator(".chip")).to_contain_text("0:01")
    sent = await chat_page.next_event(NewMessage, page.get_by_role("button", name="Send").click())
    media = sent.message.content.media
    assert media is not None
    assert (media.kind, media.mime_type, media.duration) == ("voice", "audio/wav", 1)
    assert chat_page.world.files_kept.read(media.file) == path.read_bytes()
    bars = page.locator(".voice-bars i.is-past")
    await page.get_by_role("button", name="Play").click()
    await expect(bars).not_to_have_count(0)


async def test_a_voice_message_is_recorded_with_the_microphone_and_whisper_can_hear_it(
    chat_page: ChatPage, tmp_path: Path
):
    page = await chat_page.open(chat_page.ben, chat_page.with_bot(chat_page.ben))
    await page.get_by_role("button", name="Start").focus()
    await chat_page.next_event(NewMessage, page.get_by_role("button", name="Start").click())
    await page.get_by_role("button", name="Record a voice message").click()
    await expect(page.locator(".recording-time")).to_have_text("0:01")
    sent = await chat_page.next_event(NewMessage, page.get_by_role("button", name="Send").click())
    media = sent.message.content.media
    assert media is not None
    assert media.kind == "voice"
    assert media.duration >= 1
    assert media.mime_type in ("audio/webm", "audio/ogg", "audio/mp4")
    recorded = chat_page.world.files_kept.read(media.file)
    model = build_whisper_model(tmp_path, says="hello bot")
    heard = await SpeechIn(FasterWhisper(str(model), tmp_path)).transcribe(recorded)
    assert heard.text == "hello bot"


async def test_a_player_may_ask_for_a_part_of_a_recording(chat_page: ChatPage):
    file = chat_page.world.files_kept.add(b"0123456789", "a.ogg", "audio/ogg")
    asked = ("bytes=2-5", "bytes=7-", "bytes=0-99", "bytes=10-", "bytes=5-2", "lines=1-2")
    async with httpx.AsyncClient(base_url=chat_page.url, trust_env=False) as client:
        answers = [await client.get(f"page/file/{file.id}", headers={"Range": each}) for each in asked]
    whole = (200, b"0123456789")
    found = [(each.status_code, each.content) for each in answers]
    assert found == [(206, b"2345"), (206, b"789"), (206, whole[1]), whole, whole, whole]
    assert answers[0].headers["content-range"] == "bytes 2-5/10"


async def test_a_file_keeps_its_name_and_is_only_downloaded(chat_page: ChatPage, tmp_path: Path):
    path = tmp_path / "отчёт.html"
    path.write_text("<script>parent.hacked = 1</script>")
    page = await chat_page.open(chat_page.ben, chat_page.with_bot(chat_page.ben))
    await page.set_input_files("[data-kind=document]", path)
    await chat_page.next_event(NewMessage, page.get_by_role("button", name="Send").click())
    card = page.get_by_role("link", name="отчёт.html")
    async with page.expect_download() as download:
        await card.click()
    assert (await download.value).suggested_filename == "отчёт.html"
    answer = await page.request.get(f"{chat_page.url}{await card.get_attribute('href')}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")


async def test_rich_messages_have_headings_tables_details_and_code_that_is_copied(chat_page: ChatPage):
    chat = chat_page.with_bot(chat_page.ben)
    cells = [
        [{"text": "Sum", "align": "right", "valign": "top", "is_header": True}],
        [{"text": "42", "align": "right", "valign": "top"}],
    ]
    blocks = [
        {"type": "heading", "text": "Report", "size": 2},
        {"type": "paragraph", "text": ["All ", {"type": "bold", "text": "good"}]},
        {"type": "table", "cells": cells},
        {"type": "details", "summary": "How", "blocks": [{"type": "paragraph", "text": "By counting"}]},
        {"type": "pre", "text": "print(42)", "language": "python"},
    ]
    chat_page.world.posting.send(chat_page.ben, chat, Content("/start"))
    chat_page.world.posting.send(chat_page.bot, chat, Content(rich={"blocks": blocks}))
    page = await chat_page.open(chat_page.ben, chat)
    await expect(page.get_by_role("heading", name="Report")).to_be_visible()
    await expect(page.get_by_role("columnheader", name="Sum").or_(page.locator("th"))).to_have_text("Sum")
    await expect(page.get_by_text("By counting", exact=True)).to_be_hidden()
    await page.get_by_text("How", exact=True).click()
    await expect(page.get_by_text("By counting", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Copy").click()
    assert await page.evaluate("navigator.clipboard.readText()") == "print(42)"
