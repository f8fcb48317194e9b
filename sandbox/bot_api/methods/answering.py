"""Answers that are no messages: presses, inline queries, typing, drafts of an answer."""

import re
from collections.abc import Callable
from typing import Any

from sandbox.bot_api.call import Call
from sandbox.bot_api.inline_results import result_content, result_keyboard
from sandbox.bot_api.methods.sending import text_content
from sandbox.bot_api.rich import rich_content
from sandbox.model import Content, Json
from sandbox.refusals import WorldError

ACTIONS = frozenset(
    {
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
        "choose_sticker", "find_location", "record_video_note", "upload_video_note",
    }
)  # fmt: skip


def answer_callback(call: Call) -> bool:
    text = call.text("text")
    if len(text) > 200:
        raise WorldError("BAD_REQUEST", reason="MESSAGE_TOO_LONG")
    call.world.dialogue.answer_press(
        call.bot, call.text("callback_query_id"), text, is_alert=call.flag("show_alert"), url=call.text("url")
    )
    return True


def answer_inline(call: Call) -> bool:
    results = [each for each in call.sequence("results") if isinstance(each, dict)]
    if len(results) > 50:
        raise WorldError("BAD_REQUEST", reason="RESULTS_TOO_MUCH")
    for result in results:
        result_content(call.world, call.bot, result)
    button = call.mapping("button") or None
    if button and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", str(button.get("start_parameter") or "")):
        raise WorldError("BAD_REQUEST", reason="START_PARAM_INVALID")
    call.world.dialogue.answer_inline(call.bot, call.text("inline_query_id"), results, button)
    return True


def answer_guest(call: Call) -> Json:
    result = call.mapping("result")
    content = result_content(call.world, call.bot, result)
    sent = call.world.guests.answer(call.bot, call.text("guest_query_id"), content, result_keyboard(result))
    return {"inline_message_id": sent.inline_id}


def chat_action(call: Call) -> bool:
    action = call.text("action")
    if action not in ACTIONS:
        raise WorldError("BAD_REQUEST", reason="wrong parameter action in request")
    call.world.dialogue.type(call.bot, call.chat(), action, call.integer("message_thread_id"))
    return True


def message_draft(call: Call) -> bool:
    return _draft(call, text_content(call))


def rich_draft(call: Call) -> bool:
    return _draft(call, rich_content(call))


def _draft(call: Call, content: Content) -> bool:
    chat = call.chat()
    call.world.limits.check(call.bot.id, chat, is_draft=True)
    call.world.dialogue.draft(
        call.bot,
        chat,
        call.integer("draft_id"),
        content,
        topic=call.integer("message_thread_id"),
        can_stop=call.flag("can_stop"),
        keep_on_stop=call.flag("keep_on_stop"),
    )
    return True


METHODS: dict[str, Callable[[Call], Any]] = {
    "answerCallbackQuery": answer_callback,
    "answerInlineQuery": answer_inline,
    "answerGuestQuery": answer_guest,
    "sendChatAction": chat_action,
    "sendMessageDraft": message_draft,
    "sendRichMessageDraft": rich_draft,
}
