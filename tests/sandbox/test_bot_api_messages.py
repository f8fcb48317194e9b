import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod
from aiogram.types import (
    BufferedInputFile,
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    ReactionTypeEmoji,
    ReplyParameters,
)

from sandbox.model import Chat, Content
from sandbox.seed import ANNA, BEN, BOT, BOT_TOKEN, SOURCE, TARGET
from sandbox.server import Sandbox
from tests.fakes.sandbox import OGG, PNG, Script, aiogram_bot

pytestmark = pytest.mark.usefixtures("sandbox")


async def test_get_me_says_that_it_is_a_bot(bot: Bot):
    me = await bot.get_me()
    assert (me.id, me.is_bot, me.username) == (BOT, True, "platform_bot")
    assert me.can_read_all_group_messages is True


async def test_a_wrong_token_is_unauthorized_and_an_unknown_method_not_found(sandbox: Sandbox, bot: Bot):
    stranger = aiogram_bot(sandbox, BOT_TOKEN[:-1] + "x")
    with pytest.raises(TelegramUnauthorizedError):
        await stranger.get_me()
    await stranger.session.close()

    class Unknown(TelegramMethod[bool]):
        __returning__ = bool
        __api_method__ = "sendTelepathy"

    with pytest.raises(TelegramNotFound):
        await bot(Unknown())


async def test_a_bot_cannot_begin_a_conversation(bot: Bot):
    with pytest.raises(TelegramForbiddenError, match="can't initiate conversation"):
        await bot.send_message(ANNA, "Hello")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(424242, "Hello")


async def test_a_message_arrives_with_the_numbers_of_its_reader(started: Bot, script: Script):
    sent = await started.send_message(ANNA, "Привет, <b>Анна</b>!", parse_mode="HTML")
    assert sent.chat.id == ANNA
    assert [(each.type, each.offset, each.length) for each in sent.entities or []] == [("bold", 8, 4)]
    seen = (await script.get("/transcript", chat=BOT, viewer=ANNA))["messages"][-1]
    assert seen["text"] == "Привет, Анна!"
    assert seen["chat"]["id"] == BOT
    assert sent.message_id == 2
    assert seen["message_id"] == 3  # she has a message from Ben before it


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "message text is empty"), ("  \n ", "message text is empty"), ("я" * 4097, "message is too long")],
)
async def test_texts_that_telegram_refuses(started: Bot, text: str, words: str):
    with pytest.raises(TelegramBadRequest, match=words):
        await started.send_message(ANNA, text)


async def test_length_counts_utf16_units_after_parsing(started: Bot):
    await started.send_message(ANNA, "<b>" + "😀" * 2048 + "</b>", parse_mode="HTML")
    with pytest.raises(TelegramBadRequest, match="message is too long"):
        await started.send_message(ANNA, "😀" * 2049)


async def test_a_caption_is_shorter_than_a_text(started: Bot):
    photo = BufferedInputFile(PNG, "a.png")
    await started.send_photo(ANNA, photo, caption="a" * 1024)
    with pytest.raises(TelegramBadRequest, match="message caption is too long"):
        await started.send_photo(ANNA, photo, caption="a" * 1025)


async def test_edits_are_refused_with_telegrams_words(started: Bot, script: Script):
    sent = await started.send_message(ANNA, "one")
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await started.edit_message_text("one", chat_id=ANNA, message_id=sent.message_id)
    edited = await started.edit_message_text("two", chat_id=ANNA, message_id=sent.message_id)
    assert getattr(edited, "edit_date", None)
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await started.edit_message_text("x", chat_id=ANNA, message_id=999)
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await started.edit_message_text("x", chat_id=ANNA, message_id=1)
    with pytest.raises(TelegramBadRequest, match="no caption in the message"):
        await started.edit_message_caption(chat_id=ANNA, message_id=sent.message_id, caption="x")
    assert (await script.texts(BOT, ANNA))[-1] == "two"


