"""Intake: each update once, posts of one channel in order, /stop beside everything, and what a crash leaves."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from aiogram import Bot, Dispatcher, Router
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError
from aiogram.methods import AnswerGuestQuery, EditMessageText, GetMe, SendChatAction, SendMessage, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiohttp import ClientConnectorError
from aiohttp.client_reqrep import ConnectionKey
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.intake import MAX_AT_ONCE, Intake
from bot.progress import MarkProgress, Progress, current
from bot.resume import Resume
from core.i18n import Translator
from core.ids import ChatId, MessageId, ThreadId, UpdateId, UserId
from core.tasks import Supervisor
from forwarding.outgoing import SendText, from_payload
from storage.database import Database
from storage.inbox import Inbox, Stage
from storage.outbox import Outbox
from storage.tables.inbox import InboxUpdateRow
from storage.turns import Turns
from storage.users import Users
from tests.fakes.aiogram_session import FakeSession
from tests.fakes.outbox import send_all, take_one
from tests.fakes.updates import ANNA, channel_post, in_group, press, private


class WatchedSession(FakeSession):
    """Notes the stage of the inbox row while a message is sent."""

    def __init__(self, house: "House") -> None:
        super().__init__()
        self.house = house

    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        if isinstance(method, SendMessage):
            self.house.stage_at_send = await self.house.stage()
        return await super().make_request(bot, method, timeout)


class House:
    """Inbox and intake around handlers that a test scripts."""

    def __init__(self, database: Database, translator: Translator) -> None:
        self.database = database
        self.session = WatchedSession(self)
        self.stage_at_send: str | None = None
        self.bot = Bot("42:TOKEN", session=self.session)
        self.inbox = Inbox(database)
        self.outbox = Outbox(database)
        self.bot.session.middleware(MarkProgress(self.inbox))
        self.supervisor = Supervisor()
        self.router = Router()
        self.handled: list[str] = []
        self.rested: list[float] = []
        self.gate = asyncio.Event()
        self.router.message.register(self.on_message)
        self.router.channel_post.register(self.on_post)
        self.router.callback_query.register(self.on_press)
        self.dispatcher = Dispatcher()
        self.dispatcher.include_router(self.router)
        self.intake = Intake(self.bot, self.dispatcher, self.inbox, self.supervisor, silent_seconds=60)
        self.turns = Turns(database)
        self.resume = Resume(
            self.inbox,
            self.intake,
            self.outbox,
            Users(database),
            translator,
            turns=self.turns,
            bot=self.bot,
            pause=self.rest,
        )

    async def rest(self, seconds: float) -> None:
        self.rested.append(seconds)

    async def stage(self) -> str | None:
        """Of the open update; looks without counting as another attempt."""
        query = select(InboxUpdateRow.stage).where(InboxUpdateRow.stage.not_in(("done", "failed"))).limit(1)
        async with self.database.reading() as session:
            return await session.scalar(query)

    async def until_closed(self) -> None:
        async with asyncio.timeout(10):
            while await self.stage() is not None:
                await asyncio.sleep(0.01)

    async def on_message(self, message: Message) -> None:
        text = message.text or ""
        if text == "crash":
            raise ValueError(text)
        if text == "unreachable" and not self.rested:
            raise cut()
        if "answer" in text:
            await message.answer("hello")
        if "wait" in text:
            await self.gate.wait()
        self.handled.append(text)

    async def on_post(self, post: Message) -> None:
        if post.text == "slow":
            await self.gate.wait()
        self.handled.append(post.text or "")

    async def on_press(self, query: CallbackQuery) -> None:
        self.handled.append(query.data or "")

    async def all_done(self) -> None:
        await asyncio.wait_for(self.intake.drain(5), 6)

    async def said(self) -> list[SendText]:
        found = []
        for delivery in await send_all(self.outbox):
            outgoing = from_payload(delivery.payload)
            assert isinstance(outgoing, SendText)
            found.append(outgoing)
        return found


def cut() -> TelegramNetworkError:
    return TelegramNetworkError(method=SendMessage(chat_id=1, text=""), message="cut")


@pytest.fixture(autouse=True)
def _plain_logs() -> Iterator[None]:
    """A traceback drawn for a terminal, with all its locals, takes seconds."""
    with capture_logs():
        yield


@pytest.fixture
async def house(database: Database, translator: Translator) -> AsyncIterator[House]:
    made = House(database, translator)
    yield made
    made.gate.set()
    await made.supervisor.close(1)


async def test_an_update_that_comes_twice_is_handled_once(house: House):
    await house.intake.accept([private(1, "hi")])
    await house.all_done()
    await house.intake.accept([private(1, "hi"), private(2, "again")])
    await house.all_done()

    assert house.handled == ["hi", "again"]
    assert await house.inbox.unfinished() == []


async def test_posts_of_one_channel_keep_their_order_and_hold_up_nobody_else(house: House):
    await house.intake.accept([channel_post(1, "slow"), channel_post(2, "second"), channel_post(3, "other", -100900)])
    await house.intake.accept([private(4, "hi")])
    while len(house.handled) < 2:
        await asyncio.sleep(0)

    assert sorted(house.handled) == ["hi", "other"]
    house.gate.set()
    await house.all_done()
    assert house.handled[2:] == ["slow", "second"]


async def test_what_is_written_in_one_chat_is_begun_in_order_and_holds_up_no_other_chat(house: House):
    await house.intake.accept([private(1, "wait"), private(2, "second"), in_group(3, "elsewhere"), private(4, "third")])
    while not house.handled:
        await asyncio.sleep(0)

    assert house.handled == ["elsewhere"]
    house.gate.set()
    await house.all_done()
    assert house.handled == ["elsewhere", "wait", "second", "third"]


async def test_who_has_shown_a_sign_of_life_holds_up_nobody_in_the_chat(house: House):
    await house.intake.accept([private(1, "answer, then wait"), private(2, "second")])
    while not house.handled:
        await asyncio.sleep(0)

    assert house.handled == ["second"]


async def test_who_shows_no_sign_of_life_holds_up_the_chat_only_for_so_long(house: House):
    house.intake = Intake(house.bot, house.dispatcher, house.inbox, house.supervisor, silent_seconds=0)
    await house.intake.accept([private(1, "wait"), private(2, "second")])
    async with asyncio.timeout(10):
        while not house.handled:
            await asyncio.sleep(0)

    assert house.handled == ["second"]


async def test_stop_and_presses_wait_for_no_place(house: House):
    await house.intake.accept([private(number, "wait") for number in range(1, MAX_AT_ONCE + 2)])
    await house.intake.accept([private(500, "/stop"), press(501, "stop")])
    while len(house.handled) < 2:
        await asyncio.sleep(0)

    assert sorted(house.handled) == ["/stop", "stop"]


async def test_one_update_that_breaks_stops_no_other_and_is_not_tried_for_ever(house: House):
    await house.intake.accept([private(1, "crash"), private(2, "hi")])
    await house.all_done()

    assert house.handled == ["hi"]
    assert await house.inbox.unfinished() == []


async def test_an_update_that_met_no_network_is_handled_again_when_telegram_answers(house: House):
    house.session.fail(GetMe, cut())
    await house.intake.accept([private(1, "unreachable")])
    await house.all_done()
    assert [row.update_id for row in await house.inbox.unfinished()] == [1]

    house.supervisor.spawn(house.resume.follow(), name="resume")
    await house.until_closed()

    assert house.handled == ["unreachable"]
    assert len(house.rested) == 2
    assert await house.said() == []


async def test_an_answer_lost_on_its_way_is_told_once_each_time_and_may_be_retried(house: House):
    house.supervisor.spawn(house.resume.follow(), name="resume")
    house.session.fail(SendMessage, cut())
    await house.intake.accept([private(1, "answer me", ANNA)])
    await house.until_closed()
    (line,) = await house.said()
    assert "answer me" in line.text
    assert line.buttons[0][0].data == "redo:1"

    house.session.fail(SendMessage, cut())
    assert await house.resume.redo(UpdateId(1), UserId(1001))
    await house.until_closed()
    assert len(await house.said()) == 1

    assert await house.resume.redo(UpdateId(1), UserId(1001))
    await house.until_closed()
    assert house.handled == ["answer me"]
    assert await house.said() == []


async def test_an_answer_that_found_no_connection_is_given_again_without_a_word(house: House):
    house.supervisor.spawn(house.resume.follow(), name="resume")
    refused = cut()
    unconnected = ConnectionKey("t", 1, is_ssl=False, ssl=True, proxy=None, proxy_auth=None, proxy_headers_hash=None)
    refused.__cause__ = ClientConnectorError(unconnected, OSError("refused"))
    house.session.fail(SendMessage, refused)
    await house.intake.accept([private(1, "answer me")])
    await house.until_closed()

    assert house.handled == ["answer me"]
    assert await house.said() == []


async def test_an_update_at_stage_new_is_handled_from_the_start(house: House):
    await house.inbox.add_all([(UpdateId(1), private(1, "hi"))])

    assert await house.resume.run() == 1
    await house.all_done()

    assert house.handled == ["hi"]


@pytest.mark.parametrize("stage", ["sending", "sent"])
async def test_what_was_in_the_middle_of_a_send_is_told_once_and_retried_by_its_person_only(house: House, stage: Stage):
    await house.inbox.add_all([(UpdateId(1), private(1, "what is the weather?", ANNA))])
    await house.inbox.stage(UpdateId(1), stage)

    await house.resume.run()
    await house.resume.run()
    await house.all_done()

    (line,) = await house.said()
    assert "what is the weather?" in line.text
    assert "прервали" in line.text
    assert house.handled == []
    assert line.buttons[0][0].data == "redo:1"

    assert not await house.resume.redo(UpdateId(1), UserId(1002))
    assert await house.resume.redo(UpdateId(1), UserId(1001))
    assert not await house.resume.redo(UpdateId(1), UserId(1001))
    await house.all_done()
    assert house.handled == ["what is the weather?"]


async def test_an_interrupted_answer_in_a_topic_is_told_in_that_topic(house: House):
    update = in_group(1, "@platform_bot hi", is_topic_message=True, message_thread_id=77)
    await house.inbox.add_all([(UpdateId(1), update)])
    await house.inbox.stage(UpdateId(1), "sent")

    await house.resume.run()

    delivery = await take_one(house.outbox)
    assert delivery is not None
    assert (delivery.chat, delivery.topic) == (-100500, 77)


async def test_a_placeholder_becomes_the_honest_line_and_a_lost_one_is_told_beside(house: House):
    house.session.refuse(EditMessageText, 400, "Bad Request: message to edit not found")
    await house.inbox.add_all([(UpdateId(number), in_group(number, "@platform_bot hi")) for number in (1, 2)])
    for number in (1, 2):
        await house.inbox.stage(UpdateId(number), "sent", MessageId(70 + number))

    await house.resume.run()

    lost, found = house.session.asked(EditMessageText)
    assert (lost.message_id, found.message_id) == (71, 72)
    assert found.reply_markup.inline_keyboard[0][0].callback_data == "redo:2"
    (line,) = await house.said()
    assert line.buttons[0][0].data == "redo:1"
    assert await house.inbox.unfinished() == []


async def test_a_placeholder_is_known_until_the_answer_takes_its_place(house: House):
    stop = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Stop", callback_data="stop")]])
    await house.inbox.add_all([(UpdateId(1), in_group(1, "@platform_bot hi"))])
    current.set(Progress(UpdateId(1)))

    sent = await house.bot.send_message(-100500, "Thinking…", reply_markup=stop)
    await house.bot.edit_message_text("Half an", chat_id=-100500, message_id=sent.message_id, reply_markup=stop)
    (row,) = await house.inbox.unfinished()
    assert (row.stage, row.placeholder) == ("sent", sent.message_id)

    await house.bot.edit_message_text("Half an answer", chat_id=-100500, message_id=sent.message_id)
    (row,) = await house.inbox.unfinished()
    assert (row.stage, row.placeholder) == ("sending", None)


async def test_posts_are_simply_taken_again_at_any_stage(house: House):
    await house.inbox.add_all([(UpdateId(1), channel_post(1, "news"))])
    await house.inbox.stage(UpdateId(1), "sent")

    await house.resume.run()
    await house.all_done()

    assert house.handled == ["news"]


async def test_an_update_at_which_the_process_died_three_times_is_given_up_honestly(house: House):
    await house.inbox.add_all([(UpdateId(1), private(1, "poison"))])
    for _ in range(3):
        await house.inbox.unfinished()

    await house.resume.run()
    await house.all_done()

    (line,) = await house.said()
    assert "poison" in line.text
    assert line.buttons == ()
    assert house.handled == []


async def test_a_guests_question_that_is_given_up_says_so_in_its_one_message(house: House):
    begun = {"update_id": 1, "guest_message": {**private(1, "poison", ANNA)["message"], "guest_query_id": "q1"}}
    fresh = {"update_id": 2, "guest_message": {**private(2, "venom")["message"], "guest_query_id": "q2"}}
    await house.inbox.add_all([(UpdateId(1), begun), (UpdateId(2), fresh)])
    thread, anna = ThreadId("inline:m1"), UserId(ANNA["id"])
    await house.turns.begin(thread, anna, ChatId(anna), UpdateId(1), "poison", "")
    house.session.answer(AnswerGuestQuery, {"inline_message_id": "m2"})
    for _ in range(3):
        await house.inbox.unfinished()

    await house.resume.run()
    await house.all_done()

    (edit,), (answer,) = house.session.asked(EditMessageText), house.session.asked(AnswerGuestQuery)
    assert (edit.inline_message_id, edit.reply_markup) == ("m1", None)
    assert "каждый раз ломался" in edit.text
    assert answer.guest_query_id == "q2"
    assert "broke down each time" in answer.result.input_message_content.message_text
    assert await house.said() == []


async def test_the_row_says_sending_from_the_first_visible_call_until_the_update_is_finished(house: House):
    await house.intake.accept([private(1, "answer, then wait")])
    while house.stage_at_send is None:
        await asyncio.sleep(0.01)

    assert house.stage_at_send == "sending"
    (row,) = await house.inbox.unfinished()
    assert row.stage == "sending"


async def test_chat_actions_and_refused_sends_leave_the_row_at_new(house: House):
    house.session.refuse(SendMessage, 400, "Bad Request: message is too long")
    await house.inbox.add_all([(UpdateId(1), private(1, "answer"))])
    current.set(Progress(UpdateId(1)))

    await house.bot(SendChatAction(chat_id=1, action="typing"))
    with pytest.raises(TelegramBadRequest):
        await house.bot(SendMessage(chat_id=1, text="x"))

    (row,) = await house.inbox.unfinished()
    assert row.stage == "new"


async def test_a_send_of_which_nobody_knows_whether_it_arrived_stays_at_sending(house: House):
    house.session.fail(SendMessage, cut())
    await house.inbox.add_all([(UpdateId(1), private(1, "answer"))])
    current.set(Progress(UpdateId(1)))

    with pytest.raises(TelegramNetworkError):
        await house.bot(SendMessage(chat_id=1, text="x"))

    (row,) = await house.inbox.unfinished()
    assert row.stage == "sending"
