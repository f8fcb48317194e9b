"""On the page: topics in the chat with a bot, and what a bot offers while one types its name."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from sandbox.events import InlineAsked, InlineChosen, NewMessage, TopicChanged
from sandbox.model import Content
from sandbox.posting import Options
from tests.fakes.chat_page import ChatPage

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def write(page: Page, text: str) -> None:
    await page.locator("textarea").fill(text)
    await page.keyboard.press("Enter")


async def test_a_topic_is_opened_named_by_the_bot_and_left_again(chat_page: ChatPage):
    world, chat = chat_page.world, chat_page.with_bot(chat_page.ben)
    world.posting.send(chat_page.ben, chat, Content("outside of topics"))
    page = await chat_page.open(chat_page.ben, chat)
    opened = await chat_page.next_event(TopicChanged, page.get_by_role("button", name="New topic").click())
    assert opened.topic.is_nameless
    await expect(page.get_by_role("tab", name="New topic")).to_have_attribute("aria-selected", "true")
    sent = await chat_page.next_event(NewMessage, write(page, "Which trains go to Berlin?"))
    assert sent.message.topic == opened.topic.id
    await expect(page.get_by_role("log")).not_to_contain_text("outside of topics")
    world.topics.edit(chat_page.bot, chat, opened.topic.id, "Trains to Berlin")
    await page.get_by_role("tab", name="Trains to Berlin").wait_for()
    await page.get_by_role("tab", name="Chat").click()
    await expect(page.get_by_role("log")).to_contain_text("outside of topics")
    world.posting.send(chat_page.bot, chat, Content("The 8:04."), Options(topic=opened.topic.id))
    await expect(page.get_by_role("tab", name="Trains to Berlin")).to_contain_text("1")


async def test_two_topics_stream_beside_each_other_and_stop_stops_the_open_one(chat_page: ChatPage):
    world, chat = chat_page.world, chat_page.with_bot(chat_page.ben)
    world.posting.send(chat_page.ben, chat, Content("hi"))
    one, two = (world.topics.create(chat_page.bot, chat, title) for title in ("One", "Two"))
    page = await chat_page.open(chat_page.ben, chat, one.id)
    for number, topic in enumerate((one, two), 1):
        text = Content(f"growing in {topic.title}")
        world.dialogue.draft(chat_page.bot, chat, number, text, topic=topic.id, can_stop=True)
    await expect(page.locator(".draft")).to_contain_text("growing in One")
    await page.get_by_role("tab", name="Two").click()
    await expect(page.locator(".draft")).to_contain_text("growing in Two")
    await page.get_by_role("log").get_by_role("button", name="Stop").click()
    await expect(page.locator(".draft")).to_have_count(0)
    await page.get_by_role("tab", name="One").click()
    await expect(page.locator(".draft")).to_contain_text("growing in One")


def article(id: str, title: str, text: str) -> dict[str, Any]:
    said = {"message_text": text}
    return {"type": "article", "id": id, "title": title, "description": text, "input_message_content": said}


async def test_what_a_bot_offers_is_chosen_with_the_keyboard_and_sent_in_the_persons_name(chat_page: ChatPage):
    world, chat = chat_page.world, world_chat(chat_page)
    page = await chat_page.open(chat_page.ben, chat)
    asked = await chat_page.next_event(InlineAsked, page.locator("textarea").fill("@platform_bot cats"))
    assert (asked.query.query, asked.query.chat) == ("cats", chat)
    world.dialogue.answer_inline(
        chat_page.bot, asked.query.id, [article("1", "Ask", "cats"), article("2", "Say", "Meow")]
    )
    await page.get_by_role("option", name="Say").wait_for()
    await page.keyboard.press("ArrowDown")
    chosen = await chat_page.next_event(InlineChosen, page.keyboard.press("Enter"))
    assert (chosen.result_id, chosen.message.text, chosen.message.author) == ("2", "Meow", chat_page.ben.id)
    sent = page.get_by_role("article").filter(has_text="Meow")
    await expect(sent).to_contain_text("via @platform_bot")
    await expect(page.locator("textarea")).to_have_value("")


async def test_the_button_above_the_results_leads_to_the_bot_and_late_results_are_not_shown(chat_page: ChatPage):
    world, chat = chat_page.world, world_chat(chat_page)
    page = await chat_page.open(chat_page.ben, chat)
    late = await chat_page.next_event(InlineAsked, page.locator("textarea").fill("@platform_bot c"))
    asked = await chat_page.next_event(InlineAsked, page.locator("textarea").fill("@platform_bot "))
    button = {"text": "To the bot", "start_parameter": "inline"}
    world.dialogue.answer_inline(chat_page.bot, asked.query.id, [], button)
    world.dialogue.answer_inline(chat_page.bot, late.query.id, [article("1", "Too late", "c")])
    await page.get_by_role("button", name="To the bot").wait_for()
    await expect(page.get_by_text("Too late")).to_have_count(0)
    sent = await chat_page.next_event(NewMessage, page.get_by_role("button", name="To the bot").click())
    assert (sent.message.text, sent.message.chat) == ("/start inline", chat_page.with_bot(chat_page.ben))


def world_chat(chat_page: ChatPage) -> Any:
    return chat_page.world.private(chat_page.anna.id, chat_page.ben.id)
