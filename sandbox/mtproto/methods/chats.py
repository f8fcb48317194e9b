"""Basic groups and invite links."""

from typing import Any

from telethon import functions, types

from sandbox.model import Chat, Membership
from sandbox.mtproto.methods.channels import exported, joined
from sandbox.mtproto.moments import moment
from sandbox.mtproto.peers import bare
from sandbox.mtproto.refusal import Refusal
from sandbox.mtproto.rpc import Call
from sandbox.rules import check_admin


async def create(call: Call, request: Any) -> Any:
    people = [call.find.user(each).id for each in request.users]
    call.world.members.create(call.me, "group", request.title, members=people)
    return types.messages.InvitedUsers(call.happened(), [])


def _group(call: Call, chat_id: int) -> Chat:
    return call.find.chat(types.InputPeerChat(chat_id))


async def add_user(call: Call, request: Any) -> Any:
    call.world.members.add(call.me, _group(call, request.chat_id), call.find.user(request.user_id))
    return types.messages.InvitedUsers(call.happened(), [])


async def delete_user(call: Call, request: Any) -> Any:
    chat, account = _group(call, request.chat_id), call.find.user(request.user_id)
    if account.id == call.account_id:
        call.world.members.leave(call.me, chat)
    else:
        call.world.members.ban(call.me, chat, account)
    return call.happened()


async def edit_title(call: Call, request: Any) -> Any:
    call.world.members.set_title(call.me, _group(call, request.chat_id), request.title)
    return call.happened()


async def get_chats(call: Call, request: Any) -> Any:
    view = call.view()
    for each in request.id:
        view.peer(_group(call, each).id)
    return types.messages.Chats(view.chats())


async def get_full(call: Call, request: Any) -> Any:
    chat, view = _group(call, request.chat_id), call.view()
    view.peer(chat.id)
    people = [_participant(call, member) for member in chat.members.values() if member.is_inside]
    for each in people:
        view.peer(each.user_id)
    full = types.ChatFull(
        id=bare(chat.id),
        about=chat.about,
        participants=types.ChatParticipants(bare(chat.id), people, 1),
        notify_settings=types.PeerNotifySettings(),
        pinned_msg_id=call.world.messages[chat.pinned[-1]].id_for(call.account_id) if chat.pinned else None,
    )
    return types.messages.ChatFull(full, view.chats(), view.users())


def _participant(call: Call, member: Membership) -> Any:
    if member.status == "creator":
        return types.ChatParticipantCreator(member.account)
    kind = types.ChatParticipantAdmin if member.is_admin else types.ChatParticipant
    return kind(member.account, member.by, moment(member.since))


async def migrate(call: Call, request: Any) -> Any:
    chat = _group(call, request.chat_id)
    check_admin(call.world, call.me, chat, "can_manage_chat")
    call.world.members.migrate(chat)
    return call.happened()


# -- invite links


async def export_invite(call: Call, request: Any) -> Any:
    chat = call.find.chat(request.peer)
    check_admin(call.world, call.me, chat, "can_invite_users")
    return exported(call, chat.invite, chat.date)


async def check_invite(call: Call, request: Any) -> Any:
    chat = _invited(call, request.hash)
    if call.world.member(chat, call.account_id).is_inside:
        return types.ChatInviteAlready(call.view().chat(chat))
    return types.ChatInvite(
        title=chat.title,
        photo=types.PhotoEmpty(0),
        participants_count=len(call.world.inside(chat)),
        color=0,
        channel=chat.is_shared or None,
        broadcast=chat.kind == "channel" or None,
        public=bool(chat.username) or None,
        megagroup=chat.kind == "supergroup" or None,
        about=chat.about or None,
    )


def _invited(call: Call, invite: str) -> Chat:
    chat = next((each for each in call.world.chats.values() if each.invite and each.invite == invite), None)
    if chat is None:
        raise Refusal("INVITE_HASH_INVALID")
    return chat


async def import_invite(call: Call, request: Any) -> Any:
    call.world.members.join_by_invite(call.me, request.hash)
    return joined(call)


METHODS = {
    functions.messages.CreateChatRequest: create,
    functions.messages.AddChatUserRequest: add_user,
    functions.messages.DeleteChatUserRequest: delete_user,
    functions.messages.EditChatTitleRequest: edit_title,
    functions.messages.GetChatsRequest: get_chats,
    functions.messages.GetFullChatRequest: get_full,
    functions.messages.MigrateChatRequest: migrate,
    functions.messages.ExportChatInviteRequest: export_invite,
    functions.messages.CheckChatInviteRequest: check_invite,
    functions.messages.ImportChatInviteRequest: import_invite,
}
