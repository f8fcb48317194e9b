"""What a client missed: the account's box and the channels' boxes, replayed from a pts on."""

from typing import TYPE_CHECKING, Any

from telethon import types

from sandbox.events import NewMessage
from sandbox.mtproto.dialogs import dialog_out
from sandbox.mtproto.happenings import unread_count, updates_out
from sandbox.mtproto.messages_out import message_out
from sandbox.mtproto.moments import moment
from sandbox.mtproto.peers import View, bare

if TYPE_CHECKING:
    from sandbox.model import Chat
    from sandbox.store import Box
    from sandbox.world import World

SLICE = 1000
_RETRY_AFTER = 30


def state_out(world: "World", account_id: int, pts: int | None = None) -> Any:
    """pts is never 0: Telethon takes that for no state at all. `seq` is not used."""
    box = world.boxes[account_id]
    view = View(world, account_id)
    unread = sum(unread_count(view, chat) for chat in world.chats_of(account_id))
    return types.updates.State(pts or box.pts, 0, moment(world.now()), 0, unread)


def account_difference(world: "World", account_id: int, pts: int) -> Any:
    """Private chats and basic groups; each channel is only said to have news, its own difference brings them."""
    box, view = world.boxes[account_id], View(world, account_id)
    if _is_forgotten(box, pts):
        return types.updates.DifferenceTooLong(box.pts)
    entries = box.since(pts)
    part = entries[:SLICE]
    messages, others = _replayed(view, part)
    others += [_channel_news(view, chat) for chat in world.chats_of(account_id) if chat.is_shared]
    if not messages and not others and len(part) == len(entries):
        return types.updates.DifferenceEmpty(moment(world.now()), 0)
    rest: tuple[list[Any], ...] = ([], others, view.chats(), view.users())
    if len(part) < len(entries):
        return types.updates.DifferenceSlice(messages, *rest, state_out(world, account_id, part[-1][0]))
    return types.updates.Difference(messages, *rest, state_out(world, account_id))


def channel_difference(world: "World", account_id: int, chat: "Chat", pts: int, limit: int) -> Any:
    box, view = world.boxes[chat.id], View(world, account_id)
    if _is_forgotten(box, pts):
        return _too_long(view, chat)
    entries = box.since(pts)
    if not entries:
        return types.updates.ChannelDifferenceEmpty(box.pts, final=True, timeout=_RETRY_AFTER)
    part = entries[: max(1, min(limit, SLICE))]
    is_final = len(part) == len(entries)
    messages, others = _replayed(view, part)
    return types.updates.ChannelDifference(
        pts=box.pts if is_final else part[-1][0],
        new_messages=messages,
        other_updates=others,
        chats=view.chats(),
        users=view.users(),
        final=is_final or None,
        timeout=_RETRY_AFTER,
    )


def _is_forgotten(box: "Box", pts: int) -> bool:
    """The log does not reach back so far (it starts anew with the process), or the client is ahead of it."""
    start = box.log[0][0] - box.log[0][1] if box.log else box.pts
    return pts < start or pts > box.pts


def _replayed(view: View, entries: list[Any]) -> tuple[list[Any], list[Any]]:
    """New messages as they are now, and the rest as updates; what came and went meanwhile is left out."""
    messages, others = [], []
    for _, _, event in entries:
        if isinstance(event, NewMessage) and event.message.is_deleted:
            continue
        made = updates_out(view, event)
        if isinstance(event, NewMessage):
            messages += [message_out(view, event.message) for _ in made]
        else:
            others += made
    return messages, others


def _channel_news(view: View, chat: "Chat") -> Any:
    view.peer(chat.id)
    return types.UpdateChannelTooLong(bare(chat.id), pts=view.world.boxes[chat.id].pts)


def _too_long(view: View, chat: "Chat") -> Any:
    newest = view.world.messages_of(chat, view.viewer)[-1:]
    messages = [message_out(view, each) for each in newest]
    dialog = dialog_out(view, chat)
    return types.updates.ChannelDifferenceTooLong(
        dialog, messages, view.chats(), view.users(), final=True, timeout=_RETRY_AFTER
    )
