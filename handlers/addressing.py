"""Whether a message in a group is meant for the bot."""

import re

from aiogram.types import Message, User

GROUPS = frozenset({"group", "supergroup"})


def is_addressed(message: Message, me: User) -> bool:
    """In private always; in a group by a mention, a reply to the bot, or a command that names it or nobody else."""
    if message.chat.type == "private":
        return True
    return _is_reply_to(message, me) or _is_command_for(message, me) or _is_mentioned(message, me)


def without_mention(text: str, me: User) -> str:
    """The text as the person would have written it in private."""
    if not me.username:
        return text.strip()
    return re.sub(rf"@{re.escape(me.username)}\b[,:]?\s*", "", text, flags=re.IGNORECASE).strip()


def _is_reply_to(message: Message, me: User) -> bool:
    """A topic's first message is replied to by all others of the topic: that is no reply of a person."""
    original = message.reply_to_message
    if original is None or original.from_user is None or original.forum_topic_created is not None:
        return False
    return original.from_user.id == me.id


def _is_command_for(message: Message, me: User) -> bool:
    word = (message.text or "").split(maxsplit=1)[:1]
    if not word or not word[0].startswith("/"):
        return False
    _, _, name = word[0].partition("@")
    return not name or name.lower() == (me.username or "").lower()


def _is_mentioned(message: Message, me: User) -> bool:
    text = message.text or message.caption or ""
    for entity in message.entities or message.caption_entities or ():
        if entity.type == "mention" and entity.extract_from(text).lower() == f"@{me.username}".lower():
            return True
        if entity.type == "text_mention" and entity.user is not None and entity.user.id == me.id:
            return True
    return False