async def test_deleted_messages_are_gone_for_both(started: Bot, script: Script):
    sent = await started.send_message(ANNA, "secret")
    await started.delete_message(ANNA, sent.message_id)
    assert "secret" not in await script.texts(BOT, ANNA)
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await started.delete_message(ANNA, sent.message_id)
    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await started.send_message(ANNA, "x", reply_parameters=ReplyParameters(message_id=sent.message_id))
    reply = ReplyParameters(message_id=sent.message_id, allow_sending_without_reply=True)
    assert (await started.send_message(ANNA, "x", reply_parameters=reply)).reply_to_message is None


async def test_a_reply_carries_what_it_answers(started: Bot):
    reply = await started.send_message(ANNA, "yes", reply_parameters=ReplyParameters(message_id=1))
    assert reply.reply_to_message is not None
    assert reply.reply_to_message.text == "/start"


async def test_keyboards_are_checked_and_come_back(started: Bot):
    def keyboard(**button: object) -> InlineKeyboardMarkup:
        return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Go", **button)]])  # type: ignore[arg-type]

    sent = await started.send_message(ANNA, "pick", reply_markup=keyboard(callback_data="go:1"))
    assert sent.reply_markup is not None
    assert sent.reply_markup.inline_keyboard[0][0].callback_data == "go:1"
    await started.send_message(ANNA, "copy", reply_markup=keyboard(copy_text=CopyTextButton(text="x")))
    await started.send_message(ANNA, "answer me", reply_markup=ForceReply())
    with pytest.raises(TelegramBadRequest, match="BUTTON_DATA_INVALID"):
        await started.send_message(ANNA, "pick", reply_markup=keyboard(callback_data="я" * 33))
    with pytest.raises(TelegramBadRequest, match="Text buttons are unallowed"):
        await started.send_message(ANNA, "pick", reply_markup=keyboard())


async def test_an_album_stays_whole_and_comes_back_by_file_id(started: Bot, script: Script):
    sent = await started.send_media_group(
        f"@{TARGET}",
        [
            InputMediaPhoto(media=BufferedInputFile(PNG, "a.png"), caption="two of them"),
            InputMediaPhoto(media=BufferedInputFile(PNG, "b.png")),
        ],
    )
    assert len({each.media_group_id for each in sent}) == 1
    assert sent[0].sender_chat is not None
    assert sent[0].photo is not None
    assert (sent[0].photo[-1].width, sent[0].photo[-1].height) == (1024, 768)
    copies = await started.copy_messages(ANNA, f"@{TARGET}", [each.message_id for each in sent])
    assert len(copies) == 2
    seen = (await script.get("/transcript", chat=BOT, viewer=ANNA))["messages"][-2:]
    assert seen[0]["media_group_id"] == seen[1]["media_group_id"] != sent[0].media_group_id
    again = await started.send_photo(ANNA, sent[0].photo[0].file_id)
    assert again.photo is not None
    assert again.photo[-1].file_unique_id == sent[0].photo[-1].file_unique_id
    mixed: list[InputMediaPhoto | InputMediaDocument] = [
        InputMediaPhoto(media=sent[0].photo[0].file_id),
        InputMediaDocument(media=BufferedInputFile(b"x", "x.txt")),
    ]
    with pytest.raises(TelegramBadRequest, match="can't mix"):
        await started.send_media_group(ANNA, [*mixed])


async def test_a_voice_note_of_a_person_is_downloaded_byte_for_byte(started: Bot, script: Script):
    file = await script.upload(OGG, "note.oga")
    await script.say(ANNA, BOT, "", media={"kind": "voice", "file": file, "duration": 3})
    message = (await started.get_updates())[-1].message
    assert message is not None
    assert message.voice is not None
    assert message.voice.duration == 3
    found = await started.get_file(message.voice.file_id)
    assert found.file_path is not None
    content = await started.download_file(found.file_path)
    assert content is not None
    assert content.read() == OGG
    with pytest.raises(TelegramBadRequest, match="wrong file identifier"):
        await started.get_file("AgACAgIAAxkBAAI")


