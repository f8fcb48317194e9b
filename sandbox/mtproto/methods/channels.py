"""channels.*: made, found, joined, left, changed."""

from typing import Any

from telethon import functions, types

from sandbox.events import ChatChanged
from sandbox.mtproto.happenings import unread_count
from sandbox.mtproto.methods.account import is_free
from sandbox.mtproto.methods.users import bot_info
from sandbox.mtproto.moments import moment
from sandbox.mtproto.peers import bare
from sandbox.mtproto.refusal import Refusal
from sandbox.mtproto.rpc import Call
from sandbox.rules import check_admin


async def create(call: Call, request: Any) -> Any:
    is_group = bool(request.megagroup or request.forum)
    chat = call.world.members.create(
        call.me,
        "supergroup" if is_group else "channel",
        request.title,
        about=request.about,
        is_forum=bool(request.forum),
    )
    return call.happened(types.UpdateChannel(bare(chat.id)))


async def join(call: Call, request: Any) -> Any:
    call.world.members.join(call.me, call.find.channel(request.channel))
    return joined(call)


def joined(call: Call) -> Any:
    return types.messages.ChatInviteJoinResultOk(call.happened())


async def leave(call: Call, request: Any) -> Any:
    call.world.members.leave(call.me, call.find.channel(request.channel))
    return call.happened()


async def get_channels(call: Call, request: Any) -> Any:
    view = call.view()
    for each in request.id:
        view.peer(call.find.channel(each).id)
    return types.messages.Chats(view.chats())


async def get_full(call: Call, request: Any) -> Any:
    chat, view = call.find.channel(request.channel), call.view()
    inside = call.world.inside(chat)
    view.peer(chat.id)
    if chat.linked:
        view.peer(chat.linked)
    bots = [each for each in inside if call.world.accounts[each].is_bot and view.peer(each)]
    member = call.world.member(chat, call.account_id)
    full = types.ChannelFull(
        id=bare(chat.id),
        about=chat.about,
        read_inbox_max_id=chat.read.get(call.account_id, 0),
        read_outbox_max_id=0,
        unread_count=unread_count(view, chat) if member.is_inside else 0,
        chat_photo=types.PhotoEmpty(0),
        notify_settings=types.PeerNotifySettings(),
        bot_info=[bot_info(call, each) for each in bots],
        pts=call.world.boxes[chat.id].pts,
        can_view_participants=chat.kind == "supergroup" or member.is_admin or None,
        participants_count=len(inside),
        admins_count=len(call.world.members.admins(chat)) if member.is_admin else None,
        exported_invite=exported(call, chat.invite, chat.date) if member.is_admin and chat.invite else None,
        pinned_msg_id=call.world.messages[chat.pinned[-1]].shared_id if chat.pinned else None,
        linked_chat_id=bare(chat.linked) if chat.linked else None,
    )
    return types.messages.ChatFull(full, view.chats(), view.users())


def exported(call: Call, invite: str, date: int) -> Any:
    return types.ChatInviteExported(f"https://t.me/+{invite}", call.account_id, moment(date), permanent=True)


async def edit_title(call: Call, request: Any) -> Any:
    call.world.members.set_title(call.me, call.find.channel(request.channel), request.title)
    return call.happened()


async def check_username(call: Call, request: Any) -> bool:
    return is_free(call, request.username)


async def update_username(call: Call, request: Any) -> bool:
    chat = call.find.channel(request.channel)
    _check_creator(call, chat)
    if request.username and not is_free(call, request.username):
        raise Refusal("USERNAME_OCCUPIED")
    call.world.name(chat, request.username)
    call.world.emit(ChatChanged(chat))
    return True


async def toggle_forum(call: Call, request: Any) -> Any:
    chat = call.find.channel(request.channel)
    _check_creator(call, chat)
    call.world.members.set_forum(chat, is_forum=request.enabled)
    return call.happened()


async def toggle_signatures(call: Call, request: Any) -> Any:
    chat = call.find.channel(request.channel)
    check_admin(call.world, call.me, chat, "can_change_info")
    chat.has_signatures = bool(request.signatures_enabled)
    call.world.emit(ChatChanged(chat))
    return call.happened()


async def toggle_protection(call: Call, request: Any) -> Any:
    chat = call.find.chat(request.peer)
    _check_creator(call, chat)
    chat.is_protected = request.enabled
    call.world.emit(ChatChanged(chat))
    return call.happened()


async def link_discussion(call: Call, request: Any) -> bool:
    channel, group = call.find.channel(request.broadcast), call.find.channel(request.group)
    for chat in (channel, group):
        check_admin(call.world, call.me, chat, "can_change_info")
    channel.linked, group.linked = group.id, channel.id
    for chat in (channel, group):
        call.world.emit(ChatChanged(chat))
    return True


def _check_creator(call: Call, chat: Any) -> None:
    if call.world.member(chat, call.account_id).status != "creator":
        raise Refusal("CHAT_ADMIN_REQUIRED")


async def export_link(call: Call, request: Any) -> Any:
    chat = call.find.channel(request.channel)
    message = call.world.message(chat, call.account_id, request.id)
    place = chat.username or f"c/{bare(chat.id)}"
    link = f"https://t.me/{place}/{message.shared_id}"
    return types.ExportedMessageLink(link, link)


METHODS = {
    functions.channels.CreateChannelRequest: create,
    functions.channels.JoinChannelRequest: join,
    functions.channels.LeaveChannelRequest: leave,
    functions.channels.GetChannelsRequest: get_channels,
    functions.channels.GetFullChannelRequest: get_full,
    functions.channels.EditTitleRequest: edit_title,
    functions.channels.CheckUsernameRequest: check_username,
    functions.channels.UpdateUsernameRequest: update_username,
    functions.channels.ToggleForumRequest: toggle_forum,
    functions.channels.ToggleSignaturesRequest: toggle_signatures,
    functions.messages.ToggleNoForwardsRequest: toggle_protection,
    functions.channels.SetDiscussionGroupRequest: link_discussion,
    functions.channels.ExportMessageLinkRequest: export_link,
}
