"""getChat and members, pins, leaving, administrators' methods."""

from collections.abc import Callable
from typing import Any

from sandbox.bot_api.call import Call
from sandbox.bot_api.render import people
from sandbox.bot_api.render.messages import message
from sandbox.model import GENERAL_TOPIC, Json
from sandbox.refusals import WorldError
from sandbox.rights import ADMIN_RIGHTS, MEMBER_PERMISSIONS
from sandbox.rules import check_reachable


def get_chat(call: Call) -> Json:
    chat = call.chat()
    if not chat.username:
        check_reachable(call.world, call.bot, chat)
    shown = people.full_chat(call.world, chat, call.bot.id)
    pinned = call.world.messages.get(chat.pinned[-1]) if chat.pinned else None
    if pinned is not None:
        shown["pinned_message"] = message(call.world, call.bot, pinned, with_reply=False)
    return shown


def get_chat_member(call: Call) -> Json:
    chat = call.chat()
    if chat.kind == "private":
        raise WorldError("BAD_REQUEST", reason="there are no members in the private chat")
    check_reachable(call.world, call.bot, chat)
    account = call.user()
    if chat.kind == "channel" and not call.world.member(chat, call.bot.id).is_admin:
        raise WorldError("BAD_REQUEST", reason="member list is inaccessible")
    return people.member(call.world, chat, call.world.member(chat, account.id), call.bot.id)


def get_chat_administrators(call: Call) -> list[Json]:
    chat = call.chat()
    if chat.kind == "private":
        raise WorldError("BAD_REQUEST", reason="there are no administrators in the private chat")
    check_reachable(call.world, call.bot, chat)
    admins = call.world.members.admins(chat)
    is_other_bot = {each.account for each in admins if call.world.accounts[each.account].is_bot} - {call.bot.id}
    return [people.member(call.world, chat, each, call.bot.id) for each in admins if each.account not in is_other_bot]


def get_chat_member_count(call: Call) -> int:
    chat = call.chat()
    if not chat.username:
        check_reachable(call.world, call.bot, chat)
    return len(call.world.inside(chat))


def leave_chat(call: Call) -> bool:
    chat = call.chat()
    if chat.kind == "private":
        raise WorldError("BAD_REQUEST", reason="can't leave the private chat")
    call.world.members.leave(call.bot, chat)
    return True


def pin(call: Call) -> bool:
    found = call.world.message(call.chat(), call.bot.id, call.integer("message_id"), "MESSAGE_PIN_NOT_FOUND")
    call.world.marks.pin(call.bot, found, is_silent=call.flag("disable_notification"))
    return True


def unpin(call: Call) -> bool:
    chat, number = call.chat(), call.integer("message_id")
    found = call.world.message(chat, call.bot.id, number, "MESSAGE_UNPIN_NOT_FOUND") if number else None
    call.world.marks.unpin(call.bot, chat, found)
    return True


def unpin_all(call: Call) -> bool:
    call.world.marks.unpin_all(call.bot, call.chat(), call.integer("message_thread_id"))
    return True


def unpin_all_general(call: Call) -> bool:
    call.world.marks.unpin_all(call.bot, call.chat(), GENERAL_TOPIC)
    return True


def set_title(call: Call) -> bool:
    call.world.members.set_title(call.bot, call.chat(), call.text("title"))
    return True


def ban(call: Call) -> bool:
    call.world.members.ban(call.bot, call.chat(), call.user(), call.integer("until_date"))
    return True


def unban(call: Call) -> bool:
    call.world.members.unban(call.bot, call.chat(), call.user())
    return True


def restrict(call: Call) -> bool:
    given = call.mapping("permissions")
    left = frozenset(name for name in MEMBER_PERMISSIONS if given.get(name))
    call.world.members.restrict(call.bot, call.chat(), call.user(), left, call.integer("until_date"))
    return True


def promote(call: Call) -> bool:
    rights = frozenset(name for name in ADMIN_RIGHTS if call.flag(name))
    call.world.members.promote(call.bot, call.chat(), call.user(), rights)
    return True


def react(call: Call) -> bool:
    found = call.world.message(call.chat(), call.bot.id, call.integer("message_id"), "MESSAGE_REACT_NOT_FOUND")
    emoji = tuple(str(each.get("emoji", "")) for each in call.sequence("reaction") if isinstance(each, dict))
    call.world.marks.react(call.bot, found, emoji)
    return True


def export_invite(call: Call) -> str:
    chat = call.chat()
    if not call.world.member(chat, call.bot.id).is_admin:
        raise WorldError("BAD_REQUEST", reason="not enough rights to manage chat invite link")
    return f"https://t.me/+{chat.invite}"


METHODS: dict[str, Callable[[Call], Any]] = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "pinChatMessage": pin,
    "unpinChatMessage": unpin,
    "unpinAllChatMessages": unpin_all,
    "unpinAllForumTopicMessages": unpin_all,
    "unpinAllGeneralForumTopicMessages": unpin_all_general,
    "setChatTitle": set_title,
    "banChatMember": ban,
    "unbanChatMember": unban,
    "restrictChatMember": restrict,
    "promoteChatMember": promote,
    "setMessageReaction": react,
    "exportChatInviteLink": export_invite,
}
