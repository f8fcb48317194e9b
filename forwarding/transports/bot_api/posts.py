"""A message of aiogram as a post, and the post's formatting as aiogram's."""

from datetime import UTC, datetime

from aiogram.types import (
    Chat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    MessageEntity,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUnion,
    MessageOriginUser,
    User,
)

from core.buttons import Rows
from core.ids import ChatId, MessageId, TopicId
from forwarding.post import Entity, Media, MediaKind, Origin, Post

_KINDS: tuple[MediaKind, ...] = (
    "animation",  # before document: an animation carries both
    "photo",
    "video",
    "audio",
    "voice",
    "video_note",
    "document",
    "sticker",
    "poll",
    "location",
    "contact",
)
_OTHER = ("live_photo", "paid_media", "story", "checklist", "dice", "game", "venue", "invoice", "giveaway")
"""Copied as they are, or refused by Telegram with a reason; what is in them does not matter here."""


def to_post(message: Message) -> Post | None:
    """The message as a post; None for a service message."""
    media = _media(message)
    text = message.text or message.caption or ""
    if media is None and not text and message.rich_message is None:
        return None
    topic = message.message_thread_id if message.is_topic_message else None
    sender = message.sender_chat or message.from_user
    return Post(
        source=ChatId(message.chat.id),
        message=MessageId(message.message_id),
        date=message.date,
        text=text,
        entities=tuple(map(_entity, message.entities or message.caption_entities or ())),
        media=media,
        album=message.media_group_id or "",
        reply_to=MessageId(message.reply_to_message.message_id) if message.reply_to_message else None,
        topic=TopicId(topic) if topic is not None else None,
        edited=datetime.fromtimestamp(message.edit_date, UTC) if message.edit_date else None,
        author=message.author_signature or "",
        sender=sender.id if sender else 0,
        sender_name=_name(sender),
        sender_username=(sender.username or "") if sender else "",
        forwarded_from=_origin(message.forward_origin) if message.forward_origin else None,
        buttons=_buttons(message),
        is_protected=bool(message.has_protected_content),
    )


def _media(message: Message) -> Media | None:
    for kind in _KINDS:
        found = getattr(message, kind)
        if found:
            item = found[-1] if kind == "photo" else found
            return Media(
                kind=kind,
                file_id=getattr(item, "file_id", None) or "",
                unique_id=getattr(item, "file_unique_id", None) or "",
                file_name=getattr(item, "file_name", None) or "",
                mime_type=getattr(item, "mime_type", None) or "",
                size=getattr(item, "file_size", None) or 0,
                duration=getattr(item, "duration", None) or 0,
            )
    return Media(kind="document") if any(getattr(message, name) for name in _OTHER) else None


def _origin(origin: MessageOriginUnion) -> Origin:
    if isinstance(origin, MessageOriginHiddenUser):
        return Origin(name=origin.sender_user_name)
    if isinstance(origin, MessageOriginUser):
        return _said_by(origin.sender_user)
    if isinstance(origin, MessageOriginChat):
        return _said_by(origin.sender_chat)
    return _said_by(origin.chat, origin.message_id)


def _said_by(who: Chat | User, message: int = 0) -> Origin:
    return Origin(who.id, _name(who), who.username or "", message)


def _name(who: Chat | User | None) -> str:
    return "" if who is None else (who.title or who.full_name if isinstance(who, Chat) else who.full_name)


def _buttons(message: Message) -> tuple[str, ...]:
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return tuple(button.url or (button.web_app.url if button.web_app else "") for row in rows for button in row)


def _entity(entity: MessageEntity) -> Entity:
    return Entity(
        kind=entity.type,
        offset=entity.offset,
        length=entity.length,
        url=entity.url or "",
        language=entity.language or "",
        user=entity.user.id if entity.user else 0,
        custom_emoji=entity.custom_emoji_id or "",
    )


def telegram_entity(entity: Entity) -> MessageEntity:
    # A mention of a person without a name cannot be made again by id alone; the words stay.
    return MessageEntity(
        type="text_link" if entity.user else entity.kind,
        offset=entity.offset,
        length=entity.length,
        url=f"tg://user?id={entity.user}" if entity.user else entity.url or None,
        language=entity.language or None,
        custom_emoji_id=entity.custom_emoji or None,
    )


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    buttons = [
        [InlineKeyboardButton(text=each.text, url=each.url or None, callback_data=each.data or None) for each in row]
        for row in rows
    ]
    return InlineKeyboardMarkup(inline_keyboard=buttons)
