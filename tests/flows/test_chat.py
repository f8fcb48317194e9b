"""A person talks to the bot: everything passes through real sockets."""

import pytest

from sandbox.model import Content
from tests.fakes.chat_page import picture
from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_an_answer_streams_as_a_draft_and_ends_as_one_message_with_entities(stage: Stage):
    release = stage.ollama.hold("Water boils at **100 °C** ", then="at sea level.")
    question = stage.say(stage.anna, "When does water boil?")
    draft = await stage.until_draft(stage.anna, "100 °C")
    assert draft.can_stop
    release.set()
    answer = await stage.until_answer(stage.anna, "at sea level", after=question.uid)
    assert answer.text == "Water boils at 100 °C at sea level."
    assert [(each.kind, each.offset, each.length) for each in answer.content.entities] == [("bold", 15, 6)]
    assert len([each for each in stage.answers(stage.anna) if "Water boils" in each.text]) == 1


async def test_stop_closes_the_models_stream_and_keeps_what_was_written(stage: Stage):
    stage.ollama.closed.clear()
    stage.ollama.hold("One, two, ")
    question = stage.say(stage.anna, "Count to a million")
    await stage.until_draft(stage.anna, "One, two")
    stage.sandbox.world.dialogue.stop(stage.anna, stage.with_bot(stage.anna))
    await stage.ollama.wait_closed()
    answer = await stage.until_answer(stage.anna, "One, two", after=question.uid)
    assert answer.text == "One, two,"


async def test_the_stop_command_overtakes_the_turn_that_it_stops(stage: Stage):
    stage.ollama.closed.clear()
    stage.ollama.hold("A, B, ")
    question = stage.say(stage.anna, "Recite the alphabet")
    await stage.until_draft(stage.anna, "A, B")
    stage.say(stage.anna, "/stop")
    await stage.ollama.wait_closed()
    assert (await stage.until_answer(stage.anna, "A, B", after=question.uid)).text == "A, B,"


async def test_what_is_written_in_one_breath_is_asked_in_the_order_of_writing(stage: Stage):
    seen = len(stage.ollama.chats)
    questions = [f"Question number {number}" for number in range(8)]
    last = [stage.say(stage.anna, each) for each in questions][-1]
    await stage.ollama.wait_for_chats(seen + len(questions))
    await stage.until(lambda: len([each for each in stage.answers(stage.anna) if each.uid > last.uid]) == 8)
    asked = [each["messages"][-1]["content"] for each in stage.ollama.chats[seen:]]
    assert asked == questions


async def test_what_a_person_says_of_themselves_reaches_the_model_in_a_later_conversation(stage: Stage):
    await stage.ask(stage.anna, "Remember that my train leaves at 18:40", "I am a small model")
    await stage.ask(stage.anna, "/new", stage.words(stage.anna, "new-conversation"))
    seen = len(stage.ollama.chats)
    await stage.ask(stage.anna, "When does my train leave?", "I am a small model")
    asked = stage.ollama.chats[seen]["messages"]
    assert any("18:40" in message["content"] for message in asked)
    assert not any(message["role"] == "user" and "Remember" in message["content"] for message in asked)


async def test_an_answer_longer_than_one_message_arrives_whole_and_in_order(stage: Stage):
    numbers = " ".join(f"word{number}" for number in range(1200))
    stage.ollama.reply(numbers, chunks=[numbers])
    question = stage.say(stage.anna, "Write a lot")
    await stage.until_answer(stage.anna, "word1199", after=question.uid)
    parts = [each.text for each in stage.answers(stage.anna) if each.uid > question.uid]
    assert len(parts) >= 2
    assert all(len(part) <= 4096 for part in parts)
    assert " ".join(parts).split() == numbers.split()


async def test_a_model_that_breaks_off_gives_one_sentence_and_a_button_that_asks_again(stage: Stage):
    stage.ollama.cut("The answer is ")
    question = stage.say(stage.anna, "What is the answer?")
    failed = await stage.until(
        lambda: next((each for each in stage.answers(stage.anna) if each.uid > question.uid and each.markup), None)
    )
    stage.ollama.reply("Forty-two.")
    stage.press(stage.anna, failed, "🔁")
    await stage.until_answer(stage.anna, "Forty-two.", after=question.uid)  # in the place of the failed one


async def test_the_assistant_hands_a_card_question_to_the_specialist_who_computes(stage: Stage):
    stage.ollama.call_tool("check_card", number="4111 1111 1111 1111")
    stage.ollama.reply("The number is well formed.")
    seen = len(stage.ollama.chats)
    await stage.ask(stage.anna, "Is the card number 4111 1111 1111 1111 valid? Visa?", "well formed")
    result = stage.ollama.chats[seen + 1]["messages"][-1]
    assert result["role"] == "tool"
    assert "Visa" in result["content"]
    assert "4111111111111111" not in result["content"]


async def test_a_document_with_a_caption_is_remembered_and_its_caption_answered(stage: Stage):
    stage.ollama.reply("A plan of the garden.")
    seen = len(stage.ollama.chats)
    paper = stage.media(b"Tulips along the fence.", "document", "garden.txt", "text/plain")
    chat = stage.with_bot(stage.anna)
    sent = stage.sandbox.world.posting.send(stage.anna, chat, Content("Summarize this", media=paper))
    await stage.until_answer(stage.anna, "garden.txt", after=sent.uid)
    await stage.until_answer(stage.anna, "A plan of the garden.", after=sent.uid)
    assert "Tulips along the fence." in stage.ollama.chats[seen]["messages"][-1]["content"]


async def test_an_album_of_pictures_gets_one_answer(stage: Stage):
    photos = [Content(media=stage.media(picture(9, 9, 9 * number), "photo", "p.png", "image/png")) for number in (1, 2)]
    album = stage.sandbox.world.posting.send_album(stage.anna, stage.with_bot(stage.anna), photos)
    sentence = stage.words(stage.anna, "error-no-model-sees")
    await stage.until_answer(stage.anna, sentence, after=album[0].uid)
    await stage.ask(stage.anna, "/whoami", str(stage.anna.id))
    assert len([each for each in stage.answers(stage.anna) if each.text == sentence]) == 1