async def test_forwards_name_their_origin_and_protected_ones_are_refused(started: Bot, script: Script):
    post = await script.say(ANNA, f"@{SOURCE}", "Свежая новость")
    forwarded = await started.forward_message(ANNA, f"@{SOURCE}", post["message_id"])
    assert forwarded.forward_origin is not None
    assert forwarded.forward_origin.type == "channel"
    assert getattr(forwarded.forward_origin, "message_id", 0) == post["message_id"]
    copy = await started.copy_message(f"@{TARGET}", f"@{SOURCE}", post["message_id"])
    assert (await script.texts(f"@{TARGET}", BEN))[-1] == "Свежая новость"
    assert copy.message_id
    source = str(post["chat"]["id"])
    await script._client.patch(f"/chats/{source}", json={"is_protected": True})
    with pytest.raises(TelegramBadRequest, match="protected content"):
        await started.forward_message(ANNA, f"@{SOURCE}", post["message_id"])
    with pytest.raises(TelegramBadRequest, match="can't be copied"):
        await started.copy_message(ANNA, f"@{SOURCE}", post["message_id"])


async def test_a_quiz_is_copied_only_where_the_bot_knows_its_answer(sandbox: Sandbox, started: Bot):
    world = sandbox.world
    source = world.by_username(SOURCE)
    assert isinstance(source, Chat)
    own = await started.send_poll(f"@{SOURCE}", "Two?", ["1", "2"], type="quiz", correct_option_ids=[1])
    copied = await started.copy_message(f"@{TARGET}", f"@{SOURCE}", own.message_id)
    foreign = world.posting.send(
        world.account(ANNA), source, Content(media=world.message(source, BOT, own.message_id).content.media)
    )
    assert copied.message_id
    with pytest.raises(TelegramBadRequest, match="can't be copied"):
        await started.copy_message(f"@{TARGET}", f"@{SOURCE}", foreign.shared_id)


async def test_many_copies_rise_and_skip_what_is_not_there(started: Bot):
    copies = await started.copy_messages(ANNA, f"@{SOURCE}", [2, 3, 400])
    assert len(copies) == 2
    with pytest.raises(TelegramBadRequest, match="strictly increasing"):
        await started.copy_messages(ANNA, f"@{SOURCE}", [3, 2])
    with pytest.raises(TelegramBadRequest, match="there are no messages to forward"):
        await started.forward_messages(ANNA, f"@{SOURCE}", [400, 401])


async def test_a_blocked_bot_is_forbidden_and_told(started: Bot, script: Script):
    await script.post(f"/people/{ANNA}/block", account=BOT)
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await started.send_message(ANNA, "still there?")
    change = (await started.get_updates())[-1].my_chat_member
    assert change is not None
    assert (change.chat.id, change.new_chat_member.status) == (ANNA, "kicked")


async def test_reactions_pins_and_actions(started: Bot, script: Script):
    post = await started.send_message(f"@{TARGET}", "news")
    await started.set_message_reaction(f"@{TARGET}", post.message_id, [ReactionTypeEmoji(emoji="👍")])
    with pytest.raises(TelegramBadRequest, match="REACTION_INVALID"):
        await started.set_message_reaction(f"@{TARGET}", post.message_id, [ReactionTypeEmoji(emoji="🧦")])
    await started.pin_chat_message(f"@{TARGET}", post.message_id)
    chat = await started.get_chat(f"@{TARGET}")
    assert chat.pinned_message is not None
    assert chat.pinned_message.message_id == post.message_id
    await started.send_chat_action(ANNA, "typing")
    typed = await script.get("/wait", after=0, kind="typing", by=BOT)
    assert typed["events"][0]["action"] == "typing"


async def test_a_migrated_group_names_its_successor(started: Bot, script: Script):
    group = await script.post("/chats", kind="group", title="Old", creator=ANNA, members=[BOT])
    fresh = await script.post(f"/chats/{group['id']}/migrate")
    with pytest.raises(TelegramMigrateToChat) as refusal:
        await started.send_message(group["id"], "anybody here?")
    assert refusal.value.migrate_to_chat_id == fresh["id"]
