"""What a message replies to, as data beside its own words."""

from aiogram.types import Message, User

LONGEST = 2000
"""Characters of what is replied to; the rest is left out."""


def quoted_by(message: Message, me: User, *, knows_own: bool = True) -> str:
    """The part that the person chose to quote, else the whole message, with its author where that is another person.

    An answer of the bot stands in the conversation already: without a chosen part nothing of it is repeated, unless
    the conversation is not known here (`knows_own` is False).
    """
    chosen = message.quote.text if message.quote is not None and message.quote.is_manual else ""
    original = message.reply_to_message
    if original is None or original.forum_topic_created is not None:
        return _short(chosen)
    is_own = original.from_user is not None and original.from_user.id == me.id
    text = chosen or ("" if is_own and knows_own else original.text or original.caption or "")
    return _short(f"{author}: {text}") if text and (author := _author(original, me)) else _short(text)


def _author(original: Message, me: User) -> str:
    """Whose words they are; of a forwarded message nobody of the chat's."""
    if original.forward_origin is not None or original.from_user is None or original.from_user.id == me.id:
        return ""
    if original.chat.type == "private":
        return ""
    return original.sender_chat.title or "" if original.sender_chat else original.from_user.full_name


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
