"""MarkdownV2 and legacy Markdown become text and entities, refused like Telegram refuses them."""

import re
from dataclasses import dataclass

from sandbox.bot_api.html import link
from sandbox.entities import utf16_length
from sandbox.model import MessageEntity
from sandbox.refusals import WorldError

_RESERVED = set("_*[]()~`>#+-=|{}.!")
_MARKS = {
    "*": "bold",
    "_": "italic",
    "__": "underline",
    "~": "strikethrough",
    "||": "spoiler",
    "`": "code",
    "```": "pre",
}
_NAMES = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "code": "Code",
    "pre": "PreCode",
    "text_link": "TextUrl",
    "custom_emoji": "CustomEmoji",
}
_LANGUAGE = re.compile(r"([^\s`]*)\n")


@dataclass(slots=True)
class _Open:
    kind: str
    mark: str
    at: int
    source_at: int


class MarkdownV2Parser:
    def __init__(self, source: str) -> None:
        self._source = source.replace("\r", "")
        self._at = 0
        self._out: list[str] = []
        self._length = 0
        self._open: list[_Open] = []
        self._entities: list[MessageEntity] = []
        self._quote_from: int | None = None

    def parse(self) -> tuple[str, tuple[MessageEntity, ...]]:
        while self._at < len(self._source):
            self._step()
        if self._open:
            last = self._open[-1]
            name = _NAMES[last.kind]
            raise _refused(f"Can't find end of {name} entity at byte offset {self._bytes(last.source_at)}")
        self._end_quote()
        self._entities.sort(key=lambda each: (each.offset, -each.length))
        return "".join(self._out), tuple(each for each in self._entities if each.length)

    def _step(self) -> None:
        char = self._source[self._at]
        is_line_start = self._at == 0 or self._source[self._at - 1] == "\n"
        if self._in_code():
            self._code_step(char)
        elif is_line_start and self._quote_step():
            return
        elif char == "\\" and self._at + 1 < len(self._source) and ord(self._source[self._at + 1]) < 128:
            self._put(self._source[self._at + 1], 2)
        elif char in "*_~|`":
            self._mark(char)
        elif char in "[]" or self._source.startswith("![", self._at):
            self._bracket(char)
        elif char in _RESERVED:
            raise _reserved(char)
        else:
            self._put(char, 1)

    def _in_code(self) -> bool:
        return bool(self._open) and self._open[-1].kind in ("code", "pre")

    def _code_step(self, char: str) -> None:
        mark = self._open[-1].mark
        if self._source.startswith(mark, self._at):
            self._close(mark)
        elif char == "\\" and self._source[self._at + 1 : self._at + 2] in ("`", "\\"):
            self._put(self._source[self._at + 1], 2)
        else:
            self._put(char, 1)

    def _quote_step(self) -> bool:
        """At a line's start: True if a `>` was read."""
        rest = self._source[self._at :]
        lead = 3 if rest.startswith("**>") else 1 if rest.startswith(">") else 0
        if not lead or (lead == 3 and self._quote_from is not None):
            self._end_quote()
        if not lead:
            return False
        if self._quote_from is None:
            self._quote_from = self._length
        self._at += lead
        return True

    def _end_quote(self, kind: str = "blockquote") -> None:
        if self._quote_from is None:
            return
        ends_line = bool(self._out) and self._out[-1].endswith("\n")
        length = self._length - self._quote_from - (1 if ends_line else 0)
        self._entities.append(MessageEntity(kind, self._quote_from, length))
        self._quote_from = None

    def _mark(self, char: str) -> None:
        for mark in ("```", "||", "__", char):
            if self._source.startswith(mark, self._at) and mark in _MARKS and mark[0] == char:
                break
        else:
            raise _reserved(char)
        if mark == "||" and self._ends_long_quote():
            self._at += 2
            self._end_quote("expandable_blockquote")
            return
        if self._open and self._open[-1].mark == mark:
            self._close(mark)
        elif mark == "__" and self._open and self._open[-1].mark == "_":
            self._close("_")
        else:
            self._begin(mark)

    def _ends_long_quote(self) -> bool:
        """`||` at the end of a quote's line makes it expandable, unless it closes a spoiler."""
        is_in_spoiler = any(each.mark == "||" for each in self._open)
        return (
            self._quote_from is not None
            and not is_in_spoiler
            and self._source[self._at + 2 : self._at + 3] in ("", "\n")
        )

    def _begin(self, mark: str) -> None:
        self._open.append(_Open(_MARKS[mark], mark, self._length, self._at))
        self._at += len(mark)

    def _close(self, mark: str) -> None:
        opened = self._open.pop()
        self._at += len(mark)
        text = "".join(self._out)
        language = ""
        if opened.kind == "pre":
            language = self._cut_language(opened.at)
            text = "".join(self._out)
        if self._length > opened.at and text:
            length = self._length - opened.at
            self._entities.append(MessageEntity(opened.kind, opened.at, length, language=language))

    def _cut_language(self, start: int) -> str:
        """The word after ``` is the language, not text."""
        text = "".join(self._out)
        head = text.encode("utf-16-le")[: start * 2].decode("utf-16-le")
        body = text[len(head) :]
        match = _LANGUAGE.match(body)
        if match is not None:
            body = body[match.end() :]
        self._out = [head, body]
        self._length = start + utf16_length(body)
        return match[1] if match is not None else ""

    def _bracket(self, char: str) -> None:
        if char == "[":
            self._open.append(_Open("text_link", "]", self._length, self._at))
            self._at += 1
        elif char == "!":
            self._open.append(_Open("custom_emoji", "]", self._length, self._at))
            self._at += 2
        elif self._open and self._open[-1].mark == "]":
            self._close_link(self._open.pop())
        else:
            raise _reserved(char)

    def _close_link(self, opened: _Open) -> None:
        self._at += 1
        url = ""
        if self._source.startswith("(", self._at):
            end = self._at + 1
            while end < len(self._source) and self._source[end] != ")":
                end += 2 if self._source[end] == "\\" else 1
            if end >= len(self._source):
                raise _refused("Can't find end of a URL at byte offset " + str(self._bytes(self._at)))
            url = re.sub(r"\\(.)", r"\1", self._source[self._at + 1 : end])
            self._at = end + 1
        length = self._length - opened.at
        if opened.kind == "custom_emoji":
            emoji = url.rpartition("id=")[2]
            self._entities.append(MessageEntity("custom_emoji", opened.at, length, custom_emoji=emoji))
        elif url and (entity := link(opened.at, length, url)) is not None:
            self._entities.append(entity)

    def _put(self, char: str, taken: int) -> None:
        self._out.append(char)
        self._length += utf16_length(char)
        self._at += taken

    def _bytes(self, at: int) -> int:
        return len(self._source[:at].encode())


