"""Text as Telegram takes it: plain words and entities over them, counted and cut in UTF-16 units."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from telegramify_markdown import RenderConfig, convert

MESSAGE_LIMIT = 4096
"""Longest message, in UTF-16 units."""

_CODE = re.compile(
    r"(```[\s\S]*?(?:```|\Z)|~~~[\s\S]*?(?:~~~|\Z)|`[^`\n]*`|^(?: {4}|\t)(?!\s*(?:[-*+]|\d+[.)])\s).*$)", re.MULTILINE
)
_TAG = re.compile(r"(?<!\\)<(?!https?://|mailto:|tg://)(?=[A-Za-z/!?])")


@dataclass(frozen=True, slots=True)
class TextEntity:
    """Formatting of a range; `kind` is the Bot API's entity type, offset and length count UTF-16 units."""

    kind: str
    offset: int
    length: int
    url: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Formatted:
    """Plain text with its formatting."""

    text: str
    entities: tuple[TextEntity, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Telegram refuses such a message."""
        return not self.text.strip()


def utf16_length(text: str) -> int:
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)


def from_markdown(markdown: str) -> Formatted:
    """What a model wrote, as text and entities; also when it is cut off anywhere. Never raises."""
    clean = markdown.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    try:
        text, found = convert(_keep_tags(clean), config=_symbols())
    except Exception:  # noqa: BLE001 - a parser of foreign code, fed with anything: plain text is always an answer
        return Formatted(clean)
    whole = utf16_length(text)
    entities = (
        TextEntity(item.type, item.offset, min(item.length, whole - item.offset), item.url or "", item.language or "")
        for item in found
    )
    return Formatted(text, tuple(entity for entity in entities if entity.offset >= 0 and entity.length > 0))


def split(formatted: Formatted, limit: int = MESSAGE_LIMIT) -> list[Formatted]:
    """Parts of at most `limit` (2 or more) UTF-16 units that together are the whole text.

    Cut after a paragraph, else a line, else a word; an entity over a cut goes on in the next part. A part may be
    blank where the text has that much white space.
    """
    return list(_parts(formatted, limit))


def _parts(formatted: Formatted, limit: int) -> Iterator[Formatted]:
    rest, offset = formatted.text, 0
    while rest:
        piece = rest[: _cut(rest, limit)]
        length = utf16_length(piece)
        yield Formatted(piece, _within(formatted.entities, offset, offset + length))
        rest, offset = rest[len(piece) :], offset + length


def _cut(text: str, limit: int) -> int:
    """Where the first part ends, as an index of characters."""
    most = _fitting(text, limit)
    if most == len(text):
        return most
    for separator, least in (("\n\n", most // 3), ("\n", most // 3), (" ", 0)):
        end = text.rfind(separator, 0, most) + len(separator)
        if least < end <= most and text[:end].strip():
            return end
    return most


def _fitting(text: str, limit: int) -> int:
    """How many characters fit; a character of two units is never halved."""
    units = 0
    for index, character in enumerate(text):
        units += 2 if ord(character) > 0xFFFF else 1
        if units > limit:
            return index
    return len(text)


def _within(entities: tuple[TextEntity, ...], start: int, end: int) -> tuple[TextEntity, ...]:
    inside = []
    for entity in entities:
        first, last = max(entity.offset, start), min(entity.offset + entity.length, end)
        if first < last:
            inside.append(replace(entity, offset=first - start, length=last - first))
    return tuple(inside)


def _keep_tags(markdown: str) -> str:
    """`List<int>` outside of code would lose its `<int>` as if it were HTML."""
    pieces = _CODE.split(markdown)
    pieces[::2] = [_TAG.sub(r"\\<", piece) for piece in pieces[::2]]
    return "".join(pieces)


def _symbols() -> RenderConfig:
    """Headings are bold, not decorated; boxes of tasks look like what they say."""
    config = RenderConfig.isolated()
    symbol = config.markdown_symbol
    symbol.heading_level_1 = symbol.heading_level_2 = symbol.heading_level_3 = symbol.heading_level_4 = ""
    symbol.task_uncompleted, symbol.task_completed, symbol.unordered_list_item = "☐", "☑", "•"
    return config
