"""A streamed answer: drafts in private, edits in groups, falling back, obeying 429, nothing lost."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import EditMessageText, SendMessage, SendMessageDraft

from agents.state import ApprovalAsked, Finished, HandOver, ReplyChunk, Status, TextDelta
from core.buttons import Button
from core.i18n import Translator
from core.ids import ApprovalId, ChatId, TopicId
from core.tasks import Supervisor
from core.text import utf16_length
from handlers.ui.place import Place
from handlers.ui.replies import Mode, Outcome, StreamedReply
from tests.fakes.aiogram_session import FakeSession

PRIVATE = Place(ChatId(1002), None, is_private=True, reply_to=5)
GROUP = Place(ChatId(-100500), TopicId(77), is_private=False, reply_to=5)
DONE = Finished("done")
TOO_MANY = "Too Many Requests"


class Stage:
    """One reply after the other into a fake Telegram."""

    def __init__(self, translator: Translator) -> None:
        self.session = FakeSession()
        self.texts = translator.bound("en")
        self.waits: list[float] = []

    async def show(self, chunks: Sequence[ReplyChunk | float], place: Place = PRIVATE, mode: Mode = "auto") -> Outcome:
        """A number between chunks is a pause of so many seconds."""

        async def stream() -> AsyncIterator[ReplyChunk]:
            for chunk in chunks:
                if isinstance(chunk, float):
                    await asyncio.sleep(chunk)
                else:
                    yield chunk

        async def pause(seconds: float) -> None:
            self.waits.append(seconds)

        bot = Bot("42:TOKEN", session=self.session)
        retry = ((Button("again", "again:1"),),)
        reply = StreamedReply(bot, place, self.texts, mode, Supervisor(), retry, pause)
        return await asyncio.wait_for(reply.stream(stream()), 20)

    def drafts(self) -> list[Any]:
        return self.session.asked(SendMessageDraft)

    def sent(self) -> list[Any]:
        return self.session.asked(SendMessage)

    def edits(self) -> list[Any]:
        return self.session.asked(EditMessageText)


@pytest.fixture
def stage(translator: Translator) -> Stage:
    return Stage(translator)


async def test_a_private_answer_begins_as_a_draft_with_stop_and_ends_as_one_message(stage: Stage):
    await stage.show([0.02, TextDelta("**Hello** there"), DONE])

    first = stage.drafts()[0]
    assert (first.text, first.can_stop, first.keep_on_stop) == ("", True, True)
    assert first.draft_id != 0
    (message,) = stage.sent()
    assert message.text == "Hello there"
    assert [(each.type, each.offset, each.length) for each in message.entities] == [("bold", 0, 5)]
    assert message.reply_parameters is None


async def test_frames_come_at_the_draft_pace_and_carry_the_text_so_far(stage: Stage):
    await stage.show([Status("status-thinking"), 0.05, *(TextDelta(f"w{number} ") for number in range(50)), 1.2, DONE])

    texts = [draft.text for draft in stage.drafts()]
    assert texts[0] == "Thinking…"
    assert texts[1].startswith("w0 w1")
    assert len(texts) == 2
    assert len({draft.draft_id for draft in stage.drafts()}) == 1


async def test_a_draft_that_telegram_refuses_falls_back_to_edits_within_the_same_reply(stage: Stage):
    stage.session.refuse(SendMessageDraft, 400, "Bad Request: method is not available")

    await stage.show([TextDelta("Hello"), 0.05, DONE])

    assert len(stage.drafts()) == 1
    (placeholder,) = stage.sent()
    assert placeholder.reply_markup.inline_keyboard[0][0].callback_data == "stop"
    final = stage.edits()[-1]
    assert (final.text, final.message_id, final.reply_markup) == ("Hello", 101, None)


async def test_without_drafts_and_edits_the_answer_comes_whole(stage: Stage):
    stage.session.refuse(SendMessageDraft, 400, "Bad Request: no")
    stage.session.refuse(SendMessage, 400, "Bad Request: no")

    await stage.show([TextDelta("Hello"), 0.05, DONE])

    assert [message.text for message in stage.sent()] == ["Hello", "Hello"]
    assert stage.edits() == []


async def test_after_a_429_no_frame_comes_before_its_time(stage: Stage):
    stage.session.refuse(SendMessageDraft, 429, TOO_MANY, retry_after=30)

    await stage.show([TextDelta("a"), 0.05, TextDelta("b"), 1.3, TextDelta("c"), DONE])

    assert len(stage.drafts()) == 1
    assert [message.text for message in stage.sent()] == ["abc"]


async def test_the_final_message_waits_as_long_as_telegram_says_and_is_not_lost(stage: Stage):
    stage.session.refuse(SendMessage, 429, TOO_MANY, retry_after=7)

    await stage.show([TextDelta("Hello"), DONE])

    assert stage.waits == [7.0]
    assert [message.text for message in stage.sent()] == ["Hello", "Hello"]


async def test_a_lost_draft_is_only_a_lost_frame(stage: Stage):
    lost = TelegramNetworkError(method=SendMessage(chat_id=1, text=""), message="cut")
    stage.session.fail(SendMessageDraft, lost)

    await stage.show([TextDelta("Hello"), 0.05, DONE])

    assert [message.text for message in stage.sent()] == ["Hello"]


async def test_a_group_answer_is_one_message_that_grows_in_its_topic_under_the_question(stage: Stage):
    await stage.show([0.05, TextDelta("Hello"), DONE], GROUP)

    (placeholder,) = stage.sent()
    assert placeholder.text == "Thinking…"
    assert (placeholder.message_thread_id, placeholder.reply_parameters.message_id) == (77, 5)
    assert [(edit.text, edit.message_id) for edit in stage.edits()] == [("Hello", 101)]
    assert stage.drafts() == []


async def test_a_placeholder_that_somebody_deleted_is_replaced_by_a_message(stage: Stage):
    stage.session.refuse(EditMessageText, 400, "Bad Request: message to edit not found")

    await stage.show([0.05, TextDelta("Hello"), DONE], GROUP)

    assert [message.text for message in stage.sent()] == ["Thinking…", "Hello"]


async def test_a_long_answer_comes_whole_in_parts_that_telegram_takes(stage: Stage):
    words = [f"слово{number}😀 " for number in range(2000)]

    await stage.show([TextDelta(word) for word in words] + [DONE])

    parts = [message.text for message in stage.sent()]
    assert len(parts) > 1
    assert all(utf16_length(part) <= 4096 for part in parts)
    assert "".join(parts).split() == "".join(words).split()


async def test_a_long_group_answer_begins_in_the_placeholder(stage: Stage):
    await stage.show([0.05, TextDelta("word " * 1000), DONE], GROUP)

    assert len(stage.edits()) == 1
    assert [message.text == "Thinking…" for message in stage.sent()] == [True, False]


async def test_formatting_that_telegram_does_not_take_is_dropped_and_the_words_stay(stage: Stage):
    stage.session.refuse(SendMessage, 400, "Bad Request: can't parse entities")

    await stage.show([TextDelta("**Hello**"), DONE])

    assert [(message.text, message.entities) for message in stage.sent()][-1] == ("Hello", None)


async def test_what_was_written_before_stop_stays_as_a_message(stage: Stage):
    await stage.show([TextDelta("Half an ans"), Finished("stopped")])
    await stage.show([Finished("stopped")])

    assert [message.text for message in stage.sent()] == ["Half an ans", stage.texts("chat-stopped")]


async def test_a_failure_keeps_the_words_said_so_far_and_offers_retry(stage: Stage):
    await stage.show(
        [TextDelta("Half"), Finished("failed", error_key="error-model-broken-stream", error_params={"model": "m"})]
    )

    said, sentence = stage.sent()
    assert said.text == "Half"
    assert said.reply_markup is None
    assert "broke off" in sentence.text
    assert sentence.reply_markup.inline_keyboard[0][0].callback_data == "again:1"


async def test_an_answer_cut_by_its_length_limit_says_so(stage: Stage):
    await stage.show([TextDelta("Long"), Finished("cut")])

    assert [message.text for message in stage.sent()] == ["Long", stage.texts("chat-cut")]


async def test_nothing_at_all_is_still_an_answer(stage: Stage):
    await stage.show([DONE])

    assert [message.text for message in stage.sent()] == [stage.texts("chat-empty")]


async def test_a_hand_over_is_shown_until_the_next_words(stage: Stage):
    await stage.show([HandOver("assistant", "cards"), 0.05, DONE])

    assert stage.drafts()[0].text == "Cards goes on…"


async def test_what_needs_leave_is_reported_and_a_silent_answer_with_it_is_no_empty_one(stage: Stage):
    asked = ApprovalAsked(ApprovalId(3), "approval-propose-rule")

    outcome = await stage.show([asked, DONE])

    assert outcome.approvals == (asked,)
    assert stage.sent() == []


async def test_with_streaming_off_nothing_is_shown_before_the_end(stage: Stage):
    await stage.show([TextDelta("Hello"), 0.05, DONE], PRIVATE, "off")

    assert stage.drafts() == []
    assert [message.text for message in stage.sent()] == ["Hello"]
    assert stage.edits() == []


async def test_an_error_of_the_stream_itself_reaches_the_caller_and_leaves_no_task_behind(stage: Stage):
    async def broken() -> AsyncIterator[ReplyChunk]:
        yield TextDelta("Hello")
        raise ValueError("broken")

    bot = Bot("42:TOKEN", session=stage.session)
    supervisor = Supervisor()
    reply = StreamedReply(bot, PRIVATE, stage.texts, "auto", supervisor)

    with pytest.raises(ValueError, match="broken"):
        await reply.stream(broken())
    await asyncio.wait_for(supervisor.close(1), 2)
