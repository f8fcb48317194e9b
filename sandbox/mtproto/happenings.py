"""Events of the world as TL updates for one account."""

from typing import Any

from telethon import types

from sandbox import events
from sandbox.events import Event
from sandbox.model import Chat
from sandbox.mtproto.formatting import entities_out
from sandbox.mtproto.messages_out import message_out, reactions_out
from sandbox.mtproto.peers import View, bare

_ACTIONS = {
    "typing": types.SendMessageTypingAction,
    "record_voice": types.SendMessageRecordAudioAction,
    "record_video": types.SendMessageRecordVideoAction,
    "record_video_note": types.SendMessageRecordRoundAction,
    "choose_sticker": types.SendMessageChooseStickerAction,
    "find_location": types.SendMessageGeoLocationAction,
    "cancel": types.SendMessageCancelAction,
}
_UPLOADS = {
    "upload_photo": types.SendMessageUploadPhotoAction,
    "upload_video": types.SendMessageUploadVideoAction,
    "upload_voice": types.SendMessageUploadAudioAction,
    "upload_document": types.SendMessageUploadDocumentAction,
    "upload_video_note": types.SendMessageUploadRoundAction,
}


def box_of(chat: Chat, viewer: int) -> int:
    return chat.id if chat.is_shared else viewer


def updates_out(view: View, event: Event) -> list[Any]:
    """What the account learns of the event; nothing if it does not concern it."""
    maker = _MAKERS.get(type(event))
    return maker(view, event) if maker is not None else []


def _is_reached(view: View, chat: Chat) -> bool:
    return view.world.member(chat, view.viewer).is_inside


def _new(view: View, event: events.NewMessage) -> list[Any]:
    message = event.message
    if not _may_see(view, message):
        return []
    pts = event.pts[box_of(message.chat, view.viewer)]
    kind = types.UpdateNewChannelMessage if message.chat.is_shared else types.UpdateNewMessage
    return [kind(message_out(view, message), pts, 1)]


def _edited(view: View, event: events.MessageEdited) -> list[Any]:
    message = event.message
    if not _may_see(view, message):
        return []
    pts = event.pts[box_of(message.chat, view.viewer)]
    kind = types.UpdateEditChannelMessage if message.chat.is_shared else types.UpdateEditMessage
    return [kind(message_out(view, message), pts, 1)]


def _may_see(view: View, message: Any) -> bool:
    if not message.id_for(view.viewer) or not view.world.sees(view.viewer, message):
        return False
    if not _is_reached(view, message.chat):
        return False
    account = view.world.accounts[view.viewer]
    return not account.is_bot or message.author == account.id or view.world.hears(account, message)


def _deleted(view: View, event: events.MessagesDeleted) -> list[Any]:
    box = box_of(event.chat, view.viewer)
    ids = event.ids.get(box)
    if not ids or not _is_reached(view, event.chat):
        return []
    if event.chat.is_shared:
        view.peer(event.chat.id)
        return [types.UpdateDeleteChannelMessages(bare(event.chat.id), list(ids), event.pts[box], len(ids))]
    return [types.UpdateDeleteMessages(list(ids), event.pts[box], len(ids))]


def _pinned(view: View, event: events.MessagesPinned) -> list[Any]:
    box = box_of(event.chat, view.viewer)
    ids = event.ids.get(box)
    if not ids or not _is_reached(view, event.chat):
        return []
    peer, is_pinned = view.peer_of(event.chat), event.is_pinned or None
    if event.chat.is_shared:
        return [
            types.UpdatePinnedChannelMessages(
                bare(event.chat.id), list(ids), event.pts[box], len(ids), pinned=is_pinned
            )
        ]
    return [types.UpdatePinnedMessages(peer, list(ids), event.pts[box], len(ids), pinned=is_pinned)]


def _reaction(view: View, event: events.ReactionChanged) -> list[Any]:
    message = event.message
    if not _may_see(view, message):
        return []
    reactions = reactions_out(view, message) or types.MessageReactions([])
    return [types.UpdateMessageReactions(view.peer_of(message.chat), message.id_for(view.viewer), reactions)]


def _membership(view: View, event: events.MemberChanged) -> list[Any]:
    if event.new.account != view.viewer or event.chat.kind == "private":
        return []
    return _look_again(view, event.chat)


def _changed(view: View, event: events.ChatChanged) -> list[Any]:
    return _look_again(view, event.chat) if _is_reached(view, event.chat) else []


