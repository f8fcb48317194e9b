"""Who may do what: the checks before anything is posted, edited, deleted or pinned."""

from sandbox.entities import utf16_length
from sandbox.model import GENERAL_TOPIC, Account, Chat, Content, Membership, Message, Topic
from sandbox.refusals import WorldError
from sandbox.store import Store

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
RICH_LIMIT = 32768
DELETE_LIFE = 48 * 3600
"""Seconds within which a bot may delete a message outside channels."""
_PERMISSION_OF = {
    "photo": "can_send_photos",
    "video": "can_send_videos",
    "audio": "can_send_audios",
    "voice": "can_send_voice_notes",
    "video_note": "can_send_video_notes",
    "document": "can_send_documents",
    "poll": "can_send_polls",
    "animation": "can_send_other_messages",
    "sticker": "can_send_other_messages",
    "location": "can_send_messages",
    "contact": "can_send_messages",
}


def check_content(content: Content) -> None:
    """Length and emptiness."""
    if content.rich is not None:
        return
    length = utf16_length(content.text)
    if content.media is not None:
        if length > CAPTION_LIMIT:
            raise WorldError("MEDIA_CAPTION_TOO_LONG")
    elif not length:
        raise WorldError("MESSAGE_EMPTY")
    elif length > TEXT_LIMIT:
        raise WorldError("MESSAGE_TOO_LONG")


def may(chat: Chat, member: Membership, right: str) -> bool:
    """Whether a member has an administrator's right, or a permission that all have."""
    if member.status == "creator":
        return True
    if member.status == "administrator":
        return right in member.rights or (right in chat.permissions and chat.kind != "channel")
    if member.status == "restricted":
        return right in member.rights and right in chat.permissions
    return member.status == "member" and chat.kind != "channel" and right in chat.permissions


def check_reachable(store: Store, account: Account, chat: Chat) -> None:
    """The chat is open to this account at all (reading or writing)."""
    if chat.migrated_to:
        raise WorldError("CHAT_MIGRATED", migrate_to_chat_id=chat.migrated_to)
    if chat.kind == "private":
        return
    member = store.member(chat, account.id)
    if member.status == "kicked":
        raise WorldError(f"KICKED_{chat.kind.upper()}")
    if not member.is_inside:
        raise WorldError(f"NOT_MEMBER_{chat.kind.upper()}")


def check_may_write(store: Store, account: Account, chat: Chat, content: Content | None = None) -> None:
    check_reachable(store, account, chat)
    if chat.kind == "private":
        _check_private(store, account, chat)
        return
    member = store.member(chat, account.id)
    if chat.kind == "channel":
        if not may(chat, member, "can_post_messages"):
            raise WorldError("CHANNEL_POST_FORBIDDEN")
        return
    media = content.media if content is not None else None
    if not may(chat, member, _PERMISSION_OF[media.kind] if media else "can_send_messages") and not member.is_admin:
        raise WorldError("CHAT_SEND_MEDIA_FORBIDDEN" if media else "CHAT_WRITE_FORBIDDEN")


def _check_private(store: Store, account: Account, chat: Chat) -> None:
    other = store.accounts[chat.id_for(account.id)]
    if other.is_deleted:
        raise WorldError("INPUT_USER_DEACTIVATED")
    if (other.id, account.id) in store.blocked:
        raise WorldError("USER_IS_BLOCKED")
    if account.is_bot and other.is_bot:
        raise WorldError("USER_IS_BOT")
    if account.is_bot and not store.history[chat.key]:
        met = any(
            not each.is_shared or account.id in each.members for each in store.chats_of(other.id) if each is not chat
        )
        raise WorldError("BOT_NOT_STARTED" if met else "PEER_ID_INVALID")


def bot_with_topics(store: Store, chat: Chat) -> Account | None:
    """The bot whose private chat this is, if it has topics there."""
    if chat.kind != "private":
        return None
    sides = [store.accounts[side] for side in chat.members]
    return next((side for side in sides if side.bot is not None and side.bot.has_topics), None)


def topic_of(store: Store, account: Account, chat: Chat, topic: int) -> int:
    """The topic a message goes to; 0 in a forum means General, in a private chat outside of all topics.

    Raises:
        WorldError: there is none such, or it is closed and the account may not manage topics.
    """
    if not chat.is_forum:
        if topic and topic not in chat.topics:
            raise WorldError("TOPIC_ID_INVALID")
        return topic
    found: Topic | None = chat.topics.get(topic or GENERAL_TOPIC)
    if found is None:
        raise WorldError("TOPIC_ID_INVALID")
    if found.is_closed and not may(chat, store.member(chat, account.id), "can_manage_topics"):
        raise WorldError("TOPIC_CLOSED")
    return found.id


def check_may_edit(store: Store, account: Account, message: Message) -> None:
    if message.service is not None or message.origin is not None:
        raise WorldError("MESSAGE_EDIT_FORBIDDEN")
    if message.inline_id and account.id in (message.author, message.via_bot):
        return  # what a bot sent through somebody else it edits wherever it stands
    check_reachable(store, account, message.chat)
    if message.chat.kind == "channel":
        member = store.member(message.chat, account.id)
        is_own = message.author == account.id and may(message.chat, member, "can_post_messages")
        if not is_own and not may(message.chat, member, "can_edit_messages"):
            raise WorldError("MESSAGE_EDIT_FORBIDDEN")
    elif account.id not in (message.author, message.via_bot):
        raise WorldError("MESSAGE_EDIT_FORBIDDEN")


def check_may_delete(store: Store, account: Account, message: Message) -> None:
    chat = message.chat
    if account.is_bot and chat.kind != "channel" and store.now() - message.date > DELETE_LIFE:
        raise WorldError("MESSAGE_DELETE_FORBIDDEN")
    if chat.kind == "private":
        return
    check_reachable(store, account, chat)
    if message.author == account.id and chat.kind != "channel":
        return
    member = store.member(chat, account.id)
    is_own_post = message.author == account.id and may(chat, member, "can_post_messages")
    if not is_own_post and not may(chat, member, "can_delete_messages"):
        raise WorldError("MESSAGE_DELETE_FORBIDDEN")


def check_may_pin(store: Store, account: Account, chat: Chat) -> None:
    check_reachable(store, account, chat)
    if chat.kind == "private":
        return
    right = "can_edit_messages" if chat.kind == "channel" else "can_pin_messages"
    if not may(chat, store.member(chat, account.id), right):
        raise WorldError("RIGHT_PIN_MISSING")


def check_admin(store: Store, account: Account, chat: Chat, right: str, refusal: str = "CHAT_ADMIN_REQUIRED") -> None:
    check_reachable(store, account, chat)
    member = store.member(chat, account.id)
    if not member.is_admin or not may(chat, member, right):
        raise WorldError(refusal)
