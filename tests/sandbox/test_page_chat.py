"""Chatting on the page: writing, streaming with Stop, buttons, commands, edits, topics."""

import pytest
from playwright.async_api import expect

from sandbox.events import (
    CallbackPressed,
    GenerationStopped,
    HistoryRead,
    MessageEdited,
    MessagesDeleted,
    NewMessage,
    WorldReplaced,
)
from sandbox.model import Chat, Content, MessageEntity
from sandbox.posting import Options
from sandbox.seed import seed
from tests.fakes.chat_page import ChatPage

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_newcomer_picks_a_person_and_says_hello_to_the_bot(chat_page: ChatPage):
    page = await chat_page.open()
    await page.get_by_role("button", name="Ben").click()
    await page.get_by_role("option", name="Platform").click()
    sent = await chat_page.next_event(NewMessage, page.get_by_role("button", name="Start").click())
    assert (sent.message.text, sent.message.author) == ("/start", chat_page.ben.id)
    assert page.url.endswith(f"#{chat_page.ben.id}/{chat_page.bot.id}")
    await expect(page.get_by_role("log")).to_contain_text("/start")


async def test_people_and_bots_that_come_later_are_there_without_a_reload(chat_page: ChatPage):
    page = await chat_page.open()
    await page.get_by_role("button", name="Ben").wait_for()
    chat_page.world.add_person("Clara", username="clara")
    await page.get_by_role("button", name="Clara").click()
    await page.get_by_role("option", name="Platform").wait_for()
    chat_page.world.add_bot("Newborn", "newborn_bot")
    await page.get_by_role("option", name="Newborn").wait_for()


async def test_a_page_shows_the_world_that_was_put_in_place_of_the_old_one(chat_page: ChatPage):
    world, chat = chat_page.world, chat_page.with_bot(chat_page.ben)
    world.posting.send(chat_page.ben, chat, Content("from the old world"))
    page = await chat_page.open(chat_page.ben, chat)
    await expect(page.get_by_role("log")).to_contain_text("from the old world")
    world.wipe()
    seed(world)
    world.emit(WorldReplaced())
    await expect(page.get_by_role("log")).not_to_contain_text("from the old world")
    await expect(page.get_by_role("option", name="Platform")).to_be_visible()


async def test_who_is_not_in_the_new_world_picks_somebody_else(chat_page: ChatPage):
    world = chat_page.world
    page = await chat_page.open(world.add_person("Clara"))
    await page.get_by_role("option", name="Platform").wait_for()
    world.wipe()
    seed(world)
    world.emit(WorldReplaced())
    await page.get_by_role("button", name="Ben").wait_for()


async def test_an_answer_streams_as_a_draft_that_stop_ends(chat_page: ChatPage):
    world, bot, chat = chat_page.world, chat_page.bot, chat_page.with_bot(chat_page.ben)
    page = await chat_page.open(chat_page.ben, chat)
    log = page.get_by_role("log")
    await chat_page.next_event(NewMessage, _write(page, "Tell me a story"))
    world.dialogue.draft(bot, chat, 7, Content(), can_stop=True)
    await expect(log).to_contain_text("Thinking…")
    for text in ("Once", "Once upon a time", "Once upon a time there was a bot"):
        world.dialogue.draft(bot, chat, 7, Content(text), can_stop=True)
        await expect(log.locator(".draft")).to_have_text(text)
    stopped = await chat_page.next_event(GenerationStopped, log.get_by_role("button", name="Stop").click())
    assert stopped.draft.draft_id == 7
    await expect(log.locator(".draft")).to_have_count(0)
    world.posting.send(bot, chat, Content("Once upon a time there was"))
    await expect(log.get_by_role("article").last).to_contain_text("Once upon a time there was")


async def test_the_round_button_of_the_composer_stops_too_and_the_final_message_replaces_the_draft(chat_page: ChatPage):
    world, bot, chat = chat_page.world, chat_page.bot, chat_page.with_bot(chat_page.anna)
    world.posting.send(chat_page.anna, chat, Content("/start"))
    page = await chat_page.open(chat_page.anna, chat)
    world.dialogue.draft(bot, chat, 8, Content("Сейчас"), can_stop=True, keep_on_stop=True)
    await chat_page.next_event(GenerationStopped, page.locator(".composer").get_by_role("button", name="Стоп").click())
    await expect(page.locator(".draft")).to_have_text("Сейчас")
    await expect(page.get_by_role("button", name="Стоп")).to_have_count(0)
    world.posting.send(bot, chat, Content("Сейчас. Остановлено."))
    await expect(page.locator(".draft")).to_have_count(0)
    await expect(page.get_by_role("article")).to_have_count(2)


