"""Stop, going on, asking anew, editing the question, thumbs and reactions: everything passes through real sockets."""

import time
from collections.abc import Iterator

import pytest

from sandbox.model import Content, Message
from storage.turns import TurnState
from tests.fakes.records import Records, records_of
from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

UP, DOWN, ANEW = "👍", "👎", "🔁 Заново"


@pytest.fixture(autouse=True)
def fresh(stage: Stage) -> None:
    stage.ollama.closed.clear()


@pytest.fixture
def records(stage: Stage) -> Iterator[Records]:
    with records_of(stage) as records:
        yield records


def labels(message: Message) -> list[str]:
    return [button["text"] for row in (message.markup or {}).get("inline_keyboard", []) for button in row]


async def until_labelled(stage: Stage, message: Message, *wanted: str) -> None:
    await stage.until(lambda: set(wanted) <= set(labels(message)) or None)


async def answered(stage: Stage, question: str, answer: str) -> Message:
    stage.ollama.reply(answer)
    found = await stage.ask(stage.anna, question, answer)
    await until_labelled(stage, found, ANEW)
    return found


async def stopped(stage: Stage, question: str, partial: str) -> Message:
    """An answer of which only this was written before /stop."""
    stage.ollama.hold(partial)
    asked = stage.say(stage.anna, question)
    await stage.until_draft(stage.anna, partial.strip())
    stage.say(stage.anna, "/stop")
    found = await stage.until_answer(stage.anna, partial.strip(), after=asked.uid)
    await until_labelled(stage, found, stage.words(stage.anna, "button-continue"))
    return found


def edit(stage: Stage, question: Message, text: str) -> None:
    author = stage.sandbox.world.account(question.author)
    stage.sandbox.world.editing.edit_text(author, question, Content(text), None)


def questions(stage: Stage, request: int = -1) -> list[str]:
    return [each["content"] for each in stage.ollama.chats[request]["messages"] if each["role"] == "user"]


async def until_text(stage: Stage, message: Message, text: str) -> None:
    await stage.until(lambda: message.text == text or None)


async def test_stop_frees_the_model_at_once_and_keeps_what_was_written(stage: Stage, record_property):
    stage.ollama.hold("One, two, ")
    question = stage.say(stage.anna, "Count to a million")
    await stage.until_draft(stage.anna, "One, two")
    began = time.perf_counter()
    stage.sandbox.world.dialogue.stop(stage.anna, stage.with_bot(stage.anna))
    await stage.ollama.wait_closed()
    took = time.perf_counter() - began
    record_property("stop_seconds", round(took, 3))
    assert took < 1.0
    answer = await stage.until_answer(stage.anna, "One, two", after=question.uid)
    keys = ("button-continue", "button-regenerate", "button-shorter")
    await until_labelled(stage, answer, *(stage.words(stage.anna, key) for key in keys), UP, DOWN)


async def test_continue_goes_on_from_the_partial_answer(stage: Stage):
    partial = await stopped(stage, "Tell me a tale", "Once upon a time ")
    stage.ollama.reply("there was a bot.")
    stage.press(stage.anna, partial, stage.words(stage.anna, "button-continue"))
    await stage.until_answer(stage.anna, "there was a bot.", after=partial.uid)
    asked = stage.ollama.chats[-1]["messages"]
    assert (asked[-2]["role"], asked[-2]["content"]) == ("assistant", "Once upon a time")
    assert asked[-1]["content"] == stage.words(stage.anna, "ask-continue")
    assert labels(partial) == [UP, DOWN, ANEW]


async def test_an_answer_cut_by_its_length_offers_to_go_on_and_an_older_one_knows_nothing_newer(stage: Stage):
    stage.ollama.reply("A long story that", done_reason="length")
    question = stage.say(stage.anna, "Tell me a long story")
    cut = await stage.until_answer(stage.anna, stage.words(stage.anna, "chat-cut"), after=question.uid)
    await answered(stage, "Something else?", "Something else.")
    stage.ollama.reply("ends well.")
    stage.press(stage.anna, cut, stage.words(stage.anna, "button-continue"))
    await stage.until_answer(stage.anna, "ends well.", after=cut.uid)
    assert questions(stage)[-2:] == ["Tell me a long story", stage.words(stage.anna, "ask-continue")]


