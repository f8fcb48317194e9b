"""Who is in a supergroup or channel, and what they may do."""

from typing import Any

from telethon import functions, types

from sandbox.events import ChatChanged
from sandbox.model import Chat, Membership
from sandbox.mtproto.moments import moment
from sandbox.mtproto.peers import View
from sandbox.mtproto.refusal import Refusal
from sandbox.mtproto.rights import admin_names, admin_rights, permission_names, restricted_rights
from sandbox.mtproto.rpc import Call
from sandbox.rules import check_admin

MOST = 200


def participant_out(view: View, member: Membership) -> Any:
    """A member as TL's ChannelParticipant of the fitting kind."""
    view.peer(member.account)
    if member.by:
        view.peer(member.by)
    date, is_self = moment(member.since), member.account == view.viewer
    if member.status == "creator":
        return types.ChannelParticipantCreator(member.account, admin_rights(member), rank=member.title or None)
    if member.status == "administrator":
        return types.ChannelParticipantAdmin(
            user_id=member.account,
            promoted_by=member.by,
            date=date,
            admin_rights=admin_rights(member),
            is_self=is_self or None,
            inviter_id=member.by if is_self else None,
            rank=member.title or None,
        )
    if member.status in {"kicked", "restricted"}:
        is_gone = member.status == "kicked"
        rights = (
            types.ChatBannedRights(moment(member.until), view_messages=True) if is_gone else restricted_rights(member)
        )
        return types.ChannelParticipantBanned(view.peer(member.account), member.by, date, rights, left=is_gone or None)
    if member.status == "left":
        return types.ChannelParticipantLeft(view.peer(member.account))
    if is_self:
        return types.ChannelParticipantSelf(member.account, member.by, date)
    return types.ChannelParticipant(member.account, date)


async def get_participants(call: Call, request: Any) -> Any:
    chat, view = call.find.channel(request.channel), call.view()
    if chat.kind == "channel" and not call.world.member(chat, call.account_id).is_admin:
        raise Refusal("CHAT_ADMIN_REQUIRED")
    found = [member for member in chat.members.values() if _fits(call, request.filter, member)]
    page = found[request.offset : request.offset + min(request.limit, MOST)]
    participants = [participant_out(view, member) for member in page]
    return types.channels.ChannelParticipants(len(found), participants, view.chats(), view.users())


def _fits(call: Call, wanted: Any, member: Membership) -> bool:
    if isinstance(wanted, types.ChannelParticipantsKicked):
        return member.status == "kicked"
    if isinstance(wanted, types.ChannelParticipantsBanned):
        return member.status == "restricted"
    if isinstance(wanted, types.ChannelParticipantsAdmins):
        return member.is_admin
    if isinstance(wanted, types.ChannelParticipantsBots):
        return member.is_inside and call.world.accounts[member.account].is_bot
    account = call.world.accounts[member.account]
    words = f"{account.first_name} {account.last_name} {account.username}".lower()
    return member.is_inside and (getattr(wanted, "q", None) or "").lower() in words


async def get_participant(call: Call, request: Any) -> Any:
    chat, view = call.find.channel(request.channel), call.view()
    account = call.find.user(request.participant)
    member = chat.members.get(account.id)
    if member is None or member.status == "left":
        raise Refusal("USER_NOT_PARTICIPANT")
    return types.channels.ChannelParticipant(participant_out(view, member), view.chats(), view.users())


async def invite(call: Call, request: Any) -> Any:
    chat = call.find.channel(request.channel)
    for each in request.users:
        account = call.find.user(each)
        if account.is_bot and chat.kind == "channel":
            raise Refusal("USER_BOT")
        if not call.world.member(chat, account.id).is_inside:
            call.world.members.add(call.me, chat, account)
    return types.messages.InvitedUsers(call.happened(), [])


async def edit_admin(call: Call, request: Any) -> Any:
    chat, account = call.find.channel(request.channel), call.find.user(request.user_id)
    _bring_in(call, chat, account.id)
    call.world.members.promote(call.me, chat, account, admin_names(request.admin_rights), request.rank or "")
    return call.happened()


def _bring_in(call: Call, chat: Chat, account: int) -> None:
    """A bot becomes an administrator of a channel without having been in it."""
    if call.world.accounts[account].is_bot and not call.world.member(chat, account).is_inside:
        call.world.members.add(call.me, chat, call.world.accounts[account], is_silent=True)


async def edit_banned(call: Call, request: Any) -> Any:
    chat, account = call.find.channel(request.channel), call.find.user(request.participant)
    rights = request.banned_rights
    until = int(rights.until_date.timestamp()) if rights.until_date else 0
    member = call.world.member(chat, account.id)
    if rights.view_messages:
        call.world.members.ban(call.me, chat, account, until)
    elif member.status == "kicked":
        call.world.members.unban(call.me, chat, account)
    elif member.is_inside:
        call.world.members.restrict(call.me, chat, account, permission_names(rights), until)
    return call.happened()


async def edit_default_rights(call: Call, request: Any) -> Any:
    """What plain members may do."""
    chat = call.find.chat(request.peer)
    check_admin(call.world, call.me, chat, "can_restrict_members")
    chat.permissions = permission_names(request.banned_rights)
    call.world.emit(ChatChanged(chat))
    return call.happened()


METHODS = {
    functions.messages.EditChatDefaultBannedRightsRequest: edit_default_rights,
    functions.channels.GetParticipantsRequest: get_participants,
    functions.channels.GetParticipantRequest: get_participant,
    functions.channels.InviteToChannelRequest: invite,
    functions.channels.EditAdminRequest: edit_admin,
    functions.channels.EditBannedRequest: edit_banned,
}
