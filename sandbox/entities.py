"""Text as Telegram sees it: UTF-16 lengths, and the entities that it finds by itself (commands, mentions, links)."""

import re
from dataclasses import replace

from sandbox.model import MessageEntity

_FOUND = re.compile(
    r"(?P<url>\bhttps?://[^\s<>\"']+[^\s<>\"'.,:;!?)])"
    r"|(?P<email>\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}\b)"
    r"|(?P<mention>(?<![\w@/])@[A-Za-z]\w{2,31}\b)"
    r"|(?P<bot_command>(?<![\w/@<>])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?\b)"
    r"|(?P<hashtag>(?<![\w#&])#\w*[^\W\d]\w*)"
    r"|(?P<cashtag>(?<![\w$])\$[A-Z]{3,8}\b)"
    r"|(?P<bare>\b(?:[a-z0-9-]{1,63}\.){1,8}(?:com|org|net|io|dev|me|ru|рф|app|info)\b(?:/[^\s<>\"']*[^\s<>\"'.,:;!?)])?)",
    re.IGNORECASE,
)
_OPAQUE = {"code", "pre", "text_link", "text_mention", "url", "email", "custom_emoji"}


def utf16_length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_slice(text: str, offset: int, length: int) -> str:
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[offset * 2 : (offset + length) * 2].decode("utf-16-le", "replace")


def with_detected(text: str, entities: tuple[MessageEntity, ...]) -> tuple[MessageEntity, ...]:
    """The given entities and those found in the text outside code and links, in Telegram's order."""
    found = [_entity(match, text) for match in _FOUND.finditer(text)]
    taken = [each for each in entities if each.kind in _OPAQUE]
    fresh = [each for each in found if not any(_overlap(each, other) for other in taken)]
    given = [each for each in entities if each not in fresh]
    return tuple(sorted([*given, *fresh], key=lambda each: (each.offset, -each.length)))


def trimmed(text: str, entities: tuple[MessageEntity, ...]) -> tuple[str, tuple[MessageEntity, ...]]:
    """Without the white space at both ends, entities moved and cut along."""
    body = text.strip()
    if body == text:
        return text, entities
    lead = utf16_length(text[: len(text) - len(text.lstrip())])
    end = utf16_length(body)
    kept = []
    for each in entities:
        start, stop = max(each.offset - lead, 0), min(each.offset + each.length - lead, end)
        if stop > start:
            kept.append(replace(each, offset=start, length=stop - start))
    return body, tuple(kept)


def _entity(match: re.Match[str], text: str) -> MessageEntity:
    kind = "url" if match.lastgroup == "bare" else str(match.lastgroup)
    return MessageEntity(kind, utf16_length(text[: match.start()]), utf16_length(match.group()))


def _overlap(one: MessageEntity, other: MessageEntity) -> bool:
    return one.offset < other.offset + other.length and other.offset < one.offset + one.length