async def test_shorter_asks_for_the_same_in_fewer_words(stage: Stage):
    partial = await stopped(stage, "Explain everything", "In the beginning ")
    stage.ollama.reply("It is big.")
    stage.press(stage.anna, partial, stage.words(stage.anna, "button-shorter"))
    await stage.until_answer(stage.anna, "It is big.", after=partial.uid)
    assert questions(stage)[-1] == stage.words(stage.anna, "ask-shorter")


async def test_regenerate_answers_in_place_and_the_old_answer_is_no_history(stage: Stage):
    answer = await answered(stage, "Name a colour", "Blue.")
    count = len(stage.answers(stage.anna))
    stage.ollama.reply("Red.")
    stage.press(stage.anna, answer, ANEW)
    await until_text(stage, answer, "Red.")
    assert questions(stage)[-1] == "Name a colour"
    assert "Blue." not in str(stage.ollama.chats[-1]["messages"])
    await until_labelled(stage, answer, UP, DOWN, ANEW)
    assert len(stage.answers(stage.anna)) == count
    await answered(stage, "And another?", "Green.")
    said = [each["content"] for each in stage.ollama.chats[-1]["messages"]]
    assert "Red." in said
    assert "Blue." not in said


async def test_two_presses_at_once_ask_once(stage: Stage):
    answer = await answered(stage, "Name a number", "One.")
    seen = len(stage.ollama.chats)
    stage.ollama.reply("Two.")
    stage.press(stage.anna, answer, ANEW)
    stage.press(stage.anna, answer, ANEW)
    await until_text(stage, answer, "Two.")
    await stage.ask(stage.anna, "/whoami", str(stage.anna.id))
    assert len(stage.ollama.chats) == seen + 1
    assert answer.text == "Two."


async def test_stop_says_what_else_waits_and_stops_that_too(stage: Stage):
    stage.ollama.hold("A, B, ")
    question = stage.say(stage.anna, "Recite the alphabet")
    await stage.until_draft(stage.anna, "A, B")
    stage.ollama.hold("B, A, ")
    stage.say(stage.anna, "And backwards")
    await stage.until_draft(stage.anna, stage.words(stage.anna, "status-waiting"))
    stage.say(stage.anna, "/stop")
    waits = stage.words(stage.anna, "stop-others-wait", count=1)
    told = await stage.until_answer(stage.anna, waits, after=question.uid)
    await stage.until_draft(stage.anna, "B, A")
    stage.press(stage.anna, told, stage.words(stage.anna, "button-stop-all"))
    await stage.until_answer(stage.anna, "B, A,", after=told.uid)


async def test_an_edited_question_is_answered_anew_in_place(stage: Stage):
    stage.ollama.reply("Paris.")
    question = stage.say(stage.anna, "The capital of France?")
    answer = await stage.until_answer(stage.anna, "Paris.", after=question.uid)
    await until_labelled(stage, answer, ANEW)
    await answered(stage, "Thank you", "Welcome.")
    seen = len(stage.ollama.chats)
    stage.ollama.reply("Madrid.")
    edit(stage, question, "The capital of Spain?")
    await until_text(stage, answer, "Madrid.")
    assert questions(stage)[-1] == "The capital of Spain?"
    assert "Thank you" not in questions(stage)
    assert len(stage.ollama.chats) == seen + 1


async def test_an_edit_while_the_answer_is_written_stops_it_first(stage: Stage):
    stage.ollama.hold("The answer to that is ")
    question = stage.say(stage.anna, "Waht is two and two?")
    await stage.until_draft(stage.anna, "The answer to that")
    stage.ollama.reply("Four.")
    edit(stage, question, "What is two and two?")
    await stage.ollama.wait_closed()
    answer = await stage.until_answer(stage.anna, "Four.", after=question.uid)
    after = [each.text for each in stage.answers(stage.anna) if each.uid > question.uid]
    assert after == ["Four."]
    await until_labelled(stage, answer, ANEW)


