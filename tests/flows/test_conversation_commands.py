"""Export, forget, incognito, a new conversation: what is kept of a conversation is what its people want kept."""

import json

import pytest

from sandbox.model import Message
from tests.fakes.records import records_of
from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


def file_of(stage: Stage, message: Message) -> str:
    media = message.content.media
    assert media is not None
    return stage.sandbox.world.files_kept.read(media.file).decode()


async def document(stage: Stage, ending: str, after: int) -> Message:
    def look() -> Message | None:
        for each in stage.answers(stage.anna):
            media = each.content.media
            if each.uid > after and media is not None and media.file_name.endswith(ending):
                return each
        return None

    return await stage.until(look)


async def answered(stage: Stage, question: str, answer: str) -> None:
    stage.ollama.reply(answer)
    await stage.ask(stage.anna, question, answer.strip("*."))


def traces(stage: Stage, *words: str) -> list[str]:
    """Files of the bot with one of these words in them, the log of its database too."""
    files = [each for each in stage.bot.folder.rglob("*") if each.is_file()]
    return [path.name for path in files if any(word.encode() in path.read_bytes() for word in words)]


async def test_a_conversation_is_exported_as_markdown_and_as_json(stage: Stage):
    empty = await stage.ask(stage.anna, "/export")
    assert empty.text == stage.words(stage.anna, "export-empty")
    await answered(stage, "Столица Франции?", "**Париж**.")
    await stage.ask(stage.anna, "/new", stage.words(stage.anna, "new-conversation"))
    await answered(stage, "Столица Испании?", "Мадрид.")
    offer = await stage.ask(stage.anna, "/export", stage.words(stage.anna, "export-offer", now=1, ever=2))

    stage.press(stage.anna, offer, stage.words(stage.anna, "export-button-now", kind="Markdown"))
    sent = await document(stage, ".md", offer.uid)
    assert sent.content.media is not None
    assert sent.content.media.file_name.startswith("Разговор 20")
    text = file_of(stage, sent)
    assert "> Столица Испании?\n\nМадрид.\n\n*" in text
    assert "tiny:latest" in text
    assert "Франции" not in text

    stage.press(stage.anna, offer, stage.words(stage.anna, "export-button-all", kind="JSON"))
    turns = json.loads(file_of(stage, await document(stage, ".json", offer.uid)))["turns"]
    assert [(each["question"], each["answer"]) for each in turns] == [
        ("Столица Франции?", "**Париж**."),
        ("Столица Испании?", "Мадрид."),
    ]
    assert {each["agent"] for each in turns} == {"assistant"}
    assert all(each["asked_at"].startswith("20") for each in turns)


async def test_the_last_question_is_forgotten_with_what_was_learned_from_it(stage: Stage):
    await answered(stage, "Запомни: мой любимый цвет малиновый", "Хорошо.")
    await stage.until_answer(stage.anna, "Хорошо.")
    await stage.ask(stage.anna, "/memory", "малиновый")
    menu = await stage.ask(stage.anna, "/forget", stage.words(stage.anna, "forget-choose"))
    stage.press(stage.anna, menu, stage.words(stage.anna, "forget-button-last"))
    await stage.until(lambda: menu.text == stage.words(stage.anna, "forget-done-last") or None)
    empty = await stage.ask(stage.anna, "/memory")
    assert "малиновый" not in empty.text
    with records_of(stage) as records:
        assert records.turns("Запомни: мой любимый цвет малиновый") == []
        assert len(records.turns("")) == 1


async def test_everything_is_forgotten_after_a_second_press_and_figures_stay(stage: Stage):
    await answered(stage, "Remember that I play the oboe", "Fine.")
    await stage.ask(stage.anna, "/memory", "oboe")
    menu = await stage.ask(stage.anna, "/forget", stage.words(stage.anna, "forget-choose"))
    stage.press(stage.anna, menu, stage.words(stage.anna, "forget-button-all"))
    await stage.until(lambda: menu.text == stage.words(stage.anna, "forget-sure-all") or None)
    stage.press(stage.anna, menu, stage.words(stage.anna, "forget-yes"))
    await stage.until(lambda: menu.text == stage.words(stage.anna, "forget-done-all") or None)
    assert (await stage.ask(stage.anna, "/export")).text == stage.words(stage.anna, "export-empty")
    assert "oboe" not in (await stage.ask(stage.anna, "/memory")).text
    with records_of(stage) as records:
        assert all(turn["state"] == "done" and turn["answer"] == "" for turn in records.turns(""))
        assert sum(turn["answer_tokens"] for turn in records.turns("")) > 0
    assert not [name for name in traces(stage, "oboe") if ".db" in name]


async def test_in_a_group_only_its_administrators_forget_it(stage: Stage):
    menu_words = stage.words(stage.anna, "forget-choose")
    asked = stage.say(stage.anna, "/forget@platform_bot", stage.group)
    menu = await stage.until_in(stage.group, menu_words, asked.uid)
    stage.press(stage.ben, menu, stage.words(stage.anna, "forget-button-all-group"))
    await stage.until_in(stage.group, stage.words(stage.ben, "error-group-admins-only"), asked.uid)
    assert menu.text == menu_words


async def test_an_incognito_turn_leaves_no_word_anywhere(stage: Stage):
    await answered(stage, "Meet me at the lighthouse", "With pleasure.")
    await stage.ask(stage.anna, "/incognito", stage.words(stage.anna, "incognito-on"))
    await stage.ask(stage.anna, "/whoami", stage.words(stage.anna, "whoami-incognito"))
    stage.ollama.reply("Your platypus is called Zebediah.")
    answer = await stage.ask(stage.anna, "Remember that my platypus is called Quillfeather", "Zebediah")
    await stage.until(lambda: stage.words(stage.anna, "button-incognito") in str(answer.markup) or None)
    assert "lighthouse" not in str(stage.ollama.chats[-1]["messages"])
    assert "Quillfeather" not in (await stage.ask(stage.anna, "/memory")).text
    await stage.ask(stage.anna, "/incognito", stage.words(stage.anna, "incognito-off"))
    offer = await stage.ask(stage.anna, "/export")
    stage.press(stage.anna, offer, "Markdown")
    assert "Zebediah" not in file_of(stage, await document(stage, ".md", offer.uid))
    with records_of(stage) as records:
        (turn,) = records.incognito()
        assert (turn["state"], turn["text"], turn["answer"], turn["attachments"]) == ("done", "", "", "[]")
        assert turn["answer_tokens"] > 0
    assert traces(stage, "Quillfeather", "Zebediah") == []
    await stage.bot.stop()
    assert traces(stage, "Quillfeather", "Zebediah") == []