async def test_a_pressed_button_shows_the_answer_as_a_toast_or_an_alert(chat_page: ChatPage):
    world, bot, chat = chat_page.world, chat_page.bot, chat_page.with_bot(chat_page.ben)
    keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}, {"text": "No", "callback_data": "no"}]]}
    world.posting.send(chat_page.ben, chat, Content("/start"))
    world.posting.send(bot, chat, Content("Sure?"), Options(markup=keyboard))
    page = await chat_page.open(chat_page.ben, chat)
    pressed = await chat_page.next_event(
        CallbackPressed, page.get_by_role("button", name="Yes").click(no_wait_after=True)
    )
    assert pressed.callback.data == "yes"
    world.dialogue.answer_press(bot, pressed.callback.id, "Saved")
    await expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    pressed = await chat_page.next_event(
        CallbackPressed, page.get_by_role("button", name="No").click(no_wait_after=True)
    )
    world.dialogue.answer_press(bot, pressed.callback.id, "Nothing was saved", is_alert=True)
    await expect(page.get_by_role("alertdialog")).to_contain_text("Nothing was saved")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alertdialog")).to_have_count(0)


async def test_the_arrow_up_edits_the_last_own_message_with_its_marks(chat_page: ChatPage):
    chat = chat_page.with_bot(chat_page.ben)
    page = await chat_page.open(chat_page.ben, chat)
    sent = await chat_page.next_event(NewMessage, _write(page, "A **bold** _word_, `code` and [a link](https://e.org)"))
    kinds = [(each.kind, each.offset, each.length, each.url) for each in sent.message.content.entities]
    assert sent.message.text == "A bold word, code and a link"
    assert kinds == [
        ("bold", 2, 4, ""),
        ("italic", 7, 4, ""),
        ("code", 13, 4, ""),
        ("text_link", 22, 6, "https://e.org"),
    ]
    box = page.get_by_role("textbox", name="Write a message")
    await page.get_by_role("log").get_by_text("a link").wait_for()
    await box.press("ArrowUp")
    await expect(box).to_have_value("A **bold** _word_, `code` and [a link](https://e.org)")
    await box.fill("Another **word**")
    edited = await chat_page.next_event(MessageEdited, box.press("Enter"))
    assert edited.message.content.entities == (MessageEntity("bold", 8, 4),)
    await expect(page.get_by_role("article")).to_contain_text("edited")
    await box.press("ArrowUp")
    await box.press("Escape")
    await expect(box).to_have_value("")


async def test_a_message_is_deleted_for_all_after_a_question(chat_page: ChatPage):
    chat = chat_page.world.private(chat_page.anna.id, chat_page.ben.id)
    page = await chat_page.open(chat_page.ben, chat)
    other = await chat_page.open(chat_page.anna, chat)
    await expect(other.get_by_role("article")).to_have_count(1)
    await page.get_by_role("article").click(button="right")
    await page.get_by_role("menuitem", name="Delete").click()
    await chat_page.next_event(MessagesDeleted, page.get_by_role("button", name="Delete", exact=True).click())
    await expect(page.get_by_role("article")).to_have_count(0)
    await expect(other.get_by_role("article")).to_have_count(0)


async def test_a_slash_offers_the_commands_in_the_persons_language(chat_page: ChatPage):
    world, bot = chat_page.world, chat_page.bot
    world.dialogue.set_commands(bot, "all_private_chats|ru", [{"command": "help", "description": "Что я умею"}])
    english = [
        {"command": "help", "description": "What I can do"},
        {"command": "model", "description": "Choose a model"},
    ]
    world.dialogue.set_commands(bot, "default|", english)
    page = await chat_page.open(chat_page.ben, chat_page.with_bot(chat_page.ben))
    box = page.get_by_role("textbox", name="Write a message")
    await box.press_sequentially("/")
    options = page.get_by_role("listbox", name="Commands").get_by_role("option")
    await expect(options).to_have_text(["/helpWhat I can do", "/modelChoose a model"])
    await box.press_sequentially("mo")
    await expect(options).to_have_count(1)
    await box.press("Tab")
    await expect(box).to_have_value("/model ")
    await box.fill("/")
    await box.press("ArrowDown")
    sent = await chat_page.next_event(NewMessage, box.press("Enter"))
    assert sent.message.text == "/model"
    russian = await chat_page.open(chat_page.anna, chat_page.with_bot(chat_page.anna))
    await russian.get_by_role("textbox", name="Написать сообщение").press_sequentially("/h")
    await expect(russian.get_by_role("listbox", name="Команды")).to_contain_text("Что я умею")