def parse_markdown_v2(source: str) -> tuple[str, tuple[MessageEntity, ...]]:
    return MarkdownV2Parser(source).parse()


def parse_legacy(source: str) -> tuple[str, tuple[MessageEntity, ...]]:
    """The old Markdown: *bold*, _italic_, `code`, ```pre```, [text](url); nothing nests."""
    out: list[str] = []
    entities: list[MessageEntity] = []
    at = length = 0
    while at < len(source):
        char = source[at]
        if char == "\\" and source[at + 1 : at + 2] in ("_", "*", "`", "["):
            piece, at = source[at + 1], at + 2
        elif char in "_*`[":
            piece, entity, at = _legacy_entity(source, at, length)
            entities += [entity] if entity is not None and piece else []
        else:
            piece, at = char, at + 1
        out.append(piece)
        length += utf16_length(piece)
    return "".join(out), tuple(entities)


def _legacy_entity(source: str, at: int, offset: int) -> tuple[str, MessageEntity | None, int]:
    """(its text, the entity, where the source goes on)"""
    mark = "```" if source.startswith("```", at) else source[at]
    closing = {"[": "]"}.get(mark, mark)
    end = source.find(closing, at + len(mark))
    if end < 0:
        reason = f"Can't find end of the entity starting at byte offset {len(source[:at].encode())}"
        raise _refused(reason)
    body, after = source[at + len(mark) : end], end + len(closing)
    if mark == "[":
        match = re.compile(r"\(([^)]*)\)").match(source, after)
        entity = link(offset, utf16_length(body), match[1]) if match is not None and match[1] else None
        return body, entity, match.end() if match is not None else after
    language = ""
    if mark == "```" and (found := _LANGUAGE.match(body)) is not None:
        language, body = found[1], body[found.end() :]
    return body, MessageEntity(_MARKS[mark], offset, utf16_length(body), language=language), after


def _reserved(char: str) -> WorldError:
    return _refused(f"Character '{char}' is reserved and must be escaped with the preceding '\\'")


def _refused(reason: str) -> WorldError:
    return WorldError("ENTITIES_UNPARSABLE", reason=reason)
