"""A streamed answer: drafts in private, edits in groups, falling back, obeying 429, nothing lost."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import (
    DeleteMessages,
    EditMessageText,
    SendMessage,
    SendMessageDraft,
    SendRichMessage,
    SendRichMessageDraft,
)

from agents.state import ApprovalAsked, Finished, HandOver, Offered, Queued, ReplyChunk, Status, TextDelta
from core.buttons import Button, Rows
from core.i18n import Translator
from core.ids import ApprovalId, ChatId, MessageId, TopicId
from core.tasks import Supervisor
from core.text import utf16_length
from forwarding.outgoing import SendText, from_payload
from handlers.ui.place import Place
from handlers.ui.replies import Mode, Outcome, StreamedReply
from storage.outbox import Delivery, Outbox
from tests.fakes.aiogram_session import FakeSession

PRIVATE = Place(ChatId(1002), None, is_private=True, reply_to=5)
GROUP = Place(ChatId(-100500), TopicId(77), is_private=False, reply_to=5)
DONE = Finished("done")
TOO_MANY = "Too Many Requests"


def again_after_failure(finished: Finished) -> Rows:
    return ((Button("again", "again:1"),),) if finished.state == "failed" else ()


class Stage:
    """One reply after the other into a fake Telegram."""

    def __init__(self, translator: Translator) -> None:
        self.session = FakeSession()
        self.texts = translator.bound("en")
        self.waits: list[float] = []

    async def show(
        self, chunks: Sequence[ReplyChunk | float], place: Place = PRIVATE, mode: Mode = "auto", **options: Any
    ) -> Outcome:
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
        reply = StreamedReply(bot, place, self.texts, mode, Supervisor(), again_after_failure, pause=pause, **options)
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


async def test_the_first_words_do_not_wait_for_the_pace_of_drafts(stage: Stage):
    await stage.show([Status("status-thinking"), 0.05, TextDelta("Hello"), 0.3, DONE])

    assert [draft.text for draft in stage.drafts()] == ["Thinking…", "Hello"]


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


async def test_a_frame_on_its_way_arrives_before_the_answer_and_never_after_it(stage: Stage):
    arrives = stage.session.hold(SendMessageDraft)

    showing = Supervisor().spawn(stage.show([*([0.0] * 10), TextDelta("Hello"), DONE]), name="show")
    for _ in range(100):
        await asyncio.sleep(0)
    assert (len(stage.drafts()), stage.sent()) == (1, [])
    arrives.set()
    await showing

    assert [message.text for message in stage.sent()] == ["Hello"]


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


TABLE = "| a | b |\n|---|---|\n| one | two |"


async def test_a_table_is_sent_as_a_rich_message_in_private_only(stage: Stage):
    await stage.show([TextDelta(TABLE), 0.05, DONE])
    await stage.show([TextDelta(TABLE), DONE], GROUP)

    (rich,) = stage.session.asked(SendRichMessage)
    assert (rich.chat_id, rich.rich_message.markdown) == (1002, TABLE)
    assert stage.session.asked(SendRichMessageDraft)[0].can_stop
    assert all(message.chat_id == GROUP.chat for message in stage.sent())


async def test_a_refused_rich_message_arrives_as_text_and_no_word_twice(stage: Stage):
    stage.session.refuse(SendRichMessage, 400, "Bad Request: RICH_MESSAGE_INVALID")

    outcome = await stage.show([TextDelta(TABLE), DONE])

    (message,) = stage.sent()
    assert "one" in message.text
    assert [each.type for each in message.entities] == ["pre"]
    assert len(outcome.messages) == 1


async def test_plain_stays_plain_and_rich_is_always_rich(stage: Stage):
    await stage.show([TextDelta(TABLE), DONE], layout="plain")
    assert len(stage.sent()) == 1
    await stage.show([TextDelta("Hello"), DONE], layout="rich")
    assert len(stage.session.asked(SendRichMessage)) == 1


async def test_old_messages_give_place_to_the_new_answer_and_the_superfluous_go(stage: Stage):
    outcome = await stage.show([0.05, TextDelta("Shorter"), DONE], existing=[MessageId(7), MessageId(8)])

    assert {edit.message_id for edit in stage.edits()} == {7}
    assert stage.edits()[-1].text == "Shorter"
    assert stage.session.asked(DeleteMessages)[0].message_ids == [8]
    assert (stage.drafts(), stage.sent(), outcome.messages) == ([], [], (7,))


async def test_an_inline_answer_is_one_message_that_tells_where_the_rest_is(stage: Stage):
    place = Place(ChatId(1002), None, is_private=True, inline="abc")

    await stage.show([0.05, TextDelta("word " * 2000), DONE], place)

    last = stage.edits()[-1]
    assert {edit.inline_message_id for edit in stage.edits()} == {"abc"}
    assert utf16_length(last.text) <= 4096
    assert last.text.endswith(stage.texts("chat-inline-more"))
    assert last.reply_markup.inline_keyboard[-1][0].url == "https://t.me/platform_bot"
    assert stage.sent() == []


async def test_a_place_in_the_queue_is_told_in_words(stage: Stage):
    await stage.show([Queued(2, 35.0), 0.05, Queued(0, 0.0), 1.1, TextDelta("Hello"), DONE])

    assert [draft.text for draft in stage.drafts()][:2] == [
        "2 answers come before yours, about 40 s…",
        "You are next in the queue…",
    ]


async def test_who_goes_on_and_why_stands_above_the_answer(stage: Stage):
    await stage.show([HandOver("assistant", "cards", "it is *about* cards"), TextDelta("Valid."), DONE])

    (message,) = stage.sent()
    assert message.text == "→ Cards: it is *about* cards\n\nValid."
    assert [(each.type, each.offset) for each in message.entities] == [("italic", 0)]


async def test_what_is_offered_stands_under_the_last_part(stage: Stage):
    await stage.show([TextDelta("word " * 1000), Offered("button-cancel", "undo:1"), DONE])

    first, last = stage.sent()
    assert first.reply_markup is None
    assert last.reply_markup.inline_keyboard[0][0].callback_data == "undo:1"


class Kept(Outbox):
    """An outbox that only remembers."""

    def __init__(self) -> None:
        self.deliveries: list[Delivery] = []

    async def enqueue(self, *deliveries: Delivery) -> int:
        self.deliveries += deliveries
        return len(deliveries)


async def test_what_telegram_does_not_take_for_an_hour_goes_to_the_outbox(stage: Stage):
    outbox = Kept()
    stage.session.refuse(SendMessage, 429, TOO_MANY, retry_after=3600)

    await stage.show([TextDelta("word " * 1000), DONE], outbox=outbox)

    texts = [from_payload(each.payload) for each in outbox.deliveries]
    assert "".join(each.text for each in texts if isinstance(each, SendText)).split() == ["word"] * 1000
    assert len(texts) == 2
    assert stage.waits == []


async def test_the_placeholder_goes_when_its_answer_comes_through_the_outbox(stage: Stage):
    outbox = Kept()
    stage.session.refuse(EditMessageText, 429, TOO_MANY, retry_after=3600)

    await stage.show([Status("status-thinking"), 0.05, TextDelta("At last"), DONE], mode="edit", outbox=outbox)

    [kept] = outbox.deliveries
    said = from_payload(kept.payload)
    assert isinstance(said, SendText)
    assert (said.text, len(said.instead_of)) == ("At last", 1)
    assert stage.session.asked(DeleteMessages) == []


async def test_stop_ends_the_delivery_after_the_current_part(stage: Stage):
    await stage.show([TextDelta("word " * 3000), DONE], halted=lambda: len(stage.sent()) == 1)

    assert [message.text == stage.texts("chat-delivery-stopped") for message in stage.sent()] == [False, True]


async def test_an_answer_that_begins_with_marks_alone_streams_on(stage: Stage):
    await stage.show([TextDelta("##"), 1.2, TextDelta(" Title and"), 1.2, TextDelta(" more"), DONE], layout="plain")

    assert [draft.text for draft in stage.drafts()][-1] == "Title and"


@pytest.mark.parametrize(("delay", "shown"), [(0.0, ["one"]), (5.0, ["one", "one two"])])
async def test_the_last_words_are_drafted_while_the_message_must_wait_for_its_turn(
    stage: Stage, delay: float, shown: list[str]
):
    await stage.show([TextDelta("one"), 0.1, TextDelta(" two"), DONE], delay=lambda: delay)
    assert [draft.text for draft in stage.drafts() if "one" in draft.text] == shown
    assert [message.text for message in stage.sent()] == ["one two"]