async def test_topics_are_tabs_and_what_is_written_goes_to_the_open_one(chat_page: ChatPage):
    world, group = chat_page.world, chat_page.group
    topic = next(each for each in group.topics.values() if each.title == "Releases")
    page = await chat_page.open(chat_page.ben, group)
    await expect(page.get_by_role("tab", selected=True)).to_have_text("General")
    world.posting.send(chat_page.anna, group, Content("1.0 goes out"), Options(topic=topic.id))
    await expect(page.get_by_role("tab", name="Releases")).to_contain_text("1")
    await page.get_by_role("tab", name="Releases").click()
    await expect(page.get_by_role("article")).to_contain_text("1.0 goes out")
    await expect(page.get_by_role("tab", name="Releases")).to_have_text("Releases")
    sent = await chat_page.next_event(NewMessage, _write(page, "Great"))
    assert sent.message.topic == topic.id
    await page.get_by_role("tab", name="General").click()
    await expect(page.get_by_role("log")).not_to_contain_text("Great")
    general = await chat_page.next_event(NewMessage, _write(page, "Hello all"))
    assert general.message.topic == 1


async def test_replies_reactions_and_typing_reach_the_other_person(chat_page: ChatPage):
    chat = chat_page.world.private(chat_page.anna.id, chat_page.ben.id)
    page = await chat_page.open(chat_page.anna, chat)
    other = await chat_page.open(chat_page.ben, chat)
    await page.get_by_role("textbox").last.press_sequentially("Пр")
    await expect(other.locator(".chat-head")).to_contain_text("typing")
    await page.get_by_role("textbox").last.fill("")
    await page.get_by_role("article").dblclick(position={"x": 5, "y": 5})
    await expect(page.locator(".about-bar")).to_contain_text("В ответ: Ben")
    sent = await chat_page.next_event(NewMessage, _write(page, "Давай!"))
    assert chat_page.world.messages[sent.message.reply_to].text.startswith("Hi Anna")
    await expect(other.get_by_role("article").last).to_contain_text("Hi Anna!")
    await other.get_by_role("article").last.click(button="right")
    await other.get_by_role("menuitem", name="React with 🔥").click()
    await expect(page.get_by_role("article").last).to_contain_text("🔥")


async def test_what_arrives_in_the_open_chat_is_read_and_elsewhere_it_counts(chat_page: ChatPage):
    world, chat = chat_page.world, chat_page.world.private(chat_page.anna.id, chat_page.ben.id)
    topic = next(each for each in chat_page.group.topics.values() if each.title == "Releases")
    page = await chat_page.open(chat_page.anna, chat)
    open_item = page.get_by_role("option", selected=True)
    for text in ("One", "Two", "Three"):
        await chat_page.next_event(HistoryRead, _say(chat_page, chat, text))
    await expect(open_item.locator(".badge")).to_have_count(0)
    world.posting.send(chat_page.ben, chat_page.group, Content("In a topic"), Options(topic=topic.id))
    world.posting.send(chat_page.ben, chat_page.group, Content("In General"))
    group = page.get_by_role("option", name="Команда")
    await expect(group.locator(".badge")).to_have_text("2")
    await group.click()
    await expect(group.locator(".badge")).to_have_text("1")
    await page.get_by_role("tab", name="Releases").click()
    await expect(group.locator(".badge")).to_have_count(0)


async def test_the_page_comes_back_by_itself_when_the_server_restarts(chat_page: ChatPage):
    chat = chat_page.with_bot(chat_page.ben)
    page = await chat_page.open(chat_page.ben, chat)
    await chat_page.next_event(NewMessage, _write(page, "Before"))
    await chat_page.stop()
    await expect(page.get_by_role("status").filter(has_text="No connection")).to_be_visible()
    chat_page.world.posting.send(chat_page.bot, chat, Content("While you were away"))
    await chat_page.start()
    await expect(page.get_by_role("log")).to_contain_text("While you were away")
    await expect(page.get_by_role("status").filter(has_text="No connection")).to_be_hidden()
    await chat_page.next_event(NewMessage, _write(page, "After"))


async def _say(chat_page: ChatPage, chat: Chat, text: str) -> None:
    chat_page.world.posting.send(chat_page.ben, chat, Content(text))


async def _write(page, text: str) -> None:
    box = page.locator("textarea")
    await box.fill(text)
    await box.press("Enter")
