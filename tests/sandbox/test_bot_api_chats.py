import asyncio

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BufferedInputFile,
    ChatPermissions,
    EphemeralMessageParameters,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputMediaDocument,
    InputRichMessage,
    InputTextMessageContent,
    MenuButtonCommands,
    Message,
    RichBlockSectionHeading,
    RichBlockTable,
)

from sandbox.seed import ANNA, BEN, BOT, SOURCE, TARGET
from sandbox.server import Sandbox
from tests.fakes.sandbox import PNG, Script, aiogram_bot


async def _group(script: Script) -> int:
    chats = await script.get("/chats")
    group: int = next(each["id"] for each in chats if each["kind"] == "supergroup")
    return group


async def test_members_are_told_by_status(bot: Bot, script: Script):
    assert (await bot.get_chat_member(f"@{SOURCE}", ANNA)).status == "creator"
    assert (await bot.get_chat_member(f"@{SOURCE}", BOT)).status == "administrator"
    assert (await bot.get_chat_member(f"@{SOURCE}", BEN)).status == "member"
    assert await bot.get_chat_member_count(f"@{SOURCE}") == 3
    admins = await bot.get_chat_administrators(f"@{TARGET}")
    assert {each.user.id for each in admins} == {ANNA, BOT}
    with pytest.raises(TelegramBadRequest, match="user not found"):
        await bot.get_chat_member(f"@{SOURCE}", 77)


async def test_a_bot_that_is_no_admin_may_not_post_in_a_channel(bot: Bot, script: Script):
    channel = await script.post("/chats", kind="channel", title="Quiet", creator=ANNA, username="quiet_news")
    with pytest.raises(TelegramForbiddenError, match="bot is not a member of the channel chat"):
        await bot.send_message("@quiet_news", "x")
    await script.post(f"/chats/{channel['id']}/members", account=BOT, do="add")
    with pytest.raises(TelegramBadRequest, match="need administrator rights in the channel chat"):
        await bot.send_message("@quiet_news", "x")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.get_chat("@no_such_channel")


async def test_a_kicked_and_a_muted_bot_are_refused(bot: Bot, script: Script):
    group = await _group(script)
    await script.post(f"/chats/{group}/members", account=BOT, do="restrict", rights=[])
    with pytest.raises(TelegramBadRequest, match="not enough rights to send text messages"):
        await bot.send_message(group, "x")
    await script.post(f"/chats/{group}/members", account=BOT, do="ban")
    with pytest.raises(TelegramForbiddenError, match="bot was kicked from the supergroup chat"):
        await bot.send_message(group, "x")
    statuses = [each.my_chat_member.new_chat_member.status for each in await bot.get_updates() if each.my_chat_member]
    assert statuses == ["restricted", "kicked"]


async def test_an_admin_bot_moderates(bot: Bot, script: Script):
    group = await _group(script)
    with pytest.raises(TelegramBadRequest, match="not enough rights"):
        await bot.ban_chat_member(group, BEN)
    await script.post(f"/chats/{group}/members", account=BOT, do="promote")
    await bot.restrict_chat_member(group, BEN, ChatPermissions(can_send_messages=False))
    refusal = await script.refused(f"/people/{BEN}/send", chat=group, text="but")
    assert refusal["name"] == "CHAT_WRITE_FORBIDDEN"
    await bot.ban_chat_member(group, BEN)
    assert (await bot.get_chat_member(group, BEN)).status == "kicked"
    await bot.set_chat_title(group, "Новое имя")
    assert (await bot.get_chat(group)).title == "Новое имя"


async def test_topics_keep_their_messages_apart(bot: Bot, script: Script):
    group = await _group(script)
    with pytest.raises(TelegramBadRequest, match="not enough rights to create a topic"):
        await bot.create_forum_topic(group, "Bot's own")
    await script.post(f"/chats/{group}/members", account=BOT, do="promote")
    topic = await bot.create_forum_topic(group, "Bot's own")
    sent = await bot.send_message(group, "inside", message_thread_id=topic.message_thread_id)
    assert (sent.message_thread_id, sent.is_topic_message) == (topic.message_thread_id, True)
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.forum_topic_created is not None
    general = await bot.send_message(group, "outside")
    assert (general.message_thread_id, general.is_topic_message) == (None, None)
    for wrong in (1, 999):
        with pytest.raises(TelegramBadRequest, match="message thread not found"):
            await bot.send_message(group, "x", message_thread_id=wrong)
    await bot.close_forum_topic(group, topic.message_thread_id)
    refusal = await script.refused(f"/people/{BEN}/send", chat=group, text="late", topic=topic.message_thread_id)
    assert refusal["name"] == "TOPIC_CLOSED"
    await bot.delete_forum_topic(group, topic.message_thread_id)
    assert "inside" not in await script.texts(group, ANNA)


async def test_the_menu_is_kept_by_scope_and_language(bot: Bot, script: Script):
    start, help_ = BotCommand(command="start", description="Begin"), BotCommand(command="help", description="Помощь")
    await bot.set_my_commands([start])
    await bot.set_my_commands([start, help_], scope=BotCommandScopeAllPrivateChats(), language_code="ru")
    assert [each.command for each in await bot.get_my_commands()] == ["start"]
    russian = await bot.get_my_commands(scope=BotCommandScopeAllPrivateChats(), language_code="ru")
    assert [each.description for each in russian] == ["Begin", "Помощь"]
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == []
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    with pytest.raises(TelegramBadRequest, match="BOT_COMMAND_INVALID"):
        await bot.set_my_commands([BotCommand(command="Start!", description="x")])
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.set_my_commands([start], scope=BotCommandScopeChat(chat_id=12345))


