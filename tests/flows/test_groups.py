"""In a group with topics: the bot answers when it is meant, in the right topic, and takes nothing private there."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from sandbox.model import Account, Content
from sandbox.posting import Options
from sandbox.rights import DEFAULT_PERMISSIONS
from sandbox.seed import BOT
from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """The bot has a second name here."""
    folder = tmp_path_factory.mktemp("stage")
    async with Stage(folder, BOT__NAMES="Платформа, помощник", BOT__THROTTLE_PER_MINUTE="300") as stage:
        await stage.open()
        yield stage


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


async def test_it_is_called_by_its_name_and_knows_who_said_what(stage: Stage):
    stage.ollama.reply("Borscht, Anna.")
    question = stage.say(stage.anna, "Platform, what shall I cook?", stage.group, topic=1)
    first = await stage.until_in(stage.group, "Borscht, Anna.", after=question.uid)
    assert stage.ollama.chats[-1]["messages"][-1]["content"] == "Анна: what shall I cook?"
    before = len(stage.ollama.chats)
    stage.say(stage.ben, "Their platform, they say, is late.", stage.group, topic=1)
    stage.ollama.reply("Свёклу.")
    question = stage.say(stage.ben, "а что купить, Платформа?", stage.group, topic=1)
    await stage.until_in(stage.group, "Свёклу.", after=first.uid)
    asked = stage.ollama.chats[-1]["messages"]
    assert asked[-1]["content"] == "Ben: а что купить?"
    assert "Анна: what shall I cook?" in [each["content"] for each in asked]
    assert len(stage.ollama.chats) == before + 1


async def test_what_is_replied_to_goes_along_with_its_author_as_data(stage: Stage):
    said = stage.say(stage.ben, "The bridge opens on Monday, the tunnel never.", stage.group, topic=1)
    stage.ollama.reply("On Monday.")
    number = said.id_for(stage.anna.id)
    quoted = Options(topic=1, reply_to=number, quote="The bridge opens on Monday")
    words = Content("@platform_bot when?")
    question = stage.sandbox.world.posting.send(stage.anna, stage.group, words, quoted)
    await stage.until_in(stage.group, "On Monday.", after=question.uid)
    asked = stage.ollama.chats[-1]["messages"][-1]["content"]
    assert "Ben: The bridge opens on Monday" in asked
    assert "tunnel" not in asked


async def test_an_anonymous_administrator_is_answered_and_a_linked_channels_post_is_not(stage: Stage):
    stage.ollama.reply("Hello, whoever you are.")
    anonymous = Options(topic=1, is_anonymous=True)
    question = stage.sandbox.world.posting.send(stage.anna, stage.group, Content("@platform_bot hello"), anonymous)
    await stage.until_in(stage.group, "Hello, whoever you are.", after=question.uid)
    stage.sandbox.world.members.link(stage.source, stage.group.id)
    before = len(stage.ollama.chats)
    stage.post("Platform, the news of the day! @platform_bot")
    stage.post("/start")
    after = await stage.until_in(stage.group, "/start", after=question.uid)
    stage.ollama.reply("I read nothing aloud.")
    last = stage.say(stage.anna, "@platform_bot are you here?", stage.group, topic=1)
    await stage.until_in(stage.group, "I read nothing aloud.", after=last.uid)
    assert len(stage.ollama.chats) == before + 1
    said = [each for each in stage.messages(stage.group) if each.author == BOT and after.uid < each.uid < last.uid]
    assert said == []


async def test_a_groups_memory_and_conversation_move_with_it(stage: Stage):
    world = stage.sandbox.world
    small = world.members.create(stage.anna, "group", "Small")
    world.members.add(stage.anna, small, stage.bot_account)
    await stage.until_in(small, stage.words(stage.anna, "access-group-welcome"))
    question = stage.say(stage.anna, "@platform_bot remember that our code word is heron", small)
    await stage.until_in(small, "I am a small model", after=question.uid)
    large = world.members.migrate(small)
    kept = ""
    while "heron" not in kept:  # the news of the move and what is said next are handled beside each other
        looked = stage.say(stage.anna, "/memory", large)
        kept = (await stage.until_in(large, "", after=looked.uid)).text
    stage.ollama.reply("Heron.")
    question = stage.say(stage.anna, "@platform_bot what is our code word?", large)
    await stage.until_in(large, "Heron.", after=question.uid)
    asked = stage.ollama.chats[-1]["messages"]
    assert any(each["role"] == "user" and "remember that" in each["content"] for each in asked[:-1])
    new = stage.say(stage.anna, "/new", large)
    await stage.until_in(large, stage.words(stage.anna, "new-conversation"), after=new.uid)
    stage.ollama.reply("Heron it is.")
    question = stage.say(stage.anna, "@platform_bot what is our code word?", large)
    await stage.until_in(large, "Heron it is.", after=question.uid)
    assert any("heron" in each["content"] for each in stage.ollama.chats[-1]["messages"][:-1])


async def test_a_bot_that_may_not_write_or_is_thrown_out_goes_on_elsewhere(stage: Stage):
    world = stage.sandbox.world
    quiet = world.members.create(stage.anna, "supergroup", "Quiet")
    world.members.add(stage.anna, quiet, stage.bot_account)
    await stage.until_in(quiet, stage.words(stage.anna, "access-group-welcome"))
    world.members.restrict(stage.anna, quiet, stage.bot_account, frozenset())
    question = stage.say(stage.anna, "@platform_bot hello?", quiet)
    await stage.until_answer(stage.anna, stage.words(stage.anna, "error-place-closed", chat="Quiet"), question.uid)
    world.members.restrict(stage.anna, quiet, stage.bot_account, DEFAULT_PERMISSIONS)
    release = stage.ollama.hold("I am ", then="still here.")
    question = stage.say(stage.anna, "@platform_bot and now?", quiet)
    await stage.until_in(quiet, "", after=question.uid)
    world.members.ban(stage.anna, quiet, stage.bot_account)
    release.set()
    await stage.ask(stage.anna, "/whoami", str(stage.anna.id))

    stage.ollama.hold("Half a ")
    stage.say(stage.anna, "Tell me a joke")
    await stage.until_draft(stage.anna, "Half a")
    world.members.block(stage.anna, stage.bot_account)
    stage.ollama.closed.clear()
    world.members.block(stage.anna, stage.bot_account, is_blocked=False)
    stage.say(stage.anna, "/stop")
    await stage.ollama.wait_closed()
    await stage.ask(stage.anna, "/whoami", str(stage.anna.id))


async def test_admin_says_whether_names_work(stage: Stage):
    profile = stage.bot_account.bot
    assert profile is not None
    names = stage.words(stage.anna, "ability-names", name="Platform", username="platform_bot")
    assert names in (await stage.ask(stage.anna, "/admin", names)).text
    profile.has_privacy = True
    off = stage.words(stage.anna, "ability-names-off", name="Platform", username="platform_bot")
    await stage.ask(stage.anna, "/admin", off)
    profile.has_privacy = False
