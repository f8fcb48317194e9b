"""Messages changed and deleted, in private chats, groups and channels."""

from dataclasses import replace
from typing import Any

from telethon import functions, types

from sandbox.model import Chat, Content
from sandbox.mtproto.formatting import entities_in
from sandbox.mtproto.happenings import box_of
from sandbox.mtproto.keyboards import markup_in
from sandbox.mtproto.methods.sending import media_in
from sandbox.mtproto.rpc import Call


async def edit(call: Call, request: Any) -> Any:
    chat = call.find.chat(request.peer)
    message = call.world.message(chat, call.account_id, request.id)
    call.world.limits.check(call.account_id, chat)
    content = message.content
    if request.message is not None:
        entities = entities_in(request.entities, call.find)
        content = replace(content, text=request.message, entities=entities, rich=None)
    if request.media is not None and not isinstance(request.media, types.InputMediaEmpty | types.InputMediaWebPage):
        content = replace(content, media=media_in(call, request.media))
    # A person's client sends no keyboard along; only bots take theirs away by leaving it out.
    markup = markup_in(request.reply_markup) if call.me.is_bot else message.markup
    call.world.editing.edit(call.me, message, _or_same(content, message.content), markup)
    return call.happened()


def _or_same(content: Content, old: Content) -> Content | None:
    return None if content == old else content


async def delete(call: Call, request: Any) -> Any:
    """Private chats and basic groups: the numbers are the account's, the chats follow from them."""
    box = call.world.boxes[call.account_id]
    by_chat: dict[str, tuple[Chat, list[int]]] = {}
    for number in request.id:
        if number in box.messages:
            chat = box.messages[number].chat
            by_chat.setdefault(chat.key, (chat, []))[1].append(number)
    gone = 0
    for chat, numbers in by_chat.values():
        for_all = bool(request.revoke) and not _is_saved(call, chat)
        gone += len(call.world.editing.delete(call.me, chat, numbers, for_all=for_all))
    return affected(call, box.pts, gone)


def _is_saved(call: Call, chat: Chat) -> bool:
    return chat.id_for(call.account_id) == call.account_id


async def delete_in_channel(call: Call, request: Any) -> Any:
    chat = call.find.channel(request.channel)
    gone = call.world.editing.delete(call.me, chat, request.id)
    return affected(call, call.world.boxes[chat.id].pts, len(gone))


async def delete_history(call: Call, request: Any) -> Any:
    chat = call.find.chat(request.peer)
    numbers = [each.id_for(call.account_id) for each in call.world.messages_of(chat, call.account_id)]
    if request.max_id:
        numbers = [number for number in numbers if number <= request.max_id]
    gone = call.world.editing.delete(call.me, chat, numbers, for_all=bool(request.revoke))
    pts = call.world.boxes[box_of(chat, call.account_id)].pts
    call.silence()
    return types.messages.AffectedHistory(pts, len(gone), 0)


def affected(call: Call, pts: int, count: int) -> Any:
    """The answer moves the client's pts, so the update itself is not sent to it again."""
    call.silence()
    return types.messages.AffectedMessages(pts, count)


METHODS = {
    functions.messages.EditMessageRequest: edit,
    functions.messages.DeleteMessagesRequest: delete,
    functions.messages.DeleteHistoryRequest: delete_history,
    functions.channels.DeleteMessagesRequest: delete_in_channel,
}