async def test_a_rich_message_of_markdown_becomes_blocks(started: Bot):
    markdown = "# Отчёт\n\n**Три**:\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n```py\n1\n```\n\n- [x] done\n> so it goes"
    sent = await started.send_rich_message(ANNA, InputRichMessage(markdown=markdown))
    assert sent.rich_message is not None
    blocks = sent.rich_message.blocks
    assert [each.type for each in blocks] == ["heading", "paragraph", "table", "pre", "list", "blockquote"]
    assert isinstance(blocks[0], RichBlockSectionHeading)
    assert isinstance(blocks[2], RichBlockTable)
    assert blocks[2].cells[1][1].align == "right"
    await started.send_rich_message_draft(ANNA, 5, InputRichMessage(markdown="**par**tial"), can_stop=True)
    with pytest.raises(TelegramBadRequest, match="rich message is too long"):
        await started.send_rich_message(ANNA, InputRichMessage(markdown="я" * 32769))


async def test_inline_results_are_sent_in_the_persons_name_and_edited_by_inline_id(sandbox: Sandbox, script: Script):
    made = await script.post("/bots", first_name="In", username="inline_bot", inline_placeholder="what?")
    inline = aiogram_bot(sandbox, made["token"])
    await script.say(ANNA, made["id"], "/start")

    asking = asyncio.ensure_future(script.post(f"/people/{ANNA}/inline", bot=made["id"], chat=BEN, query="cats"))  # noqa: TID251
    query = next(each.inline_query for each in await _until_inline(inline) if each.inline_query)
    assert query.query == "cats"
    article = InlineQueryResultArticle(
        id="1",
        title="Cats",
        input_message_content=InputTextMessageContent(message_text="Meow"),
        reply_markup=InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="More", callback_data="more")]]),
    )
    silent = article.model_copy(update={"id": "2", "reply_markup": None})
    button = InlineQueryResultsButton(text="To the bot", start_parameter="inline")
    await inline.answer_inline_query(query.id, [article, silent], button=button)
    answered = await asyncio.wait_for(asking, 5)
    assert answered["button"] == {"text": "To the bot", "start_parameter": "inline"}
    await script.post(f"/people/{ANNA}/choose", query_id=answered["query_id"], result_id="2")
    untold = (await inline.get_updates())[-1].chosen_inline_result
    assert untold is not None
    assert untold.inline_message_id is None  # Telegram tells it only of messages that have buttons
    message = await script.post(f"/people/{ANNA}/choose", query_id=answered["query_id"], result_id="1")
    assert (message["text"], message["via_bot"]["id"]) == ("Meow", made["id"])
    chosen = (await inline.get_updates())[-1].chosen_inline_result
    assert chosen is not None
    assert await inline.edit_message_text("Purr", inline_message_id=chosen.inline_message_id) is True
    assert (await script.texts(ANNA, BEN))[-1] == "Purr"
    await inline.session.close()


async def _until_inline(bot: Bot):
    updates = await bot.get_updates(timeout=5)
    while not any(each.inline_query for each in updates):
        updates = await bot.get_updates(offset=updates[-1].update_id + 1, timeout=5)
    return updates


async def test_pins_of_the_general_topic_go_without_those_of_others(bot: Bot, script: Script):
    group = await _group(script)
    await script.post(f"/chats/{group}/members", account=BOT, do="promote")
    topic = (await bot.create_forum_topic(group, "Own")).message_thread_id
    for thread in (None, topic):
        await bot.pin_chat_message(group, (await bot.send_message(group, "x", message_thread_id=thread)).message_id)
    await bot.unpin_all_general_forum_topic_messages(group)
    pinned = (await bot.get_chat(group)).pinned_message
    assert isinstance(pinned, Message)
    assert pinned.message_thread_id == topic


async def test_an_ephemeral_message_is_seen_by_one_member_only(bot: Bot, script: Script):
    group = await _group(script)
    only_ben = EphemeralMessageParameters(receiver_user_id=BEN)
    sent = await bot.send_message(group, "between us", ephemeral_message_parameters=only_ben)
    assert sent.ephemeral_message_id is not None
    assert "between us" in await script.texts(group, BEN)
    assert "between us" not in await script.texts(group, ANNA)
    await bot.edit_ephemeral_message_text(group, BEN, sent.ephemeral_message_id, "for you")
    assert (await script.texts(group, BEN))[-1] == "for you"
    picture = BufferedInputFile(PNG, "a.png")
    shown = await bot.send_photo(group, picture, caption="old words", ephemeral_message_parameters=only_ben)
    assert shown.ephemeral_message_id is not None
    await bot.edit_ephemeral_message_caption(group, BEN, shown.ephemeral_message_id, caption="new words")
    assert (await script.texts(group, BEN))[-1] == "new words"
    media = InputMediaDocument(media=BufferedInputFile(b"text", "a.txt"), caption="a file instead")
    await bot.edit_ephemeral_message_media(group, BEN, shown.ephemeral_message_id, media)
    assert (await script.texts(group, BEN))[-1] == "a file instead"
    await bot.delete_ephemeral_message(group, BEN, shown.ephemeral_message_id)
    await bot.delete_ephemeral_message(group, BEN, sent.ephemeral_message_id)
    assert "for you" not in await script.texts(group, BEN)
    with pytest.raises(TelegramBadRequest, match="only in groups"):
        await bot.send_message(f"@{TARGET}", "x", ephemeral_message_parameters=only_ben)