async def test_a_thumb_is_stored_with_its_turn_changed_and_taken_back(stage: Stage, records: Records):
    answer = await answered(stage, "Tell me a joke about thumbs", "Knock knock.")
    for label, shown, rating in ((UP, "✓ 👍", 1), (DOWN, "✓ 👎", -1)):
        stage.press(stage.anna, answer, label)
        await until_labelled(stage, answer, shown)
        (turn,) = records.turns("Tell me a joke about thumbs")
        assert (turn["rating"], turn["agent"], turn["model"]) == (rating, "assistant", "tiny:latest")
    stage.press(stage.anna, answer, "✓ 👎")
    await stage.until(lambda: labels(answer) == [UP, DOWN, ANEW] or None)
    assert records.turns("Tell me a joke about thumbs")[0]["rating"] == 0


async def test_a_reaction_is_a_thumb_too(stage: Stage, records: Records):
    answer = await answered(stage, "Tell me a joke about hearts", "Boom boom.")
    await stage.ask(stage.anna, "/whoami", str(stage.anna.id))  # by now it is written whose answer the message is
    stage.sandbox.world.marks.react(stage.anna, answer, ("❤",))
    await until_labelled(stage, answer, "✓ 👍")
    assert records.turns("Tell me a joke about hearts")[0]["rating"] == 1
    stage.sandbox.world.marks.react(stage.anna, answer, ())
    await stage.until(lambda: "✓ 👍" not in labels(answer) or None)
    assert records.turns("Tell me a joke about hearts")[0]["rating"] == 0


async def group_answer(stage: Stage, question: str, answer: str) -> Message:
    stage.ollama.reply(answer)
    asked = stage.say(stage.anna, f"@platform_bot {question}", stage.group)
    found = await stage.until_in(stage.group, answer, asked.uid)
    await until_labelled(stage, found, ANEW)
    return found


async def test_in_a_group_a_member_may_rate_but_not_ask_anew_for_another(stage: Stage, records: Records):
    answer = await group_answer(stage, "name a river", "The Volga.")
    seen = len(stage.ollama.chats)
    stage.press(stage.ben, answer, ANEW)
    stage.press(stage.ben, answer, UP)
    await until_labelled(stage, answer, "✓ 👍")
    assert answer.text == "The Volga."
    assert len(stage.ollama.chats) == seen
    assert records.turns("name a river")[0]["rating"] == 1
    stage.ollama.reply("The Don.")
    stage.press(stage.anna, answer, ANEW)
    await until_text(stage, answer, "The Don.")


async def test_in_a_group_a_member_stops_only_what_they_asked(stage: Stage):
    release = stage.ollama.hold("The answer ", then="is long.")
    asked = stage.say(stage.anna, "@platform_bot something long", stage.group)
    shown = await stage.until_in(stage.group, "The answer", asked.uid)
    told = stage.words(stage.ben, "stop-nothing")
    stage.say(stage.ben, "/stop@platform_bot", stage.group)
    await stage.until_in(stage.group, told, asked.uid)
    release.set()
    await until_text(stage, shown, "The answer is long.")


async def test_an_edit_in_a_group_is_answered_in_place_too(stage: Stage):
    stage.ollama.reply("Blue whale.")
    asked = stage.say(stage.anna, "@platform_bot the largest animal?", stage.group)
    answer = await stage.until_in(stage.group, "Blue whale.", asked.uid)
    await until_labelled(stage, answer, ANEW)
    stage.ollama.reply("Etruscan shrew.")
    edit(stage, asked, "@platform_bot the smallest animal?")
    await until_text(stage, answer, "Etruscan shrew.")


async def test_a_restart_leaves_the_buttons_alive(stage: Stage, records: Records):
    answer = await answered(stage, "Name a city", "Rome.")
    await stage.ask(stage.anna, "/whoami", str(stage.anna.id))
    await stage.bot.restart()
    stage.ollama.reply("Oslo.")
    stage.press(stage.anna, answer, ANEW)
    await until_text(stage, answer, "Oslo.")
    await until_labelled(stage, answer, ANEW)  # the whole answer, not a frame of it
    (turn,) = [each for each in records.turns("Name a city") if not each["is_replaced"]]
    assert (turn["answer"], turn["state"]) == ("Oslo.", TurnState.DONE)
