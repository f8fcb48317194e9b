"""Pins, read marks, typing, reactions."""

from typing import Any

from telethon import functions, types

from sandbox.mtproto.happenings import box_of
from sandbox.mtproto.refusal import Refusal
from sandbox.mtproto.rpc import Call

_ACTIONS: dict[Any, str] = {
    types.SendMessageTypingAction: "typing",
    types.SendMessageCancelAction: "cancel",
    types.SendMessageRecordAudioAction: "record_voice",
    types.SendMessageRecordVideoAction: "record_video",
    types.SendMessageRecordRoundAction: "record_video_note",
    types.SendMessageUploadAudioAction: "upload_voice",
    types.SendMessageUploadDocumentAction: "upload_document",
    types.SendMessageUploadPhotoAction: "upload_photo",
    types.SendMessageUploadVideoAction: "upload_video",
    types.SendMessageUploadRoundAction: "upload_video_note",
    types.SendMessageChooseStickerAction: "choose_sticker",
    types.SendMessageGeoLocationAction: "find_location",
}


async def pin(call: Call, request: Any) -> Any:
    chat = call.find.chat(request.peer)
    message = call.world.message(chat, call.account_id, request.id)
    if request.unpin:
        call.world.marks.unpin(call.me, chat, message)
    else:
        call.world.marks.pin(call.me, message, is_silent=bool(request.silent))
    return call.happened()


async def unpin_all(call: Call, request: Any) -> Any:
    chat = call.find.chat(request.peer)
    before = len(chat.pinned)
    call.world.marks.unpin_all(call.me, chat, request.top_msg_id or 0)
    call.silence()
    box = call.world.boxes[box_of(chat, call.account_id)]
    return types.messages.AffectedHistory(box.pts, before - len(chat.pinned), 0)


async def read(call: Call, request: Any) -> Any:
    chat = call.find.chat(request.peer)
    call.world.marks.read(call.me, chat, request.max_id or call.world.boxes[call.account_id].last_id)
    call.silence()
    return types.messages.AffectedMessages(call.world.boxes[call.account_id].pts, 0)


async def read_channel(call: Call, request: Any) -> bool:
    chat = call.find.channel(request.channel)
    call.world.marks.read(call.me, chat, request.max_id or call.world.boxes[chat.id].last_id)
    return True


async def read_mentions(call: Call, request: Any) -> Any:
    chat = call.find.chat(request.peer)
    return types.messages.AffectedHistory(call.world.boxes[box_of(chat, call.account_id)].pts, 0, 0)


async def set_typing(call: Call, request: Any) -> bool:
    action = _ACTIONS.get(type(request.action))
    if isinstance(request.action, types.SendMessageStopDraftAction):
        call.world.dialogue.stop(call.me, call.find.chat(request.peer), request.action.random_id)
    elif action is not None:
        call.world.dialogue.type(call.me, call.find.chat(request.peer), action, request.top_msg_id or 0)
    return True


async def react(call: Call, request: Any) -> Any:
    chat = call.find.chat(request.peer)
    message = call.world.message(chat, call.account_id, request.msg_id)
    given = request.reaction or []
    if any(not isinstance(each, types.ReactionEmoji | types.ReactionEmpty) for each in given):
        raise Refusal("REACTION_INVALID")
    emoji = tuple(each.emoticon for each in given if isinstance(each, types.ReactionEmoji))
    call.world.marks.react(call.me, message, emoji)
    return call.happened()


METHODS = {
    functions.messages.UpdatePinnedMessageRequest: pin,
    functions.messages.UnpinAllMessagesRequest: unpin_all,
    functions.messages.ReadHistoryRequest: read,
    functions.messages.ReadMentionsRequest: read_mentions,
    functions.channels.ReadHistoryRequest: read_channel,
    functions.messages.SetTypingRequest: set_typing,
    functions.messages.SendReactionRequest: react,
}
