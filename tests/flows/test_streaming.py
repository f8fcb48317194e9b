"""How an answer reaches the person: drafts, rich messages, flood waits, late frames, long answers, Stop on the way."""

import pytest

from sandbox.events import DraftChanged, Event, NewMessage
from sandbox.faults import Fault
from sandbox.model import Message
from sandbox.pending import Draft
from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

TABLE = "# Rivers\n\n| River | km |\n|---|---|\n| Volga | 3530 |\n| Rhine | 1230 |\n\nThat is **all**."


async def until_rich(stage: Stage, after: int) -> Message:
    return await stage.until(
        lambda: next((each for each in stage.answers(stage.anna) if each.uid > after and each.content.rich), None)
    )


def said_since(stage: Stage, after: int) -> list[Message]:
    return [each for each in stage.answers(stage.anna) if each.uid > after]


async def choose(stage: Stage, layout: str) -> None:
    """By the buttons of /settings."""
    screen = await stage.ask(stage.anna, "/settings", ": ")
    stage.press(stage.anna, screen, stage.words(stage.anna, "settings-layout"))
    await stage.until(lambda: stage.words(stage.anna, "settings-layout-choose") in screen.text)
    stage.press(stage.anna, screen, stage.words(stage.anna, f"layout-{layout}"))
    await stage.until(lambda: stage.words(stage.anna, f"layout-{layout}") in screen.text)


async def test_a_table_streams_and_arrives_as_one_rich_message(stage: Stage):
    release = stage.ollama.hold(TABLE, then=" Ask on.")
    question = stage.say(stage.anna, "Which rivers?")

    def rich_draft() -> Draft | None:
        drafts = stage.sandbox.world.dialogue.drafts_in(stage.with_bot(stage.anna))
        return next((each for each in drafts if each.content.rich), None)

    draft = await stage.until(rich_draft)
    assert draft.can_stop
    release.set()
    answer = await until_rich(stage, question.uid)
    assert answer.content.rich is not None
    kinds = [block["type"] for block in answer.content.rich["blocks"]]
    assert kinds == ["heading", "table", "paragraph"]
    assert len(said_since(stage, question.uid)) == 1


async def test_a_rich_message_that_telegram_refuses_arrives_as_text_once(stage: Stage):
    for method in ("sendRichMessageDraft", "sendRichMessage"):
        refusal = Fault("error", method, code=400, description="Bad Request: RICH_VALIDATE_CTOR_NOT_ALLOWED")
        stage.sandbox.world.faults.add(refusal)
    stage.ollama.reply(chunks=[TABLE])
    question = stage.say(stage.anna, "Which rivers, once more?")
    answer = await stage.until_answer(stage.anna, "Volga", after=question.uid)
    stage.sandbox.world.faults.clear()
    assert answer.content.rich is None
    assert "pre" in {each.kind for each in answer.content.entities}
    assert len(said_since(stage, question.uid)) == 1


async def test_who_wants_plain_text_gets_text_with_entities(stage: Stage):
    await choose(stage, "plain")
    stage.ollama.reply(chunks=[TABLE])
    question = stage.say(stage.anna, "Which rivers, plainly?")
    answer = await stage.until_answer(stage.anna, "Volga", after=question.uid)
    assert answer.content.rich is None
    assert {"bold", "pre"} <= {each.kind for each in answer.content.entities}
    await choose(stage, "auto")


async def test_floods_on_drafts_and_on_the_final_message_cost_no_text(stage: Stage):
    stage.sandbox.world.faults.add(Fault("flood", "sendMessageDraft", retry_after=1))
    stage.sandbox.world.faults.add(Fault("flood", "sendMessage", retry_after=1))
    stage.ollama.reply("Every word of this counts.")
    question = stage.say(stage.anna, "What counts?")
    await stage.until_answer(stage.anna, "Every word of this counts.", after=question.uid)
    assert stage.sandbox.world.faults.waiting == []
    assert len(said_since(stage, question.uid)) == 1


async def test_a_draft_that_is_late_comes_before_the_one_final_message(stage: Stage):
    stage.sandbox.world.faults.add(Fault("delay", "sendMessageDraft", seconds=0.7))
    stage.ollama.reply("On time.")
    seen: list[Event] = []
    unsubscribe = stage.sandbox.world.subscribe(seen.append)
    question = stage.say(stage.anna, "When?")
    answer = await stage.until_answer(stage.anna, "On time.", after=question.uid)
    await stage.until(lambda: any(isinstance(each, DraftChanged) and not each.is_gone for each in seen))
    unsubscribe()
    drafts = [number for number, each in enumerate(seen) if isinstance(each, DraftChanged) and not each.is_gone]
    (final,) = (number for number, each in enumerate(seen) if isinstance(each, NewMessage) and each.message is answer)
    assert max(drafts) < final
    assert [each.text for each in said_since(stage, question.uid)].count("On time.") == 1


async def test_code_in_a_long_answer_is_not_cut_in_half(stage: Stage):
    code = "\n".join(f"print({number})" for number in range(120))
    prose = "word " * 700
    stage.ollama.reply(chunks=[f"{prose}\n\n```python\n{code}\n```\n\nDone."])
    question = stage.say(stage.anna, "Write code")
    last = await stage.until_answer(stage.anna, "Done.", after=question.uid)
    first = said_since(stage, question.uid)[0]
    assert first.uid != last.uid
    assert [each.kind for each in first.content.entities] == []
    (block,) = [each for each in last.content.entities if each.kind == "pre"]
    assert last.text[block.offset : block.offset + block.length] == code
    assert block.language == "python"


async def test_stop_while_a_long_answer_arrives_ends_it_with_an_honest_line(stage: Stage):
    numbers = " ".join(f"number{each}" for each in range(3000))
    stage.ollama.reply(chunks=[numbers])
    stage.sandbox.world.faults.add(Fault("delay_after", "sendMessage", seconds=1.5))
    question = stage.say(stage.anna, "Count")
    await stage.until_answer(stage.anna, "number0 ", after=question.uid)
    stage.say(stage.anna, "/stop")
    await stage.until_answer(stage.anna, stage.words(stage.anna, "chat-delivery-stopped"), after=question.uid)
    assert not any("number2999" in each.text for each in said_since(stage, question.uid))
