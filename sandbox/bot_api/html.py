"""The Bot API's HTML becomes text and entities; what Telegram refuses to parse is refused with the byte offset."""

import html
import re
from dataclasses import dataclass

from sandbox.entities import utf16_length
from sandbox.model import MessageEntity
from sandbox.refusals import WorldError

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "blockquote": "blockquote",
}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[\w-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?)*)\s*/?>")
_ATTRIBUTE = re.compile(r"([\w-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_ESCAPE = re.compile(r"&(lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")


@dataclass(slots=True)
class _Open:
    tag: str
    at: int
    """In the result, in UTF-16 units."""
    attributes: dict[str, str]


def parse_html(source: str) -> tuple[str, tuple[MessageEntity, ...]]:
    """Text and entities.

    Raises:
        WorldError: a tag that is unknown, unclosed or closed in the wrong order.
    """
    return _HtmlParser(source).parse()


class _HtmlParser:
    def __init__(self, source: str) -> None:
        self._source = source
        self._out: list[str] = []
        self._length = 0
        self._open: list[_Open] = []
        self._entities: list[MessageEntity] = []

    def parse(self) -> tuple[str, tuple[MessageEntity, ...]]:
        at = 0
        while (start := self._source.find("<", at)) >= 0:
            self._write(self._source[at:start])
            match = _TAG.match(self._source, start)
            if match is None:
                raise _refused(f"Unclosed start tag at byte offset {self._bytes(start)}")
            (self._close if match[1] else self._start)(match, start)
            at = match.end()
        self._write(self._source[at:])
        if self._open:
            raise _refused(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')
        self._entities.sort(key=lambda each: (each.offset, -each.length))
        return "".join(self._out), tuple(self._entities)

    def _write(self, piece: str) -> None:
        text = _ESCAPE.sub(lambda match: html.unescape(match.group()), piece)
        self._out.append(text)
        self._length += utf16_length(text)

    def _start(self, match: re.Match[str], start: int) -> None:
        tag = match[2].lower()
        attributes = {name.lower(): html.unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(match[3])}
        if tag not in _KINDS:
            raise _refused(f'Unsupported start tag "{tag}" at byte offset {self._bytes(start)}')
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _refused(f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes(start)}')
        self._open.append(_Open(tag, self._length, attributes))

    def _close(self, match: re.Match[str], start: int) -> None:
        tag = match[2].lower()
        if not self._open:
            raise _refused(f"Unexpected end tag at byte offset {self._bytes(start)}")
        opened = self._open.pop()
        if opened.tag != tag:
            reason = f'expected "</{opened.tag}>", found "</{tag}>"'
            raise _refused(f"Unmatched end tag at byte offset {self._bytes(start)}, {reason}")
        length = self._length - opened.at
        if length and (entity := self._entity(opened, length)) is not None:
            self._entities.append(entity)

    def _entity(self, opened: _Open, length: int) -> MessageEntity | None:
        kind, attributes = _KINDS[opened.tag], opened.attributes
        language = attributes.get("class", "").removeprefix("language-")
        if kind == "code" and self._open and self._open[-1].tag == "pre":
            self._open[-1].attributes.setdefault("language", language)
            return None
        if kind == "text_link":
            return link(opened.at, length, attributes.get("href", "") or "".join(self._out)[-length:])
        if kind == "pre":
            return MessageEntity(kind, opened.at, length, language=attributes.get("language", ""))
        if kind == "custom_emoji":
            return MessageEntity(kind, opened.at, length, custom_emoji=attributes.get("emoji-id", ""))
        if kind == "blockquote" and "expandable" in attributes:
            kind = "expandable_blockquote"
        return MessageEntity(kind, opened.at, length)

    def _bytes(self, at: int) -> int:
        return len(self._source[:at].encode())


def link(offset: int, length: int, url: str) -> MessageEntity | None:
    """A link, or a mention for `tg://user?id=`; None for an address that is no address."""
    if (match := re.fullmatch(r"tg://user\?id=(\d+)", url)) is not None:
        return MessageEntity("text_mention", offset, length, user=int(match[1]))
    if not re.match(r"^(?:[a-z][a-z0-9+.-]*://|mailto:|tel:)?[^\s]+\.?[^\s]*$", url, re.IGNORECASE):
        return None
    return MessageEntity("text_link", offset, length, url=url if "://" in url or ":" in url else f"http://{url}/")


def _refused(reason: str) -> WorldError:
    return WorldError("ENTITIES_UNPARSABLE", reason=reason)
