"""Topics: in private each is a conversation that gets a title by itself; in groups answers stay where they belong."""

import pytest

from sandbox.model import Account, Topic
from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def topic_of(stage: Stage, person: Account, title: str = "") -> Topic:
    """A topic that the person opens, without a name unless they give one; the bot has heard of it."""
    if not stage.answers(person):
        await stage.ask(person, "/start")
    topics = stage.sandbox.world.topics
    return topics.create(person, stage.with_bot(person), title or "New topic", is_nameless=not title)


async def until_title(stage: Stage, topic: Topic, has: str) -> None:
    await stage.until(lambda: has in topic.title)


def ask_in(stage: Stage, person: Account, topic: Topic, text: str) -> int:
    return stage.say(person, text, topic=topic.id).uid


async def test_a_topic_without_a_name_is_titled_by_the_model_after_its_first_answer(stage: Stage):
    topic = await topic_of(stage, stage.anna)
    stage.ollama.reply("В 8:04 и в 10:30.")
    stage.ollama.reply("«Поезда в Берлин».\n\nЭто название отражает суть.")
    asked = ask_in(stage, stage.anna, topic, "Какие поезда завтра утром идут в Берлин?")
    answer = await stage.until_answer(stage.anna, "8:04", after=asked)
    assert answer.topic == topic.id
    await until_title(stage, topic, "Поезда в Берлин")
    assert topic.title == "Поезда в Берлин"
    requests = len(stage.ollama.chats)
    asked = ask_in(stage, stage.anna, topic, "А вечером?")
    await stage.until_answer(stage.anna, "I am a small model", after=asked)
    assert len(stage.ollama.chats) == requests + 1
    assert any("8:04" in each["content"] for each in stage.ollama.chats[-1]["messages"])


async def test_a_title_that_the_model_fails_to_find_is_made_of_the_first_words(stage: Stage):
    topic = await topic_of(stage, stage.anna)
    stage.ollama.reply("Beetroot, cabbage, patience.")
    stage.ollama.refuse()
    ask_in(stage, stage.anna, topic, "How do I cook borscht without any meat for ten people?")
    await until_title(stage, topic, "How do I cook borscht")
    assert topic.title == "How do I cook borscht"


async def test_a_name_of_the_persons_own_is_left_alone(stage: Stage):
    named = await topic_of(stage, stage.anna, "Garden")
    renamed = await topic_of(stage, stage.anna)
    stage.sandbox.world.topics.edit(stage.anna, stage.with_bot(stage.anna), renamed.id, "Kitchen")
    requests = len(stage.ollama.chats)
    for topic in (named, renamed):
        asked = ask_in(stage, stage.anna, topic, "What is the capital of France?")
        await stage.until_answer(stage.anna, "I am a small model", after=asked)
    await stage.ask(stage.anna, "/whoami", str(stage.anna.id))
    assert (named.title, renamed.title) == ("Garden", "Kitchen")
    assert len(stage.ollama.chats) == requests + 2


async def test_what_is_said_in_one_topic_is_not_history_in_another_and_new_ends_only_its_own(stage: Stage):
    one, two = [await topic_of(stage, stage.anna, title) for title in ("One", "Two")]
    asked = ask_in(stage, stage.anna, one, "Let us count: one, two")
    await stage.until_answer(stage.anna, "I am a small model", after=asked)
    asked = ask_in(stage, stage.anna, two, "/new")
    done = await stage.until_answer(stage.anna, stage.words(stage.anna, "new-conversation"), after=asked)
    assert done.topic == two.id
    asked = ask_in(stage, stage.anna, two, "And then?")
    await stage.until_answer(stage.anna, "I am a small model", after=asked)
    assert not any(each["role"] == "user" and "Let us count" in each["content"] for each in last_messages(stage))
    asked = ask_in(stage, stage.anna, one, "And then?")
    await stage.until_answer(stage.anna, "I am a small model", after=asked)
    assert any(each["role"] == "user" and "Let us count" in each["content"] for each in last_messages(stage))


def last_messages(stage: Stage) -> list[dict[str, str]]:
    found: list[dict[str, str]] = stage.ollama.chats[-1]["messages"]
    return found


async def test_a_draft_its_stop_a_refusal_and_a_command_stay_in_their_topic(stage: Stage):
    topic = await topic_of(stage, stage.anna, "Sheep")
    stage.ollama.closed.clear()
    stage.ollama.hold("One sheep, ")
    asked = ask_in(stage, stage.anna, topic, "Count sheep")
    draft = await stage.until_draft(stage.anna, "One sheep")
    assert draft.topic == topic.id
    stage.sandbox.world.dialogue.stop(stage.anna, stage.with_bot(stage.anna), draft.draft_id)
    await stage.ollama.wait_closed()
    stopped = await stage.until_answer(stage.anna, "One sheep", after=asked)
    assert stopped.topic == topic.id
    for text, words in (
        ("/nonsense", stage.words(stage.anna, "error-unknown-command", command="/nonsense")),
        ("/remind", "/remind"),
        ("/stop", stage.words(stage.anna, "stop-nothing")),
    ):
        said = await stage.until_answer(stage.anna, words, after=ask_in(stage, stage.anna, topic, text))
        assert said.topic == topic.id


async def test_who_asks_in_a_topic_that_is_closed_or_gone_hears_of_it_in_private(stage: Stage):
    topics = stage.sandbox.world.topics
    closed = topics.create(stage.anna, stage.group, "Closed")
    topics.close(stage.anna, stage.group, closed.id)
    sentence = stage.words(stage.anna, "error-place-closed", chat=stage.group.title)
    asked = stage.say(stage.anna, "@platform_bot hello?", stage.group, topic=closed.id)
    await stage.until_answer(stage.anna, sentence, after=asked.uid)

    gone = topics.create(stage.anna, stage.group, "Gone")
    release = stage.ollama.hold("Too ", then="late.")
    asked = stage.say(stage.anna, "@platform_bot quick!", stage.group, topic=gone.id)
    await stage.until_in(stage.group, "", after=asked.uid)
    topics.delete(stage.anna, stage.group, gone.id)
    release.set()
    await stage.until_answer(stage.anna, sentence, after=asked.uid)
    assert not [each for each in stage.messages(stage.group) if each.uid > asked.uid and "late" in each.text]


async def test_an_answer_whose_private_topic_was_deleted_does_not_vanish_silently(stage: Stage):
    topic = await topic_of(stage, stage.anna, "Short-lived")
    release = stage.ollama.hold("Nobody ", then="reads this.")
    asked = ask_in(stage, stage.anna, topic, "Are you there?")
    await stage.until_draft(stage.anna, "Nobody")
    stage.sandbox.world.topics.delete(stage.anna, stage.with_bot(stage.anna), topic.id)
    release.set()
    told = await stage.until_answer(stage.anna, "", after=asked)
    assert told.topic == 0
