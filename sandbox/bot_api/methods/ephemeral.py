"""Messages that one member of a group sees: edited and deleted by their own methods."""

from collections.abc import Callable
from typing import Any

from sandbox.bot_api.call import Call
from sandbox.bot_api.markup import keyboard
from sandbox.bot_api.methods.sending import caption_content, input_media, text_content
from sandbox.model import Message
from sandbox.refusals import WorldError


def _target(call: Call) -> Message:
    chat, number = call.chat(), call.integer("ephemeral_message_id")
    for each in reversed(call.world.history[chat.key]):
        is_it = number in (each.shared_id, each.uid) and each.author == call.bot.id
        if is_it and each.only_for and each.only_for == call.integer("receiver_user_id"):
            return each
    raise WorldError("MESSAGE_ID_INVALID")


def edit_text(call: Call) -> bool:
    markup = keyboard(call, is_inline_only=True)
    call.world.editing.edit_text(call.bot, _target(call), text_content(call), markup)
    return True


def edit_caption(call: Call) -> bool:
    markup = keyboard(call, is_inline_only=True)
    call.world.editing.edit_caption(call.bot, _target(call), caption_content(call), markup)
    return True


def edit_media(call: Call) -> bool:
    content = input_media(call, call.json("media"))
    call.world.editing.edit(call.bot, _target(call), content, keyboard(call, is_inline_only=True))
    return True


def edit_markup(call: Call) -> bool:
    call.world.editing.edit(call.bot, _target(call), None, keyboard(call, is_inline_only=True))
    return True


def delete(call: Call) -> bool:
    target = _target(call)
    call.world.editing.delete(call.bot, target.chat, [target.id_for(call.bot.id)])
    return True


METHODS: dict[str, Callable[[Call], Any]] = {
    "editEphemeralMessageText": edit_text,
    "editEphemeralMessageCaption": edit_caption,
    "editEphemeralMessageMedia": edit_media,
    "editEphemeralMessageReplyMarkup": edit_markup,
    "deleteEphemeralMessage": delete,
}
