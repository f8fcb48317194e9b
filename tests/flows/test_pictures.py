"""Pictures go to a model that sees: alone, as albums, as files; and again from the cache."""

import asyncio
import base64
from collections.abc import AsyncIterator
from io import BytesIO

import pytest
import pytest_asyncio
from PIL import Image

from sandbox.events import FaultMet
from sandbox.faults import Fault
from sandbox.model import Account, Chat, Content, Message
from sandbox.posting import Options
from tests.fakes.chat_page import picture
from tests.fakes.ollama import FakeModel
from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

SEEING = FakeModel("seeing:latest", capabilities=("completion", "vision"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """One of its models sees; it is not the one that is chosen for texts."""
    async with Stage(tmp_path_factory.mktemp("stage"), OLLAMA_MODEL="tiny:latest", BOT__ACCESS="open") as stage:
        stage.ollama.models[SEEING.name] = SEEING
        await stage.open()
        yield stage


def show(
    stage: Stage, person: Account, image: bytes, caption: str = "", chat: Chat | None = None, **options: int
) -> Message:
    """Send a photo."""
    content = Content(caption, media=stage.media(image, "photo", "p.png", "image/png"))
    where = chat or stage.with_bot(person)
    return stage.sandbox.world.posting.send(person, where, content, Options(**options))  # type: ignore[arg-type]


def show_album(stage: Stage, images: list[bytes], caption: str = "", chat: Chat | None = None) -> list[Message]:
    contents = [
        Content(caption if number == 0 else "", media=stage.media(image, "photo", "p.png", "image/png"))
        for number, image in enumerate(images)
    ]
    return stage.sandbox.world.posting.send_album(stage.anna, chat or stage.with_bot(stage.anna), contents)


def asked(stage: Stage, request: int) -> dict[str, object]:
    """The question of the request, with its pictures."""
    chat = stage.ollama.chats[request]
    assert chat["model"] == SEEING.name
    assert not chat.get("tools")
    question: dict[str, object] = chat["messages"][-1]
    return question


def seen(question: dict[str, object]) -> list[Image.Image]:
    images = question["images"]
    assert isinstance(images, list)
    return [Image.open(BytesIO(base64.b64decode(image))) for image in images]


async def test_help_says_that_pictures_may_be_sent(stage: Stage):
    answer = await stage.ask(stage.anna, "/help", "/remind")
    assert stage.words(stage.anna, "help-sending", voice="no", pictures="yes") in answer.text


async def test_a_photo_with_a_caption_reaches_a_model_that_sees_as_a_small_jpeg(stage: Stage):
    await stage.ask(stage.anna, "Hello there", "small model")
    before = len(stage.ollama.chats)
    stage.ollama.reply("Это красный квадрат.")
    sent = show(stage, stage.anna, picture(200, 10, 10, 2000, 1000), "Что на картинке?")
    await stage.until_answer(stage.anna, "Это красный квадрат.", after=sent.uid)
    question = asked(stage, before)
    assert question["content"] == "Что на картинке?"
    [image] = seen(question)
    assert (image.format, image.size) == ("JPEG", (1280, 640))
    assert [each["role"] for each in stage.ollama.chats[before]["messages"]] == ["system", "user"]


async def test_a_photo_without_words_is_asked_about_in_the_persons_language(stage: Stage):
    before = len(stage.ollama.chats)
    stage.ollama.reply("A blue one.")
    sent = show(stage, stage.ben, picture(10, 10, 200))
    await stage.until_answer(stage.ben, "A blue one.", after=sent.uid)
    assert asked(stage, before)["content"] == stage.words(stage.ben, "picture-question")


async def test_the_same_question_about_the_same_picture_is_answered_without_asking_the_model(stage: Stage):
    stage.ollama.reply("A cat on a **mat**.")
    first = show(stage, stage.anna, picture(90, 90, 90), "Who is this")
    await stage.until_answer(stage.anna, "A cat on a mat.", after=first.uid)
    requests = len(stage.ollama.chats)
    again = show(stage, stage.anna, picture(90, 90, 90), "Who is this")
    await stage.until_answer(stage.anna, "A cat on a mat.", after=again.uid)
    assert len(stage.ollama.chats) == requests
    another = show(stage, stage.anna, picture(90, 190, 90), "Who is this")
    await stage.until_answer(stage.anna, "small model", after=another.uid)
    theirs = show(stage, stage.ben, picture(90, 90, 90), "Who is this")
    await stage.until_answer(stage.ben, "small model", after=theirs.uid)
    assert len(stage.ollama.chats) == requests + 2


async def test_an_album_is_one_question_with_all_its_pictures(stage: Stage):
    before = len(stage.ollama.chats)
    stage.ollama.reply("Three colours.")
    album = show_album(stage, [picture(250, 0, 0), picture(0, 250, 0), picture(0, 0, 250)], "Compare them")
    await stage.until_answer(stage.anna, "Three colours.", after=album[-1].uid)
    question = asked(stage, before)
    assert question["content"] == "Compare them"
    colours = [image.getpixel((5, 5)) for image in seen(question)]
    assert [max(range(3), key=list(colour).__getitem__) for colour in colours] == [0, 1, 2]  # type: ignore[arg-type]
    await stage.ask(stage.anna, "/whoami", str(stage.anna.id))
    assert len(stage.ollama.chats) == before + 1


async def test_in_a_group_an_album_whose_caption_calls_the_bot_is_seen_whole_and_another_is_left_alone(stage: Stage):
    before = len(stage.ollama.chats)
    show_album(stage, [picture(1, 1, 1), picture(2, 2, 2)], "Our holidays", stage.group)
    stage.ollama.reply("Two dark ones.")
    album = show_album(stage, [picture(3, 3, 3), picture(4, 4, 4)], "@platform_bot what is this", stage.group)
    await stage.until_in(stage.group, "Two dark ones.", album[-1].uid)
    assert len(stage.ollama.chats) == before + 1
    assert asked(stage, before)["content"] == f"{stage.anna.first_name}: what is this"
    assert len(seen(asked(stage, before))) == 2


async def test_a_picture_sent_as_a_file_is_looked_at_and_a_broken_one_gets_a_sentence(stage: Stage):
    before = len(stage.ollama.chats)
    stage.ollama.reply("Green.")
    file = stage.media(picture(9, 200, 9), "document", "leaf.png", "image/png")
    sent = stage.sandbox.world.posting.send(stage.anna, stage.with_bot(stage.anna), Content("Colour", media=file))
    await stage.until_answer(stage.anna, "Green.", after=sent.uid)
    assert len(seen(asked(stage, before))) == 1
    broken = stage.media(b"\x89PNG no picture", "document", "leaf.png", "image/png")
    sent = stage.sandbox.world.posting.send(stage.anna, stage.with_bot(stage.anna), Content("Colour", media=broken))
    await stage.until_answer(stage.anna, stage.words(stage.anna, "error-picture-unreadable"), after=sent.uid)
    assert len(stage.ollama.chats) == before + 1


async def test_a_question_right_after_a_picture_still_sees_it_and_an_order_does_not(stage: Stage):
    stage.ollama.reply("A red car.")
    sent = show(stage, stage.anna, picture(250, 5, 5), "What is it")
    await stage.until_answer(stage.anna, "A red car.", after=sent.uid)
    before = len(stage.ollama.chats)
    stage.ollama.reply("Four doors.")
    await stage.ask(stage.anna, "How many doors has it?", "Four doors.")
    assert len(seen(asked(stage, before))) == 1
    assert any("A red car." in each["content"] for each in stage.ollama.chats[before]["messages"])
    await stage.ask(stage.anna, "Tell me a joke", "small model")
    assert "images" not in stage.ollama.chats[before + 1]["messages"][-1]


async def test_a_reply_to_a_picture_of_before_is_about_it(stage: Stage):
    sent = show(stage, stage.anna, picture(5, 250, 250), "Remarkable")
    await stage.until_answer(stage.anna, "small model", after=sent.uid)
    await stage.ask(stage.anna, "Tell me a joke", "small model")
    before = len(stage.ollama.chats)
    stage.ollama.reply("Cyan.")
    reply = stage.say(stage.anna, "which colour was it", reply_to=sent.ids[stage.anna.id])
    await stage.until_answer(stage.anna, "Cyan.", after=reply.uid)
    assert len(seen(asked(stage, before))) == 1


async def test_asked_again_after_a_failure_the_picture_is_there_again(stage: Stage):
    stage.ollama.cut("This looks like ")
    sent = show(stage, stage.anna, picture(77, 7, 77), "What animal")
    failed = await stage.until(
        lambda: next((each for each in stage.answers(stage.anna) if each.uid > sent.uid and each.markup), None)
    )
    before = len(stage.ollama.chats)
    stage.ollama.reply("A purple hippo.")
    stage.press(stage.anna, failed, "🔁")
    await stage.until_answer(stage.anna, "A purple hippo.", after=sent.uid)
    assert asked(stage, before)["content"] == "What animal"
    assert len(seen(asked(stage, before))) == 1


async def test_killed_while_an_album_is_loaded_all_its_pictures_are_asked_about_once(stage: Stage):
    met = asyncio.Event()
    stage.sandbox.world.subscribe(lambda event: met.set() if isinstance(event, FaultMet) else None)
    stage.sandbox.world.faults.add(Fault("delay", "getFile", seconds=3600.0))
    before = len(stage.ollama.chats)
    album = show_album(stage, [picture(11, 12, 13), picture(14, 15, 16)], "Once only")
    async with asyncio.timeout(30):
        await met.wait()
    await stage.bot.kill()
    stage.ollama.reply("Two greys.")
    await stage.bot.start()
    await stage.until_answer(stage.anna, "Two greys.", after=album[-1].uid)
    await stage.ask(stage.anna, "/whoami", str(stage.anna.id))
    assert len(stage.ollama.chats) == before + 1
    assert len(seen(asked(stage, before))) == 2


async def test_killed_while_an_album_is_answered_it_is_answered_once_with_all_its_pictures(stage: Stage):
    before = len(stage.ollama.chats)
    stage.ollama.hold("The first ")
    album = show_album(stage, [picture(21, 22, 23), picture(24, 25, 26)], "Once only again")
    await stage.until_draft(stage.anna, "The first")
    await stage.bot.kill()
    stage.ollama.reply("Two more greys.")
    await stage.bot.start()
    await stage.until_answer(stage.anna, "Two more greys.", after=album[-1].uid)
    await stage.ask(stage.anna, "/whoami", str(stage.anna.id))
    assert len(stage.ollama.chats) == before + 2
    assert len(seen(asked(stage, before + 1))) == 2
    assert len([each for each in stage.answers(stage.anna) if each.text == "Two more greys."]) == 1
