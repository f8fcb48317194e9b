"""A person's own chat with the bot as the source and as the destination of rules; nobody else's chat is either."""

import pytest

from sandbox.model import Content
from tests.fakes.chat_page import picture
from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


def asked_the_model(stage: Stage) -> int:
    return len(stage.ollama.chats)


async def test_what_an_admin_writes_to_the_bot_is_a_post_and_is_not_answered(stage: Stage):
    said = await stage.ask(stage.anna, "/forward я @target_news -секрет", "Digest")
    assert stage.anna.first_name in said.text
    before = asked_the_model(stage)
    stage.say(stage.anna, "Секрет: не для канала")
    post = stage.say(stage.anna, "Первая новость от меня")
    copy = await stage.until_in(stage.target, "Первая новость")
    assert copy.author == stage.bot_account.id
    stage.sandbox.world.editing.edit_text(stage.anna, post, Content("Первая новость, исправлено"), None)
    await stage.until(lambda: copy.text == "Первая новость, исправлено" or None)
    why = stage.say(stage.anna, "/why", reply_to=post.id_for(stage.anna.id))
    told = await stage.until_answer(stage.anna, "версия 1", after=why.uid)
    assert stage.anna.first_name in told.text
    assert not any("Секрет" in each.text for each in stage.messages(stage.target))
    assert asked_the_model(stage) == before


async def test_an_album_and_a_forwarded_post_travel_too(stage: Stage):
    photos = [stage.media(picture(shade, 30, 30), "photo", "p.png", "image/png") for shade in (50, 100, 200)]
    contents = [Content("Альбом от меня", media=photos[0]), *(Content(media=photo) for photo in photos[1:])]
    before = asked_the_model(stage)
    stage.sandbox.world.posting.send_album(stage.anna, stage.with_bot(stage.anna), contents)
    copy = await stage.until_in(stage.target, "Альбом от меня")
    await stage.until(lambda: len(stage.album(stage.target, copy.album)) == 3 or None)
    original = stage.post("Чужая новость")
    world = stage.sandbox.world
    world.carrying.forward(stage.anna, stage.source, [original.shared_id], stage.with_bot(stage.anna))
    await stage.until_in(stage.target, "Чужая новость")
    assert asked_the_model(stage) == before


async def test_commands_dialogues_and_other_people_are_answered_as_before(stage: Stage):
    await stage.ask(stage.anna, "/whoami", str(stage.anna.id))
    listed = await stage.ask(stage.anna, "/forward", stage.words(stage.anna, "forward-list", count=1))
    stage.press(stage.anna, listed, "➕")
    asked = await stage.until_answer(stage.anna, stage.words(stage.anna, "forward-ask-source"), after=listed.uid)
    said = stage.say(stage.anna, "нет такого канала")
    refused = await stage.until_answer(stage.anna, "нет такого канала", after=said.uid)
    stage.press(stage.anna, asked, stage.words(stage.anna, "button-cancel"))
    knock = stage.say(stage.ben, "/start")
    door = await stage.until_answer(stage.anna, "@ben", after=knock.uid)
    stage.press(stage.anna, door, stage.words(stage.anna, "button-approve"))
    await stage.until_answer(stage.ben, stage.words(stage.ben, "access-welcome"))
    await stage.ask(stage.ben, "Is this a post?", "I am a small model")
    stage.say(stage.anna, "После них")
    await stage.until_in(stage.target, "После них", after=refused.uid)
    texts = [each.text for each in stage.messages(stage.target)]
    assert not any("нет такого" in text or "Is this a post?" in text or text.startswith("/") for text in texts)


async def test_somebody_elses_chat_is_neither_read_nor_filled(stage: Stage):
    refusal = stage.words(stage.anna, "error-rule-private-chat", chat="Ben")
    for line in (f"/forward {stage.ben.id} @target_news", f"/forward @source_news {stage.ben.id}"):
        assert (await stage.ask(stage.anna, line)).text == refusal
    own = await stage.ask(stage.anna, "/forward я сюда")
    assert own.text == stage.words(stage.anna, "error-rule-same-chat")
    loop = await stage.ask(stage.anna, "/forward @target_news сюда")
    assert loop.text == stage.words(stage.anna, "error-rule-loop")


async def test_posts_of_a_channel_come_to_the_person_and_their_edits_follow(stage: Stage):
    mine = await stage.ask(stage.anna, "/forward", stage.words(stage.anna, "forward-list", count=1))
    stage.press(stage.anna, mine, "▶")
    pause = stage.words(stage.anna, "forward-pause")
    await stage.until(lambda: pause in str(mine.markup) or None)
    stage.press(stage.anna, mine, pause)
    await stage.until(lambda: pause not in str(mine.markup) or None)
    await stage.ask(stage.anna, "/forward @source_news сюда +домой", "Source news")
    post = stage.post("Пора домой")
    copy = await stage.until_answer(stage.anna, "Пора домой")
    stage.sandbox.world.editing.edit_text(stage.anna, post, Content("Пора домой, поздно"), None)
    await stage.until(lambda: copy.text == "Пора домой, поздно" or None)


async def test_where_the_rule_names_a_topic_the_other_topics_stay_conversations(stage: Stage):
    topic = stage.sandbox.world.topics.create(stage.anna, stage.with_bot(stage.anna), "В канал")
    listed = await stage.ask(stage.anna, "/forward", stage.words(stage.anna, "forward-list", count=2))
    stage.press(stage.anna, listed, stage.words(stage.anna, "forward-new"))
    await stage.until_answer(stage.anna, stage.words(stage.anna, "forward-ask-source"), after=listed.uid)
    stage.say(stage.anna, "я", topic=topic.id)
    await stage.until_answer(
        stage.anna, stage.words(stage.anna, "forward-ask-destination", source=stage.anna.first_name)
    )
    asked = await stage.ask(stage.anna, "@target_news", stage.words(stage.anna, "forward-ask-words"))
    saved = await stage.ask(stage.anna, "все")
    assert str(topic.id) in saved.text, saved.text
    before = asked_the_model(stage)
    stage.say(stage.anna, "Из темы", topic=topic.id)
    await stage.until_in(stage.target, "Из темы", after=asked.uid)
    assert asked_the_model(stage) == before
    await stage.ask(stage.anna, "What is the capital of France?", "I am a small model")
    assert not any("France" in each.text for each in stage.messages(stage.target))
