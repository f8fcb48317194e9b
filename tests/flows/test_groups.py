"""In a group with topics: the bot answers when it is meant, in the right topic, and takes nothing private there."""

import pytest

from sandbox.model import Account
from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_group_that_a_stranger_made_waits_for_an_admin_and_is_then_greeted(stage: Stage):
    await stage.ask(stage.anna, "/start")
    members = stage.sandbox.world.members
    group = members.create(stage.ben, "supergroup", "Ben's garden")
    members.add(stage.ben, group, stage.bot_account)
    asks = await stage.until_answer(stage.anna, "Ben's garden")
    question = stage.say(stage.ben, "@platform_bot are you there?", group)
    stage.press(stage.anna, asks, stage.words(stage.anna, "button-approve"))
    await stage.until_in(group, stage.words(stage.anna, "access-group-welcome"))
    assert not any(
        "I am a small model" in each.text for each in stage.messages(group, stage.ben) if each.uid > question.uid
    )


async def test_a_mention_is_answered_by_edits_in_its_topic(stage: Stage):
    topic = next(id for id, each in stage.group.topics.items() if each.title == "Releases")
    release = stage.ollama.hold("The release is ", then="on Friday.")
    question = stage.say(stage.anna, "@platform_bot when is the release?", stage.group, topic=topic)
    growing = await stage.until_in(stage.group, "", after=question.uid)
    assert growing.topic == topic
    release.set()
    answer = await stage.until_in(stage.group, "The release is on Friday.", after=question.uid)
    assert answer is growing
    assert answer.reply_to == question.uid


async def test_what_is_not_meant_for_the_bot_stays_unanswered_and_a_reply_to_it_is_not(stage: Stage):
    before = len(stage.ollama.chats)
    stage.say(stage.anna, "Shall we have lunch?", stage.group, topic=1)
    stage.ollama.reply("General is fine too.")
    question = stage.say(stage.anna, "@platform_bot and in General?", stage.group, topic=1)
    answer = await stage.until_in(stage.group, "General is fine too.", after=question.uid)
    assert answer.topic == 1
    assert len(stage.ollama.chats) == before + 1
    stage.ollama.reply("You are welcome.")
    number = answer.id_for(stage.anna.id)
    stage.say(stage.anna, "Thanks!", stage.group, topic=1, reply_to=number)
    await stage.until_in(stage.group, "You are welcome.", after=answer.uid)


async def test_nothing_private_enters_the_group(stage: Stage):
    await stage.ask(stage.anna, "Remember that my salary is 4242", "I am a small model")
    stage.ollama.reply("I cannot know.")
    question = stage.say(stage.anna, "@platform_bot what is my salary?", stage.group, topic=1)
    await stage.until_in(stage.group, "I cannot know.", after=question.uid)
    assert not any("4242" in message["content"] for message in stage.ollama.chats[-1]["messages"])


async def test_the_command_menu_is_there_in_both_languages_and_longer_for_admins(stage: Stage):
    def names(person: Account, language: str) -> dict[str, str]:
        found = stage.sandbox.world.dialogue.commands_for(
            stage.bot_account, stage.with_bot(person), person.id, language
        )
        return {each["command"]: each["description"] for each in found}

    await stage.until(lambda: "admin" in names(stage.anna, "ru"))
    assert "admin" not in names(stage.ben, "en")
    assert set(names(stage.ben, "en")) >= {"start", "help", "remind", "memory"}
    assert names(stage.ben, "en")["help"] != names(stage.ben, "ru")["help"]
