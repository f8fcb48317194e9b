"""messages.getDialogs: the list of conversations."""

from typing import Any

from telethon import functions, types

from sandbox.model import Chat
from sandbox.mtproto.dialogs import dialog_out
from sandbox.mtproto.difference import state_out
from sandbox.mtproto.messages_out import message_out
from sandbox.mtproto.peers import View
from sandbox.mtproto.rpc import Call

MOST = 100


async def get_dialogs(call: Call, request: Any) -> Any:
    """Newest first; the next page begins behind the date of the last one's newest message."""
    if request.folder_id:
        return types.messages.Dialogs([], [], [], [])
    chats = [chat for chat in call.world.chats_of(call.account_id) if _last_date(call, chat)]
    page = chats
    if request.offset_date is not None and request.offset_date.timestamp() > 0:
        page = _behind(call, chats, request)
    page = page[: min(request.limit, MOST)]
    view = call.view()
    lines, messages = _lines(view, page)
    if len(page) == len(chats):
        return types.messages.Dialogs(lines, messages, view.chats(), view.users())
    return types.messages.DialogsSlice(len(chats), lines, messages, view.chats(), view.users())


def _behind(call: Call, chats: list[Chat], request: Any) -> list[Chat]:
    if not isinstance(request.offset_peer, types.InputPeerEmpty):
        last = call.find.chat(request.offset_peer)
        if last in chats:
            return chats[chats.index(last) + 1 :]
    return [chat for chat in chats if _last_date(call, chat) < request.offset_date.timestamp()]


def _last_date(call: Call, chat: Chat) -> int:
    history = call.world.history[chat.key]
    return next((each.date for each in reversed(history) if each.id_for(call.account_id)), 0)


def _lines(view: View, chats: list[Chat]) -> tuple[list[Any], list[Any]]:
    lines = [dialog_out(view, chat) for chat in chats]
    newest = [view.world.messages_of(chat, view.viewer)[-1:] for chat in chats]
    return lines, [message_out(view, each) for messages in newest for each in messages]


async def get_peer_dialogs(call: Call, request: Any) -> Any:
    view = call.view()
    chats = [call.find.chat(each.peer) for each in request.peers if isinstance(each, types.InputDialogPeer)]
    lines, messages = _lines(view, chats)
    state = state_out(call.world, call.account_id)
    return types.messages.PeerDialogs(lines, messages, view.chats(), view.users(), state)


async def get_pinned_dialogs(call: Call, request: Any) -> Any:
    return types.messages.PeerDialogs([], [], [], [], state_out(call.world, call.account_id))


METHODS = {
    functions.messages.GetDialogsRequest: get_dialogs,
    functions.messages.GetPeerDialogsRequest: get_peer_dialogs,
    functions.messages.GetPinnedDialogsRequest: get_pinned_dialogs,
}