def _look_again(view: View, chat: Chat) -> list[Any]:
    view.peer_of(chat)
    return [types.UpdateChannel(bare(chat.id)) if chat.is_shared else types.UpdateChat(bare(chat.id))]


def _read(view: View, event: events.HistoryRead) -> list[Any]:
    """One's own other clients learn what was read; in private chats the other side does too."""
    chat, world = event.chat, view.world
    if event.account != view.viewer:
        return _read_by_other(view, event)
    pts = world.box(chat, view.viewer).pts
    unread = unread_count(view, chat)
    if chat.is_shared:
        view.peer(chat.id)
        return [types.UpdateReadChannelInbox(bare(chat.id), event.up_to, unread, pts)]
    return [types.UpdateReadHistoryInbox(view.peer_of(chat), event.up_to, unread, pts, 0)]


def _read_by_other(view: View, event: events.HistoryRead) -> list[Any]:
    if event.chat.kind != "private" or view.viewer not in event.chat.members:
        return []
    message = view.world.boxes[event.account].messages.get(event.up_to)
    number = message.id_for(view.viewer) if message is not None else 0
    if not number:
        return []
    pts = view.world.boxes[view.viewer].pts
    return [types.UpdateReadHistoryOutbox(view.peer_of(event.chat), number, pts, 0)]


def unread_count(view: View, chat: Chat) -> int:
    read = chat.read.get(view.viewer, 0)
    return sum(
        1
        for each in view.world.messages_of(chat, view.viewer)
        if each.id_for(view.viewer) > read and each.author != view.viewer
    )


def _typing(view: View, event: events.Typing) -> list[Any]:
    if event.action in _UPLOADS:
        return _activity(view, event.chat, event.account, _UPLOADS[event.action](0), event.topic)
    action = _ACTIONS.get(event.action, types.SendMessageTypingAction)()
    return _activity(view, event.chat, event.account, action, event.topic)


def _draft(view: View, event: events.DraftChanged) -> list[Any]:
    draft = event.draft
    if event.is_gone:
        return _activity(view, draft.chat, draft.bot, types.SendMessageCancelAction(), draft.topic)
    words = types.TextWithEntities(draft.content.text, entities_out(draft.content.entities) or [])
    action = types.SendMessageTextDraftAction(
        words, random_id=draft.draft_id, can_stop=draft.can_stop or None, keep_on_stop=draft.keep_on_stop or None
    )
    return _activity(view, draft.chat, draft.bot, action, draft.topic)


def _activity(view: View, chat: Chat, account: int, action: Any, topic: int) -> list[Any]:
    if account == view.viewer or not _is_reached(view, chat):
        return []
    peer = view.peer(account)
    if chat.kind == "private":
        return [types.UpdateUserTyping(account, action, top_msg_id=topic or None)]
    if chat.is_shared:
        view.peer(chat.id)
        return [types.UpdateChannelUserTyping(bare(chat.id), peer, action, top_msg_id=topic or None)]
    view.peer(chat.id)
    return [types.UpdateChatUserTyping(bare(chat.id), peer, action)]


def _pressed(view: View, event: events.CallbackPressed) -> list[Any]:
    callback = event.callback
    if callback.bot != view.viewer:
        return []
    view.peer(callback.account)
    message = callback.message
    peer = view.peer_of(message.chat)
    return [
        types.UpdateBotCallbackQuery(
            query_id=int(callback.id),
            user_id=callback.account,
            peer=peer,
            msg_id=message.id_for(view.viewer),
            chat_instance=view.access_hash("instance", message.uid),
            data=callback.data.encode(),
        )
    ]


def _asked(view: View, event: events.InlineAsked) -> list[Any]:
    query = event.query
    if query.bot != view.viewer:
        return []
    view.peer(query.account)
    return [types.UpdateBotInlineQuery(int(query.id), query.account, query.query, query.offset)]


_MAKERS: dict[type, Any] = {
    events.NewMessage: _new,
    events.MessageEdited: _edited,
    events.MessagesDeleted: _deleted,
    events.MessagesPinned: _pinned,
    events.ReactionChanged: _reaction,
    events.MemberChanged: _membership,
    events.ChatChanged: _changed,
    events.HistoryRead: _read,
    events.Typing: _typing,
    events.DraftChanged: _draft,
    events.CallbackPressed: _pressed,
    events.InlineAsked: _asked,
}
