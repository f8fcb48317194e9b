"""A message of Telethon as a post, and the post's formatting as Telethon's."""

from typing import Any

from telethon.tl import types
from telethon.utils import get_display_name, get_peer_id

from core.ids import ChatId, MessageId, TopicId
from forwarding.post import Entity, Media, MediaKind, Origin, Post

_ENTITIES: dict[str, Any] = {
    "mention": types.MessageEntityMention,
    "hashtag": types.MessageEntityHashtag,
    "cashtag": types.MessageEntityCashtag,
    "bot_command": types.MessageEntityBotCommand,
    "url": types.MessageEntityUrl,
    "email": types.MessageEntityEmail,
    "phone_number": types.MessageEntityPhone,
    "bold": types.MessageEntityBold,
    "italic": types.MessageEntityItalic,
    "underline": types.MessageEntityUnderline,
    "strikethrough": types.MessageEntityStrike,
    "spoiler": types.MessageEntitySpoiler,
    "code": types.MessageEntityCode,
    "pre": types.MessageEntityPre,
    "text_link": types.MessageEntityTextUrl,
    "text_mention": types.MessageEntityMentionName,
    "custom_emoji": types.MessageEntityCustomEmoji,
    "blockquote": types.MessageEntityBlockquote,
}
_KINDS = {kind: name for name, kind in _ENTITIES.items()}
_MEDIA: tuple[tuple[str, MediaKind], ...] = (
    ("gif", "animation"),
    ("photo", "photo"),
    ("video_note", "video_note"),
    ("video", "video"),
    ("voice", "voice"),
    ("audio", "audio"),
    ("sticker", "sticker"),
    ("document", "document"),
    ("poll", "poll"),
    ("contact", "contact"),
    ("geo", "location"),
)


def to_post(message: Any) -> Post | None:
    """The message as a post; None for a service message and a hole."""
    if not isinstance(message, types.Message):
        return None
    reply = message.reply_to
    topic = (reply.reply_to_top_id or reply.reply_to_msg_id) if reply is not None and reply.forum_topic else None
    return Post(
        source=ChatId(get_peer_id(message.peer_id)),
        message=MessageId(message.id),
        date=message.date,
        text=message.message or "",
        entities=tuple(_entity(each) for each in message.entities or () if type(each) in _KINDS),
        media=_media(message),
        album=str(message.grouped_id or ""),
        reply_to=MessageId(reply.reply_to_msg_id) if reply is not None and reply.reply_to_msg_id else None,
        topic=TopicId(topic) if topic else None,
        edited=None if message.edit_hide else message.edit_date,
        author=message.post_author or "",
        sender=message.sender_id or 0,
        sender_name=get_display_name(message.sender),
        sender_username=getattr(message.sender, "username", "") or "",
        forwarded_from=_origin(message.forward) if message.forward else None,
        buttons=_buttons(message.reply_markup),
        is_protected=bool(message.noforwards or getattr(message.chat, "noforwards", False)),
    )


def telethon_entities(entities: tuple[Entity, ...]) -> list[Any]:
    """Those that an account can send; a mention by id needs more than the id and stays plain words."""
    made = []
    for entity in entities:
        place = {"offset": entity.offset, "length": entity.length}
        if entity.kind == "text_link":
            made.append(types.MessageEntityTextUrl(url=entity.url, **place))
        elif entity.kind == "pre":
            made.append(types.MessageEntityPre(language=entity.language, **place))
        elif entity.kind == "custom_emoji":
            made.append(types.MessageEntityCustomEmoji(document_id=int(entity.custom_emoji), **place))
        elif entity.kind == "expandable_blockquote":
            made.append(types.MessageEntityBlockquote(collapsed=True, **place))
        elif entity.kind in _ENTITIES and entity.kind != "text_mention":
            made.append(_ENTITIES[entity.kind](**place))
    return made


def _entity(entity: Any) -> Entity:
    return Entity(
        kind="expandable_blockquote" if getattr(entity, "collapsed", None) else _KINDS[type(entity)],
        offset=entity.offset,
        length=entity.length,
        url=getattr(entity, "url", "") or "",
        language=getattr(entity, "language", "") or "",
        user=getattr(entity, "user_id", 0) or 0,
        custom_emoji=str(getattr(entity, "document_id", "") or ""),
    )


def _origin(forward: Any) -> Origin:
    # Telethon knows the chat only where the answer brought it along.
    who = forward.chat or forward.sender
    return Origin(
        chat=get_peer_id(forward.from_id) if forward.from_id else 0,
        name=get_display_name(who) or forward.from_name or "",
        username=getattr(who, "username", "") or "",
        message=forward.channel_post or 0,
    )


def _buttons(markup: Any) -> tuple[str, ...]:
    if not isinstance(markup, types.ReplyInlineMarkup):
        return ()
    return tuple(getattr(button.type, "url", "") for row in markup.rows for button in row.buttons)


def _media(message: Any) -> Media | None:
    if isinstance(message.media, types.MessageMediaWebPage):  # Telethon takes the picture of a preview for a photo
        return None
    kind = next((kind for name, kind in _MEDIA if getattr(message, name)), None)
    if kind is None:
        return Media("document") if message.media is not None else None
    file = message.file
    return Media(
        kind=kind,
        unique_id=str(getattr(message.photo or message.document, "id", "")),
        file_name=(file.name or "") if file else "",
        mime_type=(file.mime_type or "") if file else "",
        size=(file.size or 0) if file else 0,
        duration=int(file.duration or 0) if file else 0,
    )
