"""Rights between the Bot API's names and TL's flags."""

from collections.abc import Iterable
from typing import Any

from telethon import types

from sandbox.model import Membership
from sandbox.mtproto.moments import moment
from sandbox.rights import MEMBER_PERMISSIONS

_ADMIN = {
    "can_change_info": "change_info",
    "can_post_messages": "post_messages",
    "can_edit_messages": "edit_messages",
    "can_delete_messages": "delete_messages",
    "can_restrict_members": "ban_users",
    "can_invite_users": "invite_users",
    "can_pin_messages": "pin_messages",
    "can_promote_members": "add_admins",
    "is_anonymous": "anonymous",
    "can_manage_video_chats": "manage_call",
    "can_manage_chat": "other",
    "can_manage_topics": "manage_topics",
    "can_post_stories": "post_stories",
    "can_edit_stories": "edit_stories",
    "can_delete_stories": "delete_stories",
    "can_manage_direct_messages": "manage_direct_messages",
    "can_manage_tags": "manage_ranks",
    "can_send_welcome_messages": "manage_welcome_messages",
}
_MEMBER = {
    "can_send_messages": ("send_messages", "send_plain"),
    "can_send_audios": ("send_audios",),
    "can_send_documents": ("send_docs",),
    "can_send_photos": ("send_photos",),
    "can_send_videos": ("send_videos",),
    "can_send_video_notes": ("send_roundvideos",),
    "can_send_voice_notes": ("send_voices",),
    "can_send_polls": ("send_polls",),
    "can_send_other_messages": ("send_stickers", "send_gifs", "send_games", "send_inline"),
    "can_add_web_page_previews": ("embed_links",),
    "can_react_to_messages": ("send_reactions",),
    "can_edit_tag": ("edit_rank",),
    "can_change_info": ("change_info",),
    "can_invite_users": ("invite_users",),
    "can_pin_messages": ("pin_messages",),
    "can_manage_topics": ("manage_topics",),
}


def admin_rights(member: Membership) -> Any:
    names = set(_ADMIN) - {"is_anonymous"} if member.status == "creator" else member.rights
    return types.ChatAdminRights(**{_ADMIN[name]: True for name in names if name in _ADMIN})


def admin_names(rights: Any) -> frozenset[str]:
    """The Bot API's names of what a ChatAdminRights grants."""
    return frozenset(name for name, flag in _ADMIN.items() if getattr(rights, flag))


def banned_rights(permissions: Iterable[str], until: int = 0) -> Any:
    """What members may not do."""
    missing = MEMBER_PERMISSIONS - set(permissions)
    flags = {flag: True for name in missing for flag in _MEMBER[name]}
    return types.ChatBannedRights(until_date=moment(until), **flags)


def restricted_rights(member: Membership) -> Any:
    return banned_rights(member.rights, member.until)


def permission_names(rights: Any) -> frozenset[str]:
    """What a ChatBannedRights leaves."""
    return frozenset(name for name, flags in _MEMBER.items() if not any(getattr(rights, flag) for flag in flags))
