"""The Bot API transport over a session that a test scripts."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import (
    CopyMessage,
    CopyMessages,
    CreateForumTopic,
    DeleteMessage,
    DeleteMessages,
    EditMessageCaption,
    EditMessageMedia,
    EditMessageText,
    ForwardMessage,
    ForwardMessages,
    GetChat,
    GetChatMember,
    SendChatAction,
    SendMediaGroup,
    SendMessage,
)
from aiogram.types import Message
from aiohttp import ClientConnectorError, ServerDisconnectedError
from aiohttp.client_reqrep import ConnectionKey

from core.buttons import Button
from core.errors import DeliveryRejected, RetryLater, Unavailable, UserError
from core.ids import ChatId, MessageId, TopicId, UserId
from forwarding.limits import Allowance, Governor, allowance, by_bot
from forwarding.notices import link_to
from forwarding.outgoing import CopyPosts, EditCopy, Rewrite, SendText
from forwarding.post import Entity, Media, Origin
from forwarding.transports.bot_api.pacing import Pacing
from forwarding.transports.bot_api.posts import to_post
from forwarding.transports.bot_api.transport import BotTransport
from forwarding.transports.protocol import (
    Address,
    ChatInfo,
    ChatMigrated,
    CopyForbidden,
    DeliveryUncertain,
    Rights,
    TopicGone,
)
from storage.database import Database
from storage.limits import Limits
from tests.fakes.aiogram_session import ME, FakeSession, message
from tests.fakes.clock import FakeClock

SOURCE, TARGET, ANNA = ChatId(-100111), ChatId(-100222), UserId(1001)
THERE = Address(TARGET)
ONE = CopyPosts(SOURCE, (MessageId(5),))
ALBUM = CopyPosts(SOURCE, (MessageId(5), MessageId(6), MessageId(7)), has_media=True)


@pytest.fixture
def session() -> FakeSession:
    return FakeSession()


@pytest.fixture
async def bot(session: FakeSession) -> AsyncIterator[Bot]:
    async with Bot(f"{ME}:TOKEN", session=session) as bot:
        yield bot


@pytest.fixture
def transport(bot: Bot) -> BotTransport:
    return BotTransport(bot)


async def test_one_post_is_copied_into_the_topic(transport: BotTransport, session: FakeSession):
    assert await transport.copy(Address(TARGET, TopicId(9)), ONE) == (101,)
    [sent] = session.asked(CopyMessage)
    assert (sent.chat_id, sent.from_chat_id, sent.message_id, sent.message_thread_id) == (TARGET, SOURCE, 5, 9)


async def test_the_general_topic_is_not_named(transport: BotTransport, session: FakeSession):
    await transport.copy(Address(TARGET, TopicId(1)), ONE)
    assert session.asked(CopyMessage)[0].message_thread_id is None


async def test_an_album_is_copied_in_one_request(transport: BotTransport, session: FakeSession):
    assert await transport.copy(THERE, ALBUM) == (101, 102, 103)
    assert session.asked(CopyMessages)[0].message_ids == [5, 6, 7]


async def test_a_forward_shows_where_it_came_from(transport: BotTransport, session: FakeSession):
    await transport.copy(THERE, replace(ONE, is_forward=True))
    await transport.copy(THERE, replace(ALBUM, is_forward=True))
    [one], [album] = session.asked(ForwardMessage), session.asked(ForwardMessages)
    assert (one.from_chat_id, one.message_id, album.message_ids) == (SOURCE, 5, [5, 6, 7])


async def test_a_copy_answers_the_copy_of_what_the_original_answers(transport: BotTransport, session: FakeSession):
    await transport.copy(THERE, ONE, reply_to=MessageId(77))
    answered = session.asked(CopyMessage)[0].reply_parameters
    assert answered is not None
    assert (answered.message_id, answered.allow_sending_without_reply) == (77, True)


BUTTONS = ((Button("More", url="https://example.org"),),)
REWRITE = Rewrite("new words", (Entity("bold", 0, 3),), BUTTONS, has_preview=False)


async def test_a_text_that_was_rewritten_is_sent_as_a_text(transport: BotTransport, session: FakeSession):
    await transport.copy(THERE, replace(ONE, media=(None,), rewrite=REWRITE))
    [sent] = session.asked(SendMessage)
    assert sent.text == "new words"
    assert [(entity.type, entity.length) for entity in sent.entities or ()] == [("bold", 3)]
    assert sent.link_preview_options is not None
    assert sent.link_preview_options.is_disabled
    assert sent.reply_markup is not None


async def test_media_keep_themselves_under_a_caption_that_was_rewritten(transport: BotTransport, session: FakeSession):
    await transport.copy(THERE, replace(ONE, media=(Media("photo", "file"),), rewrite=REWRITE))
    await transport.copy(THERE, replace(ONE, media=(Media("sticker", "file"),), rewrite=REWRITE))
    photo, sticker = session.asked(CopyMessage)
    assert (photo.caption, photo.message_id) == ("new words", 5)
    assert sticker.caption is None


async def test_an_album_with_another_caption_is_sent_by_its_files(transport: BotTransport, session: FakeSession):
    media = (Media("photo", "one"), Media("video", "two"), Media("photo", "three"))
    assert len(await transport.copy(THERE, replace(ALBUM, media=media, rewrite=REWRITE))) == 3
    [sent] = session.asked(SendMediaGroup)
    assert [(each.type, each.media, each.caption) for each in sent.media] == [
        ("photo", "one", "new words"),
        ("video", "two", None),
        ("photo", "three", None),
    ]


async def test_an_album_of_which_nothing_can_be_copied_is_refused(transport: BotTransport, session: FakeSession):
    session.answer(CopyMessages, [])
    with pytest.raises(DeliveryRejected):
        await transport.copy(THERE, ALBUM)


@pytest.mark.parametrize(
    ("code", "description", "is_gone"),
    [
        (400, "Bad Request: chat not found", True),
        (400, "Bad Request: need administrator rights in the channel chat", True),
        (400, "Bad Request: message thread not found", True),
        (403, "Forbidden: bot was kicked from the channel chat", True),
        (400, "Bad Request: message to copy not found", False),
    ],
)
async def test_a_refusal_tells_whether_the_whole_chat_is_gone(
    transport: BotTransport, session: FakeSession, code: int, description: str, is_gone: bool
):
    session.refuse(CopyMessage, code, description)
    with pytest.raises(DeliveryRejected) as raised:
        await transport.copy(THERE, ONE)
    assert (raised.value.reason, raised.value.is_gone) == (description, is_gone)


async def test_protected_content_has_an_error_of_its_own(transport: BotTransport, session: FakeSession):
    session.refuse(CopyMessage, 400, "Bad Request: message has protected content and can't be forwarded")
    with pytest.raises(CopyForbidden):
        await transport.copy(THERE, ONE)


async def test_telegrams_wait_is_passed_on(transport: BotTransport, session: FakeSession):
    session.refuse(CopyMessage, 429, "Too Many Requests: retry after 137", retry_after=137)
    with pytest.raises(RetryLater) as raised:
        await transport.copy(THERE, ONE)
    assert raised.value.seconds == 137


async def test_a_moved_group_tells_its_new_id(transport: BotTransport, session: FakeSession):
    session.refuse(CopyMessage, 400, "group chat was upgraded", migrate_to_chat_id=-100333)
    with pytest.raises(ChatMigrated) as raised:
        await transport.copy(THERE, ONE)
    assert raised.value.new == -100333


async def test_an_error_of_the_server_means_that_nothing_was_sent(transport: BotTransport, session: FakeSession):
    session.refuse(CopyMessage, 500, "Internal Server Error")
    with pytest.raises(Unavailable):
        await transport.copy(THERE, ONE)


async def test_no_connection_means_not_sent_and_a_broken_one_means_unknown(
    transport: BotTransport, session: FakeSession
):
    key = ConnectionKey("127.0.0.1", 1, False, False, None, None, None)  # noqa: FBT003
    session.fail(CopyMessage, _network_error(ClientConnectorError(key, OSError("refused"))))
    with pytest.raises(Unavailable):
        await transport.copy(THERE, ONE)
    for cause in (ServerDisconnectedError(), TimeoutError()):
        session.fail(CopyMessage, _network_error(cause))
        with pytest.raises(DeliveryUncertain):
            await transport.copy(THERE, ONE)


async def test_a_text_is_edited_with_its_entities(transport: BotTransport, session: FakeSession):
    edit = EditCopy(SOURCE, MessageId(5), "bold", (Entity("bold", 0, 4),))
    session.answer(EditMessageText, message(9, TARGET))
    await transport.edit(THERE, MessageId(9), edit, has_media=False)
    [asked] = session.asked(EditMessageText)
    assert (asked.text, asked.entities[0].type, asked.message_id) == ("bold", "bold", 9)


async def test_a_caption_is_edited_as_a_caption(transport: BotTransport, session: FakeSession):
    session.answer(EditMessageCaption, message(9, TARGET))
    await transport.edit(THERE, MessageId(9), EditCopy(SOURCE, MessageId(5), "new"), has_media=True)
    assert session.asked(EditMessageCaption)[0].caption == "new"


async def test_exchanged_media_is_exchanged_in_the_copy(transport: BotTransport, session: FakeSession):
    session.answer(EditMessageMedia, message(9, TARGET))
    edit = EditCopy(SOURCE, MessageId(5), "new", media=Media("photo", "file-1"))
    await transport.edit(THERE, MessageId(9), edit, has_media=True)
    media = session.asked(EditMessageMedia)[0].media
    assert (media.type, media.media, media.caption) == ("photo", "file-1", "new")


async def test_a_copy_that_reads_so_already_is_a_success(transport: BotTransport, session: FakeSession):
    session.refuse(EditMessageText, 400, "Bad Request: message is not modified: specified new message content …")
    await transport.edit(THERE, MessageId(9), EditCopy(SOURCE, MessageId(5), "same"), has_media=False)


async def test_an_edited_copy_keeps_its_buttons_and_shows_no_preview_where_it_had_none(
    transport: BotTransport, session: FakeSession
):
    session.answer(EditMessageText, message(9, TARGET))
    edit = EditCopy(SOURCE, MessageId(5), "new", buttons=BUTTONS, has_preview=False)
    await transport.edit(THERE, MessageId(9), edit, has_media=False)
    [asked] = session.asked(EditMessageText)
    assert asked.reply_markup.inline_keyboard[0][0].url == "https://example.org"
    assert asked.link_preview_options.is_disabled


async def test_a_copy_that_is_gone_already_is_deleted_and_one_that_must_stay_is_told(
    transport: BotTransport, session: FakeSession
):
    await transport.delete(THERE, MessageId(9))
    session.refuse(DeleteMessage, 400, "Bad Request: message to delete not found")
    await transport.delete(THERE, MessageId(9))
    assert [each.message_id for each in session.asked(DeleteMessage)] == [9, 9]
    session.refuse(DeleteMessage, 400, "Bad Request: message can't be deleted for everyone")
    with pytest.raises(DeliveryRejected):
        await transport.delete(THERE, MessageId(9))


async def test_a_topic_is_opened_and_its_number_told(transport: BotTransport, session: FakeSession):
    session.answer(CreateForumTopic, {"message_thread_id": 31, "name": "News", "icon_color": 7322096})
    assert await transport.open_topic(TARGET, "News") == 31


async def test_a_topic_that_is_gone_is_not_the_whole_chat(transport: BotTransport, session: FakeSession):
    session.refuse(CopyMessage, 400, "Bad Request: message thread not found")
    with pytest.raises(TopicGone):
        await transport.copy(Address(TARGET, TopicId(9)), ONE)


async def test_a_quiz_whose_answer_is_not_known_cannot_be_copied(transport: BotTransport, session: FakeSession):
    session.refuse(CopyMessage, 400, "Bad Request: message can't be copied")
    with pytest.raises(CopyForbidden):
        await transport.copy(THERE, ONE)


async def test_a_text_goes_out_with_entities_and_buttons(transport: BotTransport, session: FakeSession):
    text = SendText("tea", (Entity("text_link", 0, 3, "https://t.me"),), ((Button("Again", "forward:resend:1"),),))
    await transport.say(THERE, text)
    [sent] = session.asked(SendMessage)
    assert sent.entities[0].url == "https://t.me"
    assert sent.reply_markup.inline_keyboard[0][0].callback_data == "forward:resend:1"


async def test_what_a_text_stands_instead_of_goes_first_and_may_be_gone_already(
    transport: BotTransport, session: FakeSession
):
    session.refuse(DeleteMessages, 400, "Bad Request: message to delete not found")
    await transport.say(THERE, SendText("At last", instead_of=(MessageId(7),)))
    assert [type(each) for each in session.requests] == [DeleteMessages, SendMessage]

    session.refuse(DeleteMessages, 429, "Too Many Requests", retry_after=60)
    with pytest.raises(RetryLater):
        await transport.say(THERE, SendText("At last", instead_of=(MessageId(7),)))
    assert len(session.asked(SendMessage)) == 1


@pytest.mark.parametrize("reference", ["@source_news", "https://t.me/source_news/5", "t.me/source_news", "source_news"])
async def test_a_chat_is_found_by_name_and_address(transport: BotTransport, session: FakeSession, reference: str):
    session.answer(GetChat, _chat("channel", username="source_news"))
    assert await transport.resolve(reference) == ChatInfo(SOURCE, "channel", "News", "source_news")
    assert session.asked(GetChat)[0].chat_id == "@source_news"


async def test_a_private_channels_address_is_its_id(transport: BotTransport, session: FakeSession):
    session.answer(GetChat, _chat("channel"))
    await transport.resolve("https://t.me/c/111/5")
    assert session.asked(GetChat)[0].chat_id == SOURCE


async def test_a_chat_that_is_not_there_is_the_persons_mistake(transport: BotTransport, session: FakeSession):
    session.refuse(GetChat, 400, "Bad Request: chat not found")
    with pytest.raises(UserError) as raised:
        await transport.resolve("@nowhere")
    assert raised.value.key == "error-chat-not-found"


ADMIN = {"status": "administrator", "can_post_messages": True}
NONE = Rights()
READER = Rights(is_member=True, is_admin=True, can_read=True)
ALL = Rights(is_member=True, is_admin=True, can_read=True, can_post=True)
KEEPER = Rights(is_member=True, is_admin=True, can_read=True, can_post=True, can_open_topics=True)


@pytest.mark.parametrize(
    ("who", "member", "expected"),
    [
        (("channel", None), ADMIN, ALL),
        (("channel", None), {**ADMIN, "can_post_messages": False}, READER),
        (("channel", ANNA), {"status": "creator", "is_anonymous": False}, ALL),
        (("channel", ANNA), {"status": "member"}, Rights(is_member=True, can_read=True)),
        (("channel", ANNA), {"status": "left"}, NONE),
        (("supergroup", None), {"status": "member"}, Rights(is_member=True, can_post=True)),
        (("supergroup", None), {"status": "administrator"}, ALL),
        (("supergroup", ANNA), {"status": "kicked", "until_date": 0}, NONE),
        (("forum", None), {"status": "administrator", "can_manage_topics": True}, KEEPER),
        (("forum", None), {"status": "administrator"}, ALL),
        (("forum", None), {"status": "member"}, Rights(is_member=True, can_post=True)),
        (("supergroup", None), {"status": "administrator", "can_manage_topics": True}, ALL),
    ],
)
async def test_rights_are_those_of_the_chats_kind_and_the_member(
    transport: BotTransport,
    session: FakeSession,
    who: tuple[str, UserId | None],
    member: dict[str, object],
    expected: Rights,
):
    kind, user = who
    session.answer(GetChat, _chat(kind))
    session.answer(GetChatMember, _member(user or ME, member))
    assert await transport.rights(SOURCE, user) == expected


@pytest.mark.parametrize(
    ("user", "expected"),
    [(None, replace(KEEPER, is_admin=False)), (ANNA, KEEPER), (UserId(1002), NONE)],
    ids=["the bot", "the person", "anybody else"],
)
async def test_in_a_private_chat_are_the_bot_and_its_person_and_members_are_not_asked_for(
    transport: BotTransport, session: FakeSession, user: UserId | None, expected: Rights
):
    session.answer(GetChat, PRIVATE)
    assert await transport.rights(ChatId(ANNA), user) == expected
    assert session.asked(GetChatMember) == []


async def test_what_is_said_in_private_has_no_address(transport: BotTransport, session: FakeSession):
    session.answer(GetChat, PRIVATE)
    chat = await transport.resolve(str(ANNA))
    assert chat == ChatInfo(ChatId(ANNA), "private", "Анна", "")
    assert link_to(chat.id, chat.username, 5) == ""


async def test_who_blocked_the_bot_is_gone(transport: BotTransport, session: FakeSession):
    session.refuse(CopyMessage, 403, "Forbidden: bot was blocked by the user")
    with pytest.raises(DeliveryRejected) as raised:
        await transport.copy(Address(ChatId(ANNA)), ONE)
    assert raised.value.is_gone


def test_a_post_that_was_written_in_private_knows_where_it_was_forwarded_from():
    news = {"id": SOURCE, "type": "channel", "title": "News", "username": "news"}
    origin = {"type": "channel", "date": 1, "chat": news, "message_id": 7}
    raw = {"message_id": 5, "date": 1, "chat": {"id": ANNA, "type": "private", "first_name": "Анна"}, "text": "Hello"}
    topic = {"message_thread_id": 9, "is_topic_message": True}
    post = to_post(Message.model_validate({**raw, **topic, "forward_origin": origin}))
    assert post is not None
    assert (post.source, post.message, post.topic) == (ChatId(ANNA), 5, 9)
    assert post.forwarded_from == Origin(SOURCE, "News", "news", 7)


async def test_no_rights_where_the_chat_is_not_visible(transport: BotTransport, session: FakeSession):
    session.refuse(GetChat, 403, "Forbidden: bot is not a member of the channel chat")
    assert await transport.rights(SOURCE) == NONE


async def test_a_reply_waits_out_a_429_and_the_courier_does_not(
    bot: Bot, transport: BotTransport, session: FakeSession, database: Database
):
    governor = Governor(Limits(database))
    session.middleware(Pacing(governor))
    session.refuse(SendMessage, 429, "Too Many Requests", retry_after=1)
    await bot.send_message(ANNA, "hello")
    assert len(session.asked(SendMessage)) == 2
    session.refuse(SendMessage, 429, "Too Many Requests", retry_after=60)
    with pytest.raises(RetryLater):
        await transport.say(Address(TARGET), SendText("x"))


async def test_the_courier_is_told_to_wait_before_anything_is_sent(
    transport: BotTransport, session: FakeSession, database: Database, clock: FakeClock
):
    governor = Governor(Limits(database), clock)
    session.middleware(Pacing(governor))
    await governor.close(by_bot(TARGET), 7)
    with pytest.raises(RetryLater) as raised:
        await transport.copy(THERE, ALBUM)
    assert (raised.value.seconds, session.requests) == (7, [])


async def test_typing_and_reading_are_not_paced(bot: Bot, session: FakeSession, database: Database, clock: FakeClock):
    governor = Governor(Limits(database), clock)
    session.middleware(Pacing(governor))
    await governor.close(by_bot(TARGET), 7)
    await bot.send_chat_action(TARGET, "typing")
    assert len(session.asked(SendChatAction)) == 1


def test_a_channel_post_becomes_a_post():
    told = message(
        7,
        SOURCE,
        caption="look",
        caption_entities=[{"type": "bold", "offset": 0, "length": 4}],
        photo=[
            {"file_id": "s", "file_unique_id": "us", "width": 1, "height": 1},
            {"file_id": "l", "file_unique_id": "ul", "width": 9, "height": 9},
        ],
        media_group_id="13",
        edit_date=1_790_000_060,
        has_protected_content=True,
    )
    post = to_post(Message.model_validate(told))
    assert post is not None
    assert (post.source, post.message, post.text, post.album, post.is_protected) == (SOURCE, 7, "look", "13", True)
    assert (post.media, post.entities) == (Media("photo", "l", "ul"), (Entity("bold", 0, 4),))
    assert post.edited is not None
    assert (post.edited - post.date).total_seconds() == 60


def test_a_service_message_is_no_post():
    assert to_post(Message.model_validate(message(7, SOURCE, new_chat_title="x"))) is None


def test_content_that_we_do_not_know_is_still_a_post():
    assert to_post(Message.model_validate(message(7, SOURCE, dice={"emoji": "🎲", "value": 3}))) is not None


def _network_error(cause: Exception) -> TelegramNetworkError:
    error = TelegramNetworkError(method=CopyMessage(chat_id=1, from_chat_id=1, message_id=1), message="broken")
    error.__cause__ = cause
    return error


PRIVATE = {
    "id": ANNA,
    "type": "private",
    "first_name": "Анна",
    "username": "anna",
    "accent_color_id": 0,
    "max_reaction_count": 0,
    "accepted_gift_types": {
        "unlimited_gifts": True,
        "limited_gifts": True,
        "unique_gifts": True,
        "premium_subscription": True,
        "gifts_from_channels": True,
    },
}


def _chat(kind: str, username: str = "") -> dict[str, object]:
    return {
        "id": SOURCE,
        "type": "supergroup" if kind == "forum" else kind,
        "is_forum": kind == "forum",
        "title": "News",
        "username": username or None,
        "accent_color_id": 0,
        "max_reaction_count": 1,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }


_FLAGS = (
    "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members "
    "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories "
    "can_send_welcome_messages"
)


def _member(user: int, fields: dict[str, object]) -> dict[str, object]:
    flags = dict.fromkeys(_FLAGS.split(), False) if fields["status"] == "administrator" else {}
    return {"user": {"id": user, "is_bot": False, "first_name": "A"}, **flags, **fields}


async def test_what_is_paid_for_says_so_where_telegram_takes_it(transport: BotTransport, session: FakeSession):
    token = allowance.set(Allowance(10, is_paid=True))
    await transport.copy(THERE, ONE)
    await transport.copy(THERE, ALBUM)
    allowance.reset(token)
    await transport.copy(THERE, ONE)
    assert [each.allow_paid_broadcast for each in session.asked(CopyMessage)] == [True, None]
    assert len(session.asked(CopyMessages)) == 1
