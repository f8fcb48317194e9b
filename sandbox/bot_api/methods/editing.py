"""editMessage… and deleteMessage(s)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sandbox.bot_api.call import Call
from sandbox.bot_api.markup import keyboard
from sandbox.bot_api.methods.sending import caption_content, input_media, text_content
from sandbox.bot_api.render.messages import message
from sandbox.bot_api.rich import rich_content
from sandbox.model import Content, Json, Message
from sandbox.refusals import WorldError


def _target(call: Call) -> Message:
    """The message by chat and number, or by inline_message_id."""
    inline_id = call.text("inline_message_id")
    if inline_id:
        found = next((each for each in call.world.messages.values() if each.inline_id == inline_id), None)
        if found is None or call.bot.id not in (found.via_bot, found.author):
            raise WorldError("BAD_REQUEST", reason="MESSAGE_ID_INVALID")
        return found
    return call.world.message(call.chat(), call.bot.id, call.integer("message_id"))


def _edited(call: Call, edit: Callable[[Message], Message]) -> Json | bool:
    target = _target(call)
    call.spend(target.chat)
    edited = edit(target)
    return True if call.text("inline_message_id") else message(call.world, call.bot, edited)


def edit_text(call: Call) -> Json | bool:
    content = rich_content(call) if call.params.get("rich_message") else text_content(call)
    markup = keyboard(call, is_inline_only=True)
    return _edited(call, lambda target: call.world.editing.edit_text(call.bot, target, content, markup))


def edit_caption(call: Call) -> Json | bool:
    content = caption_content(call)
    markup = keyboard(call, is_inline_only=True)
    return _edited(call, lambda target: call.world.editing.edit_caption(call.bot, target, content, markup))


def edit_media(call: Call) -> Json | bool:
    content: Content = input_media(call, call.json("media"))
    markup = keyboard(call, is_inline_only=True)
    return _edited(call, lambda target: call.world.editing.edit(call.bot, target, replace(content), markup))


def edit_markup(call: Call) -> Json | bool:
    markup = keyboard(call, is_inline_only=True)
    return _edited(call, lambda target: call.world.editing.edit(call.bot, target, None, markup))


def delete_message(call: Call) -> bool:
    chat = call.chat()
    number = call.integer("message_id")
    call.world.message(chat, call.bot.id, number, "MESSAGE_DELETE_NOT_FOUND")
    call.world.editing.delete(call.bot, chat, [number])
    return True


def delete_messages(call: Call) -> bool:
    numbers = call.integers("message_ids")
    if len(numbers) > 100:
        raise WorldError("BAD_REQUEST", reason="too many message identifiers specified")
    call.world.editing.delete(call.bot, call.chat(), numbers)
    return True


METHODS: dict[str, Callable[[Call], Any]] = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageMedia": edit_media,
    "editMessageReplyMarkup": edit_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
