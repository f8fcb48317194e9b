"""The request by which the bot makes a copy: as it is, forwarded, or with another text."""

from collections.abc import Callable
from typing import Any

from aiogram.methods import (
    CopyMessage,
    CopyMessages,
    ForwardMessage,
    ForwardMessages,
    SendMediaGroup,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)
from aiogram.types import (
    BufferedInputFile,
    InputMediaAnimation,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    LinkPreviewOptions,
    ReplyParameters,
)

from core.ids import MessageId, TopicId
from forwarding.draft import CAPTIONED
from forwarding.outgoing import CopyPosts, Rewrite
from forwarding.post import Media
from forwarding.transports.bot_api.posts import keyboard, telegram_entity
from forwarding.transports.protocol import Address

GENERAL_TOPIC = 1
"""Telegram refuses its own number for the General topic."""

PICTURE_NAME = "photo.jpg"

INPUT_MEDIA: dict[str, Callable[..., Any]] = {
    "photo": InputMediaPhoto,
    "video": InputMediaVideo,
    "animation": InputMediaAnimation,
    "audio": InputMediaAudio,
    "document": InputMediaDocument,
}


def copy_method(address: Address, posts: CopyPosts, reply_to: MessageId | None) -> TelegramMethod[Any]:
    """Returns one message or id, or the list of an album's."""
    place: dict[str, Any] = {"chat_id": address.chat, "message_thread_id": topic_number(address.topic)}
    if posts.is_forward:
        return _forward(place, posts)
    answered = ReplyParameters(message_id=reply_to, allow_sending_without_reply=True) if reply_to else None
    if posts.rewrite is not None:
        return _rewritten(place, posts, posts.rewrite, answered)
    if len(posts.messages) == 1:
        return CopyMessage(
            **place,
            from_chat_id=posts.source,
            message_id=posts.messages[0],
            reply_markup=keyboard(posts.under),
            reply_parameters=answered,
        )
    # Telegram takes no reply with a copied album: one that answers something comes rewritten.
    return CopyMessages(**place, from_chat_id=posts.source, message_ids=_rising(posts))


def topic_number(topic: TopicId | None) -> int | None:
    return None if topic == GENERAL_TOPIC else topic


def _forward(place: dict[str, Any], posts: CopyPosts) -> TelegramMethod[Any]:
    if len(posts.messages) == 1:
        return ForwardMessage(**place, from_chat_id=posts.source, message_id=posts.messages[0])
    return ForwardMessages(**place, from_chat_id=posts.source, message_ids=_rising(posts))


def _rewritten(
    place: dict[str, Any], posts: CopyPosts, said: Rewrite, answered: ReplyParameters | None
) -> TelegramMethod[Any]:
    entities = [telegram_entity(entity) for entity in said.entities] or None
    if len(posts.messages) > 1:
        pictures = [picture(said.contents.get(message)) for message in posts.messages]
        parts = zip(posts.media, pictures, strict=True)
        media = [_part(each, said, made, is_first=not number) for number, (each, made) in enumerate(parts)]
        return SendMediaGroup(**place, media=media, reply_parameters=answered)
    if posts.media[0] is None:
        return SendMessage(
            **place,
            text=said.text,
            entities=entities,
            parse_mode=None,
            reply_markup=keyboard(said.buttons + posts.under),
            link_preview_options=LinkPreviewOptions(is_disabled=not said.has_preview),
            reply_parameters=answered,
        )
    captioned: dict[str, Any] = {"caption": said.text, "caption_entities": entities, "parse_mode": None}
    if made := picture(said.contents.get(posts.messages[0])):
        markup = keyboard(said.buttons + posts.under)
        return SendPhoto(**place, **captioned, photo=made, reply_markup=markup, reply_parameters=answered)
    return CopyMessage(
        **place,
        **(captioned if posts.media[0].kind in CAPTIONED else {}),
        from_chat_id=posts.source,
        message_id=posts.messages[0],
        reply_markup=keyboard(said.buttons + posts.under),
        reply_parameters=answered,
    )


def picture(content: bytes | None) -> BufferedInputFile | None:
    """One of ours, to be sent instead of the original one."""
    return BufferedInputFile(content, PICTURE_NAME) if content else None


def _part(media: Media | None, said: Rewrite, made: BufferedInputFile | None, *, is_first: bool) -> Any:
    """A part of an album; the first one carries the caption."""
    kind = media.kind if media is not None else "document"
    entities = [telegram_entity(entity) for entity in said.entities] or None
    captioned = {"caption": said.text, "caption_entities": entities, "parse_mode": None} if is_first else {}
    file = media.file_id if media is not None else ""
    return INPUT_MEDIA[kind](media=made or file, **captioned)


def _rising(posts: CopyPosts) -> list[int]:
    return sorted(int(number) for number in posts.messages)
