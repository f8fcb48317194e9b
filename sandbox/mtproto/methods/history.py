"""messages.getHistory, search and the like: pages of a conversation, newest first."""

from collections.abc import Callable, Sequence
from typing import Any

from telethon import functions, types

from sandbox.model import Chat, Message
from sandbox.mtproto.messages_out import message_out
from sandbox.mtproto.refusal import Refusal
from sandbox.mtproto.rpc import Call
from sandbox.rules import check_reachable

MOST = 100


async def get_history(call: Call, request: Any) -> Any:
    _check_person(call)
    chat = readable(call, call.find.chat(request.peer))
    return page_out(call, chat, _newest_first(call, chat), request, request.offset_date)


async def get_replies(call: Call, request: Any) -> Any:
    _check_person(call)
    chat = readable(call, call.find.chat(request.peer))
    found = [each for each in _newest_first(call, chat) if _belongs(call, each, request.msg_id)]
    return page_out(call, chat, found, request, request.offset_date)


def _belongs(call: Call, message: Message, thread: int) -> bool:
    replied = call.world.messages.get(message.reply_to)
    return message.topic == thread or (replied is not None and replied.id_for(call.account_id) == thread)


async def search(call: Call, request: Any) -> Any:
    _check_person(call)
    chat = readable(call, call.find.chat(request.peer))
    fits, wanted = _fitting(request.filter), request.q.lower()
    author = call.find.chat(request.from_id).id_for(call.account_id) if request.from_id else 0
    found = [
        each
        for each in _newest_first(call, chat)
        if fits(each)
        and wanted in each.text.lower()
        and author in (0, each.sender)
        and (not request.top_msg_id or _belongs(call, each, request.top_msg_id))
    ]
    return page_out(call, chat, found, request, request.max_date)


def _fitting(wanted: Any) -> Callable[[Message], bool]:
    kinds = _KINDS.get(type(wanted))
    if isinstance(wanted, types.InputMessagesFilterPinned):
        return lambda message: message.uid in message.chat.pinned
    if isinstance(wanted, types.InputMessagesFilterUrl):
        return lambda message: any(each.kind in {"url", "text_link"} for each in message.content.entities)
    if kinds is None:
        return lambda message: True
    return lambda message: message.content.media is not None and message.content.media.kind in kinds


_KINDS: dict[Any, set[str]] = {
    types.InputMessagesFilterPhotos: {"photo"},
    types.InputMessagesFilterVideo: {"video"},
    types.InputMessagesFilterPhotoVideo: {"photo", "video"},
    types.InputMessagesFilterDocument: {"document"},
    types.InputMessagesFilterMusic: {"audio"},
    types.InputMessagesFilterVoice: {"voice"},
    types.InputMessagesFilterRoundVideo: {"video_note"},
    types.InputMessagesFilterRoundVoice: {"voice", "video_note"},
    types.InputMessagesFilterGif: {"animation"},
}


def _check_person(call: Call) -> None:
    """Bots get single messages by their numbers, and no history."""
    if call.me.is_bot:
        raise Refusal("BOT_METHOD_INVALID")


def readable(call: Call, chat: Chat) -> Chat:
    """The chat, if the account may read it: members may, and everybody in public ones."""
    if not chat.username:
        check_reachable(call.world, call.me, chat)
    return chat


def _newest_first(call: Call, chat: Chat) -> list[Message]:
    return call.world.messages_of(chat, call.account_id)[::-1]


def page_out(call: Call, chat: Chat, found: list[Message], request: Any, before: Any) -> Any:
    """The part of `found` that offsets, bounds and limit ask for."""
    number = {each.uid: each.id_for(call.account_id) for each in found}
    start = 0
    if request.offset_id:
        start = sum(1 for each in found if number[each.uid] >= request.offset_id)
    elif before is not None and before.timestamp() > 0:
        start = sum(1 for each in found if each.date >= before.timestamp())
    start += request.add_offset
    page = found[max(start, 0) : max(start + min(request.limit, MOST), 0)]
    if request.max_id:
        page = [each for each in page if number[each.uid] < request.max_id]
    if request.min_id:
        page = [each for each in page if number[each.uid] > request.min_id]
    return messages_out(call, chat, page, len(found))


def messages_out(call: Call, chat: Chat | None, page: list[Message], count: int, absent: Sequence[int] = ()) -> Any:
    """Messages with whoever they name, in the form that fits the chat."""
    view = call.view()
    messages = [message_out(view, each) for each in page] + [types.MessageEmpty(number, None) for number in absent]
    if chat is not None and chat.is_shared:
        view.peer(chat.id)
        pts = call.world.boxes[chat.id].pts
        return types.messages.ChannelMessages(pts, count, messages, [], view.chats(), view.users())
    if count > len(page):
        return types.messages.MessagesSlice(count, messages, [], view.chats(), view.users())
    return types.messages.Messages(messages, [], view.chats(), view.users())


async def get_messages(call: Call, request: Any) -> Any:
    """By the account's own numbers: private chats and basic groups."""
    box = call.world.boxes[call.account_id]
    return _by_number(call, None, request.id, box.messages)


async def get_channel_messages(call: Call, request: Any) -> Any:
    chat = readable(call, call.find.channel(request.channel))
    return _by_number(call, chat, request.id, call.world.boxes[chat.id].messages)


def _by_number(call: Call, chat: Chat | None, wanted: list[Any], messages: dict[int, Message]) -> Any:
    found, absent = [], []
    for each in wanted:
        number = _number(call, chat, each)
        message = messages.get(number)
        if message is not None and call.world.sees(call.account_id, message):
            found.append(message)
        else:
            absent.append(number)
    return messages_out(call, chat, found, len(wanted), absent=absent)


def _number(call: Call, chat: Chat | None, wanted: Any) -> int:
    if isinstance(wanted, types.InputMessageID):
        return int(wanted.id)
    if isinstance(wanted, types.InputMessagePinned) and chat is not None:
        return call.world.messages[chat.pinned[-1]].id_for(call.account_id) if chat.pinned else 0
    if isinstance(wanted, types.InputMessageReplyTo):
        box = call.world.boxes[chat.id if chat is not None else call.account_id]
        answering = box.messages.get(wanted.id)
        replied = call.world.messages.get(answering.reply_to) if answering is not None else None
        return replied.id_for(call.account_id) if replied is not None else 0
    raise Refusal("MESSAGE_IDS_EMPTY")


METHODS = {
    functions.messages.GetHistoryRequest: get_history,
    functions.messages.GetRepliesRequest: get_replies,
    functions.messages.SearchRequest: search,
    functions.messages.GetMessagesRequest: get_messages,
    functions.channels.GetMessagesRequest: get_channel_messages,
}
