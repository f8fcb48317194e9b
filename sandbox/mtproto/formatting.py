"""Entities between the world's names and TL's classes."""

from collections.abc import Callable
from typing import Any

from telethon import types

from sandbox.model import MessageEntity
from sandbox.mtproto.peers import Finder

_PLAIN = {
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
}
_KIND_OF = {constructor: kind for kind, constructor in _PLAIN.items()}


def entities_out(entities: tuple[MessageEntity, ...]) -> list[Any] | None:
    """In TL; None when there are none, since the field is optional."""
    return [_out(each) for each in entities] or None


def _out(each: MessageEntity) -> Any:
    at = (each.offset, each.length)
    if each.kind == "pre":
        return types.MessageEntityPre(*at, each.language)
    if each.kind == "text_link":
        return types.MessageEntityTextUrl(*at, each.url)
    if each.kind == "text_mention":
        return types.MessageEntityMentionName(*at, each.user)
    if each.kind == "custom_emoji":
        return types.MessageEntityCustomEmoji(*at, int(each.custom_emoji))
    if each.kind in {"blockquote", "expandable_blockquote"}:
        return types.MessageEntityBlockquote(*at, collapsed=each.kind == "expandable_blockquote" or None)
    return _PLAIN.get(each.kind, types.MessageEntityUnknown)(*at)


def entities_in(entities: list[Any] | None, finder: Finder) -> tuple[MessageEntity, ...]:
    return tuple(_in(each, finder) for each in entities or ())


def _in(each: Any, finder: Finder) -> MessageEntity:
    details = _DETAILS.get(type(each))
    kind, fields = details(each, finder) if details is not None else (_KIND_OF.get(type(each), "unknown"), {})
    return MessageEntity(kind, each.offset, each.length, **fields)


_DETAILS: dict[Any, Callable[[Any, Finder], tuple[str, dict[str, Any]]]] = {
    types.MessageEntityPre: lambda each, _: ("pre", {"language": each.language}),
    types.MessageEntityTextUrl: lambda each, _: ("text_link", {"url": each.url}),
    types.MessageEntityMentionName: lambda each, _: ("text_mention", {"user": each.user_id}),
    types.InputMessageEntityMentionName: lambda each, find: ("text_mention", {"user": find.user(each.user_id).id}),
    types.MessageEntityCustomEmoji: lambda each, _: ("custom_emoji", {"custom_emoji": str(each.document_id)}),
    types.MessageEntityBlockquote: lambda each, _: ("expandable_blockquote" if each.collapsed else "blockquote", {}),
}
