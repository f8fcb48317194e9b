"""A conversation's line in the list of dialogs."""

from typing import Any

from telethon import types

from sandbox.model import Chat
from sandbox.mtproto.happenings import unread_count
from sandbox.mtproto.peers import View


def dialog_out(view: View, chat: Chat) -> Any:
    history = view.world.messages_of(chat, view.viewer)
    return types.Dialog(
        peer=view.peer_of(chat),
        top_message=history[-1].id_for(view.viewer) if history else 0,
        read_inbox_max_id=chat.read.get(view.viewer, 0),
        read_outbox_max_id=_read_by_other(view, chat),
        unread_count=unread_count(view, chat),
        unread_mentions_count=0,
        unread_reactions_count=0,
        unread_poll_votes_count=0,
        notify_settings=types.PeerNotifySettings(),
        pts=view.world.boxes[chat.id].pts if chat.is_shared else None,
    )


def _read_by_other(view: View, chat: Chat) -> int:
    """The newest message of the viewer's that somebody else has read, as the viewer counts."""
    readers = [(account, up_to) for account, up_to in chat.read.items() if account != view.viewer]
    newest = 0
    for account, up_to in readers:
        message = view.world.box(chat, account).messages.get(up_to)
        newest = max(newest, message.id_for(view.viewer) if message is not None else 0)
    return newest
