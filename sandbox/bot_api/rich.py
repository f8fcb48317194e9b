"""Rich messages: blocks as given, or made of Markdown (headings, lists, tables, code, quotes, formulas, details)."""

import json
import re
from collections.abc import Iterator
from typing import Any

from sandbox.bot_api.call import Call
from sandbox.entities import utf16_length
from sandbox.model import Content, Json
from sandbox.refusals import WorldError
from sandbox.rules import RICH_LIMIT

_INLINE = re.compile(
    r"(?P<code>`[^`\n]{1,999}`)|(?P<math>\$[^$\n]{1,999}\$)|(?P<link>\[[^\]\n]{1,999}\]\([^)\s]{1,999}\))|(?P<bold>\*\*.{1,999}?\*\*)"
    r"|(?P<strikethrough>~~.{1,999}?~~)|(?P<spoiler>\|\|.{1,999}?\|\|)|(?P<italic>(?<![\w*])[*_](?![\s*_]).{1,999}?[*_](?!\w))"
)
_MARKS = {"bold": 2, "strikethrough": 2, "spoiler": 2, "italic": 1}
_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_ITEM = re.compile(r"(\s*)([-*+]|\d+[.)])\s+(\[[ xX]\]\s+)?(.*)")
_RULE = re.compile(r"\s*([-*_])(?:\s*\1){2,}\s*")
_DETAILS = re.compile(
    r"\s*<details(\s+open)?[^>]*>\s*(?:<summary[^>]*>(.*?)</summary>)?(.*)", re.DOTALL | re.IGNORECASE
)
_DETAILS_MARK = re.compile(r"<(/?)details\b", re.IGNORECASE)
_ESCAPES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&"}
_ESCAPE = re.compile("|".join(_ESCAPES))
_TABLE_LINE = re.compile(r"\s*\|?\s*:?-{1,}:?\s*(\|\s*:?-{1,}:?\s*)*\|?\s*")


def rich_content(call: Call) -> Content:
    return rich_of(call.mapping("rich_message"), may_be_empty=call.method.lower() == "sendrichmessagedraft")


def rich_of(given: Json, *, may_be_empty: bool = False) -> Content:
    """An InputRichMessage with exactly one of blocks and markdown."""
    if not given:
        raise WorldError("BAD_REQUEST", reason="rich message must be non-empty")
    if given.get("html"):
        raise WorldError("BAD_REQUEST", reason="rich HTML is not understood by the sandbox; send markdown or blocks")
    source = str(given.get("markdown") or "")
    if utf16_length(source) > RICH_LIMIT:
        raise WorldError("RICH_MESSAGE_TOO_LONG")
    blocks = _blocks(given.get("blocks"), source)
    if not blocks and not may_be_empty:
        raise WorldError("BAD_REQUEST", reason="rich message must be non-empty")
    if not source and utf16_length(json.dumps(blocks, ensure_ascii=False)) > RICH_LIMIT:
        raise WorldError("RICH_MESSAGE_TOO_LONG")
    rich: Json = {"blocks": blocks}
    if given.get("is_rtl"):
        rich["is_rtl"] = True
    return Content(rich=rich)


def _blocks(given: Any, source: str) -> list[Json]:
    try:
        blocks = given or list(blocks_of(source))
    except RecursionError:
        raise WorldError("BAD_REQUEST", reason="rich message is nested too deeply") from None
    if not isinstance(blocks, list) or not all(isinstance(each, dict) for each in blocks):
        raise WorldError("BAD_REQUEST", reason="can't parse rich message blocks")
    return blocks


def blocks_of(markdown: str) -> Iterator[Json]:
    """The blocks of a Markdown text; what is no construct is a paragraph."""
    lines = markdown.replace("\r\n", "\n").split("\n")
    at = 0
    while at < len(lines):
        block, at = _block(lines, at)
        if block is not None:
            yield block


def _block(lines: list[str], at: int) -> tuple[Json | None, int]:
    """One block from line `at` on, and where the next begins."""
    line = lines[at]
    if not line.strip():
        return None, at + 1
    if line.lstrip().startswith("```"):
        return _fence(lines, at)
    if (match := _HEADING.fullmatch(line)) is not None:
        return {"type": "heading", "text": rich_text(match[2]), "size": len(match[1])}, at + 1
    if _RULE.fullmatch(line):
        return {"type": "divider"}, at + 1
    if "|" in line and at + 1 < len(lines) and "|" in lines[at + 1] and _TABLE_LINE.fullmatch(lines[at + 1]):
        return _table(lines, at)
    return _text_block(lines, at)


def _text_block(lines: list[str], at: int) -> tuple[Json, int]:
    line = lines[at]
    if _begins_details(line):
        return _details(lines, at)
    if line.startswith("$$"):
        return _formula(lines, at)
    if line.startswith(">"):
        end = _while(lines, at, lambda each: each.startswith(">"))
        inner = "\n".join(each[1:].removeprefix(" ") for each in lines[at:end])
        return {"type": "blockquote", "blocks": list(blocks_of(inner))}, end
    if _ITEM.fullmatch(line):
        end = _while(lines, at, lambda each: bool(_ITEM.fullmatch(each)) or each.startswith("  "))
        return {"type": "list", "items": [_item(each) for each in lines[at:end] if _ITEM.fullmatch(each)]}, end
    end = _while(lines, at, _is_plain)
    return {"type": "paragraph", "text": rich_text("\n".join(lines[at : max(end, at + 1)]))}, max(end, at + 1)


