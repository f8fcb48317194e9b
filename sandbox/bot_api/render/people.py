"""Users, chats and members as JSON."""

from sandbox.model import Account, Chat, Json, Membership
from sandbox.rights import ADMIN_RIGHTS, MEMBER_PERMISSIONS
from sandbox.world import World

_CHANNEL_ONLY = frozenset({"can_post_messages", "can_edit_messages", "can_manage_direct_messages"})
_GROUP_ONLY = frozenset({"can_pin_messages", "can_manage_topics", "can_manage_tags"})
TELEGRAM = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


def user(account: Account) -> Json:
    shown: Json = {"id": account.id, "is_bot": account.is_bot, "first_name": account.first_name}
    if account.last_name:
        shown["last_name"] = account.last_name
    if account.username:
        shown["username"] = account.username
    if account.language_code:
        shown["language_code"] = account.language_code
    return shown


def me(bot: Account) -> Json:
    profile = bot.bot
    shown = user(bot)
    if profile is not None:
        shown |= {
            "can_join_groups": profile.can_join_groups,
            "can_read_all_group_messages": not profile.has_privacy,
            "supports_inline_queries": profile.inline_placeholder is not None,
            "supports_guest_queries": profile.has_guest_mode,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": profile.has_topics,
            "allows_users_to_create_topics": profile.has_topics,
            "can_manage_bots": False,
        }
    return shown


def chat(world: World, shown_chat: Chat, viewer: int) -> Json:
    chat_id = shown_chat.id_for(viewer)
    if shown_chat.kind == "private":
        other = world.accounts[chat_id]
        private: Json = {"id": chat_id, "type": "private", "first_name": other.first_name}
        if other.last_name:
            private["last_name"] = other.last_name
        if other.username:
            private["username"] = other.username
        return private
    shown: Json = {"id": chat_id, "type": shown_chat.kind, "title": shown_chat.title}
    if shown_chat.username:
        shown["username"] = shown_chat.username
    if shown_chat.is_forum:
        shown["is_forum"] = True
    return shown


def full_chat(world: World, shown_chat: Chat, viewer: int) -> Json:
    """ChatFullInfo without the pinned message."""
    shown = chat(world, shown_chat, viewer) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
        ),
    }
    if shown_chat.username:
        shown["active_usernames"] = [shown_chat.username]
    if shown_chat.about:
        shown["description"] = shown_chat.about
    if shown_chat.kind in ("group", "supergroup"):
        shown["permissions"] = {right: right in shown_chat.permissions for right in sorted(MEMBER_PERMISSIONS)}
    if shown_chat.linked:
        shown["linked_chat_id"] = shown_chat.linked
    if shown_chat.is_protected:
        shown["has_protected_content"] = True
    if shown_chat.kind != "private" and world.member(shown_chat, viewer).is_admin and shown_chat.invite:
        shown["invite_link"] = f"https://t.me/+{shown_chat.invite}"
    return shown


def member(world: World, shown_chat: Chat, place: Membership, viewer: int) -> Json:
    shown: Json = {"status": place.status, "user": user(world.accounts[place.account])}
    if place.status == "creator":
        shown["is_anonymous"] = False
    elif place.status == "administrator":
        shown |= _admin(shown_chat, place)
        shown["can_be_edited"] = place.by == viewer
    elif place.status == "restricted":
        shown |= {right: right in place.rights for right in MEMBER_PERMISSIONS}
        shown |= {"is_member": True, "until_date": place.until}
    elif place.status == "kicked":
        shown["until_date"] = place.until
    if place.title and place.is_admin:
        shown["custom_title"] = place.title
    return shown


def _admin(shown_chat: Chat, place: Membership) -> Json:
    hidden = _GROUP_ONLY if shown_chat.kind == "channel" else _CHANNEL_ONLY
    return {right: right in place.rights for right in ADMIN_RIGHTS - hidden}
