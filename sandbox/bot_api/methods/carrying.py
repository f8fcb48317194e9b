"""copyMessage(s) and forwardMessage(s)."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

from sandbox.bot_api.call import Call
from sandbox.bot_api.markup import keyboard
from sandbox.bot_api.methods.sending import caption_content, options
from sandbox.bot_api.render.messages import message
from sandbox.carrying import knows_answer
from sandbox.model import Json
from sandbox.refusals import WorldError


def copy_message(call: Call) -> Json:
    target, source = call.chat(), call.chat("from_chat_id")
    original = call.world.message(source, call.bot.id, call.integer("message_id"), "MESSAGE_COPY_NOT_FOUND")
    if not knows_answer(call.bot.id, original):
        raise WorldError("MESSAGE_COPY_FORBIDDEN")
    caption = caption_content(call) if "caption" in call.params else None
    extra = replace(options(call, target), markup=keyboard(call))
    call.spend(target)
    copied = call.world.carrying.copy(call.bot, original, target, extra, caption)
    return {"message_id": copied.id_for(call.bot.id)}


def forward_message(call: Call) -> Json:
    target, source = call.chat(), call.chat("from_chat_id")
    number = call.integer("message_id")
    original = call.world.message(source, call.bot.id, number, "MESSAGE_FORWARD_NOT_FOUND")
    if original.is_protected or source.is_protected:
        raise WorldError("CHAT_FORWARDS_RESTRICTED")
    extra = options(call, target)
    call.spend(target)
    carried = call.world.carrying.forward(call.bot, source, [number], target, extra)
    if not carried:
        raise WorldError("BAD_REQUEST", reason="message can't be forwarded")
    return message(call.world, call.bot, carried[0])


def carry_many(*, is_copy: bool) -> Callable[[Call], list[Json]]:
    """1-100 messages at once: what cannot be carried is passed over in silence, albums stay whole."""

    def carry(call: Call) -> list[Json]:
        target, source = call.chat(), call.chat("from_chat_id")
        numbers = call.integers("message_ids")
        if len(numbers) > 100:
            raise WorldError(
                "BAD_REQUEST", reason="too many messages to forward" if not is_copy else "too many messages to copy"
            )
        if any(one >= other for one, other in pairwise(numbers)):
            raise WorldError("MESSAGE_IDS_NOT_INCREASING")
        extra = options(call, target)
        call.spend(target, len(numbers))
        carried = call.world.carrying.forward(
            call.bot, source, numbers, target, extra,
            without_author=is_copy, without_captions=call.flag("remove_caption"),
        )  # fmt: skip
        if not carried:
            raise WorldError("BAD_REQUEST", reason="there are no messages to " + ("copy" if is_copy else "forward"))
        return [{"message_id": each.id_for(call.bot.id)} for each in carried]

    return carry


METHODS: dict[str, Callable[[Call], Any]] = {
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
    "copyMessages": carry_many(is_copy=True),
    "forwardMessages": carry_many(is_copy=False),
}