def _is_plain(line: str) -> bool:
    is_construct = line.startswith((">", "```", "$$")) or _HEADING.fullmatch(line) or _ITEM.fullmatch(line)
    return bool(line.strip()) and not is_construct and not _begins_details(line)


def _begins_details(line: str) -> bool:
    return line.lstrip().lower().startswith("<details")


def _details(lines: list[str], at: int) -> tuple[Json, int]:
    """Up to its own end, or that of the message while it is being written."""
    depth, end = 0, at
    while end < len(lines) and (end == at or depth > 0):
        depth += sum(-1 if mark == "/" else 1 for mark in _DETAILS_MARK.findall(lines[end]))
        end += 1
    whole = "\n".join(lines[at:end])
    inner, closed, after = whole.rpartition("</details>") if depth <= 0 else (whole, "", "")
    match = _DETAILS.fullmatch(inner if closed else whole)
    if match is None:
        return {"type": "paragraph", "text": rich_text(whole)}, end
    blocks = list(blocks_of(match[3])) + list(blocks_of(after))
    block: Json = {"type": "details", "summary": rich_text((match[2] or "").strip()), "blocks": blocks}
    return block | ({"is_open": True} if match[1] else {}), end


def _while(lines: list[str], at: int, holds: Any) -> int:
    while at < len(lines) and holds(lines[at]):
        at += 1
    return at


def _fence(lines: list[str], at: int) -> tuple[Json, int]:
    language = lines[at].strip().removeprefix("```").strip()
    end = at + 1
    while end < len(lines) and not lines[end].lstrip().startswith("```"):
        end += 1
    block: Json = {"type": "pre", "text": "\n".join(lines[at + 1 : end])}
    return block | ({"language": language} if language else {}), end + 1


def _formula(lines: list[str], at: int) -> tuple[Json, int]:
    body = lines[at].removeprefix("$$")
    end = at + 1
    while not body.rstrip().endswith("$$") and end < len(lines):
        body += "\n" + lines[end]
        end += 1
    return {"type": "mathematical_expression", "expression": body.rstrip().removesuffix("$$").strip()}, end


def _item(line: str) -> Json:
    match = _ITEM.fullmatch(line)
    if match is None:
        raise ValueError(line)
    is_numbered = match[2][0].isdigit()
    item: Json = {
        "label": match[2].replace(")", ".") if is_numbered else "•",
        "blocks": [{"type": "paragraph", "text": rich_text(match[4])}],
    }
    if match[3]:
        item |= {"has_checkbox": True, "is_checked": "x" in match[3].lower()}
    return item


def _table(lines: list[str], at: int) -> tuple[Json, int]:
    end = _while(lines, at, lambda each: "|" in each)
    aligns = [_align(mark) for mark in _cells(lines[at + 1])]
    rows = [_row(lines[at], aligns, is_header=True)]
    rows += [_row(line, aligns, is_header=False) for line in lines[at + 2 : end]]
    return {"type": "table", "cells": rows, "is_bordered": True}, end


def _row(line: str, aligns: list[str], *, is_header: bool) -> list[Json]:
    cells = _cells(line)[: len(aligns)]
    cells += [""] * (len(aligns) - len(cells))
    shown = zip(cells, aligns, strict=True)
    head = {"is_header": True} if is_header else {}
    return [{"align": align, "valign": "top", "text": rich_text(cell)} | head for cell, align in shown]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def _align(mark: str) -> str:
    if mark.startswith(":") and mark.endswith(":"):
        return "center"
    return "right" if mark.endswith(":") else "left"


def rich_text(source: str) -> Any:
    """A RichText: a string, an object, or a list of both."""
    parts: list[Any] = []
    at = 0
    for match in _INLINE.finditer(source):
        if match.start() > at:
            parts.append(_unescaped(source[at : match.start()]))
        parts.append(_styled(str(match.lastgroup), match.group()))
        at = match.end()
    if at < len(source) or not parts:
        parts.append(_unescaped(source[at:]))
    return parts[0] if len(parts) == 1 else parts


def _unescaped(words: str) -> str:
    return _ESCAPE.sub(lambda found: _ESCAPES[found.group()], words)


def _styled(kind: str, piece: str) -> Json:
    if kind == "code":
        return {"type": "code", "text": piece[1:-1]}
    if kind == "math":
        return {"type": "mathematical_expression", "expression": piece[1:-1]}
    if kind == "link":
        label, _, url = piece[1:-1].partition("](")
        return {"type": "url", "text": rich_text(label), "url": url}
    width = _MARKS[kind]
    return {"type": kind, "text": rich_text(piece[width:-width])}
