"""A post travels from the source channel to the destination through the bot; albums whole, edits after it."""

import pytest

from sandbox.faults import Fault
from sandbox.model import Content
from tests.fakes.chat_page import picture
from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_an_admin_makes_a_rule_in_one_line(stage: Stage):
    answer = await stage.ask(stage.anna, "/forward @source_news @target_news +python +лагеря -реклама", "Source news")
    assert "python" in answer.text
    assert "реклама" in answer.text


async def test_a_post_with_a_wanted_word_is_copied_and_the_others_are_not(stage: Stage):
    stage.post("Weather: rain.")
    stage.post("Python курсы. Реклама.")
    stage.post("Вышел Python 3.15, ура!")
    copy = await stage.until_in(stage.target, "3.15")
    assert copy.author == stage.bot_account.id
    stage.post("Второй пост про PYTHON.")
    await stage.until_in(stage.target, "Второй пост")
    texts = [each.text for each in stage.messages(stage.target) if each.text]
    assert texts == ["Вышел Python 3.15, ура!", "Второй пост про PYTHON."]


async def test_an_edit_follows_its_copy(stage: Stage):
    post = stage.post("Python draft")
    copy = await stage.until_in(stage.target, "Python draft")
    stage.sandbox.world.editing.edit_text(stage.anna, post, Content("Python final"), None)
    await stage.until(lambda: copy.text == "Python final" or None)


async def test_an_album_stays_whole_and_its_caption_follows_an_edit(stage: Stage):
    colours = [(200, 30, 30), (30, 200, 30), (30, 30, 200)]
    photos = [stage.media(picture(*colour), "photo", "p.png", "image/png") for colour in colours]
    contents = [Content("Python in pictures", media=photos[0]), *(Content(media=photo) for photo in photos[1:])]
    album = stage.sandbox.world.posting.send_album(stage.anna, stage.source, contents)
    copy = await stage.until_in(stage.target, "Python in pictures")
    await stage.until(lambda: len(stage.album(stage.target, copy.album)) == 3 or None)
    parts = stage.album(stage.target, copy.album)
    assert copy.album
    assert copy.album != album[0].album
    assert all(each.content.media and each.content.media.kind == "photo" for each in parts)
    stage.sandbox.world.editing.edit_caption(stage.anna, album[0], Content("Python in three pictures"), None)
    await stage.until(lambda: copy.text == "Python in three pictures" or None)


async def test_a_flood_wait_is_obeyed_in_full_and_loses_nothing(stage: Stage):
    stage.sandbox.world.faults.add(Fault("flood", "copyMessage", retry_after=2))
    post = stage.post("Python after the flood")
    copy = await stage.until_in(stage.target, "after the flood")
    assert copy.date - post.date >= 2
    assert len([each for each in stage.messages(stage.target) if "after the flood" in each.text]) == 1


async def test_a_rule_by_the_wizard_is_checked_for_rights_and_nothing_is_half_saved(stage: Stage):
    world = stage.sandbox.world
    foreign = world.members.create(stage.ben, "channel", "Ben's channel", username="bens_channel")
    refused = await stage.ask(stage.anna, "/forward @source_news @bens_channel")
    assert "Ben's channel" in refused.text
    world.members.add(stage.ben, foreign, stage.bot_account)
    world.members.promote(stage.ben, foreign, stage.bot_account)
    refused = await stage.ask(stage.anna, "/forward @source_news @bens_channel")
    assert refused.text == stage.words(stage.anna, "error-rule-you-cannot-post", chat="Ben's channel")
    listed = await stage.ask(stage.anna, "/forward")
    assert "Ben" not in str(listed.markup)


async def test_the_wizard_asks_again_with_a_way_out_and_a_command_ends_it_aloud(stage: Stage):
    listed = await stage.ask(stage.anna, "/forward", stage.words(stage.anna, "forward-list", count=1))
    stage.press(stage.anna, listed, "➕")
    await stage.until_answer(stage.anna, stage.words(stage.anna, "forward-ask-source"), after=listed.uid)
    cancel = stage.words(stage.anna, "button-cancel")
    assert cancel in str((await stage.ask(stage.anna, "@nowhere_at_all", "@nowhere_at_all")).markup)
    await stage.ask(stage.anna, "@source_news", "Source news")
    asked = stage.words(stage.anna, "forward-ask-words")
    await stage.ask(stage.anna, "@target_news", asked)
    assert cancel in str((await stage.ask(stage.anna, "python", asked)).markup)
    ended = await stage.ask(stage.anna, "/whoami", stage.words(stage.anna, "dialogue-ended"))
    await stage.until_answer(stage.anna, str(stage.anna.id), after=ended.uid)


async def test_a_loop_between_two_channels_is_refused(stage: Stage):
    answer = await stage.ask(stage.anna, "/forward @target_news @source_news")
    assert answer.text == stage.words(stage.anna, "error-rule-loop")


async def test_a_paused_rule_copies_nothing_until_it_is_resumed(stage: Stage):
    listed = await stage.ask(stage.anna, "/forward", stage.words(stage.anna, "forward-list", count=1))
    stage.press(stage.anna, listed, "▶")
    pause = stage.words(stage.anna, "forward-pause")
    await stage.until(lambda: pause in str(listed.markup) or None)
    stage.press(stage.anna, listed, pause)
    resume = stage.words(stage.anna, "forward-resume")
    await stage.until(lambda: resume in str(listed.markup) or None)
    stage.post("Python while paused")
    await stage.ask(stage.anna, "/stats")
    stage.press(stage.anna, listed, resume)
    await stage.until(lambda: pause in str(listed.markup) or None)
    stage.post("Python again")
    await stage.until_in(stage.target, "Python again")
    assert not any("while paused" in each.text for each in stage.messages(stage.target))


async def test_only_admins_have_the_command(stage: Stage):
    knock = stage.say(stage.ben, "/start")
    asked = await stage.until_answer(stage.anna, "@ben", after=knock.uid)
    stage.press(stage.anna, asked, stage.words(stage.anna, "button-approve"))
    await stage.until_answer(stage.ben, stage.words(stage.ben, "access-welcome"))
    refused = await stage.ask(stage.ben, "/forward @source_news @target_news")
    assert refused.text == stage.words(stage.ben, "error-admins-only")
